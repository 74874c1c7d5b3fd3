-- One login for each process, with the rights of its role and no others. A superuser runs it, once or as often as one likes:
-- what is there stays. A name with a dash logs in, the one with an underscore holds the rights.
select format('create role %I nologin', name)
from unnest('{sinergi_reader,sinergi_originals,sinergi_triage,sinergi_resolve,sinergi_webhooks,sinergi_watch,sinergi_intake,sinergi_operator,sinergi_personal,sinergi_board}'::text[]) as name
where to_regrole(quote_ident(name)) is null \gexec

select format('create role %I login in role %I', 'sinergi-' || name, 'sinergi_' || name)
from unnest('{triage,resolve,webhooks,watch,intake,operator,personal,board}'::text[]) as name
where to_regrole(quote_ident('sinergi-' || name)) is null \gexec

-- Operators read what readers do.
grant sinergi_reader to "sinergi-operator";

-- Who answers for what citizens ask of their data reads it all, and removes it.
grant sinergi_reader, sinergi_originals to "sinergi-personal";

-- Postgres lets everybody keep large objects. Nobody of ours does, and nobody looks there.
select format('revoke execute on function %s from public', oid::regprocedure)
from pg_proc
where pronamespace = 'pg_catalog'::regnamespace
  and proname in ('lo_create', 'lo_creat', 'lo_from_bytea', 'lo_put', 'lowrite') \gexec
