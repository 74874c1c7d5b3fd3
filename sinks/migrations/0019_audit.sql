-- harmless: what is replaced is grant_reading, which older code only calls in migrations that it knows

create table audit (
    number        bigint      primary key,
    at            timestamptz not null,
    login         text        not null,
    account       text        not null,
    named         text        not null,
    what          text        not null,
    of            text[]      not null,
    details       json        not null,
    previous_hash bytea       not null check (length(previous_hash) = 32),
    hash          bytea       not null check (length(hash) = 32)
);
create index audit_by_time on audit (at);
comment on table  audit               is 'Who saw or changed what. Each row holds the hash of the one before, so that `sinergi audit verify` finds any change. No personal data of citizens.';
comment on column audit.number        is 'From 1, without a gap.';
comment on column audit.at            is 'When, by the clock of Postgres; never before the row before it.';
comment on column audit.login         is 'Who was logged in to Postgres.';
comment on column audit.account       is 'Whose process it was, as that process tells: user@machine; empty if it told nothing.';
comment on column audit.named         is 'The operator that the message names, opaque; empty if it names none.';
comment on column audit.what          is 'What was done, in a few fixed words: correction add, key change, export, retain, ...';
comment on column audit.of            is 'Ids of what it was done to.';
comment on column audit.details       is 'Kinds, counts and names of columns; never their contents. The text is kept as it was hashed.';
comment on column audit.previous_hash is 'The hash of the row before; zeros in the first.';
comment on column audit.hash          is 'SHA-256 of all other columns, each as length:text; see sinks/audit_chain.py.';

create function audit_chain() returns trigger language plpgsql security definer as $$
declare
    last audit%rowtype;
begin
    -- One after the other until the transaction ends, or two rows would follow the same one.
    perform pg_advisory_xact_lock(hashtext('sinergi.audit'));
    select * into last from audit order by number desc limit 1;
    new.number        := coalesce(last.number, 0) + 1;
    new.at            := greatest(clock_timestamp(), last.at);
    new.login         := session_user;
    new.account       := coalesce(current_setting('sinergi.account', true), '');
    new.previous_hash := coalesce(last.hash, decode(repeat('00', 32), 'hex'));
    new.hash          := sha256(convert_to((
        select string_agg(octet_length(convert_to(part, 'UTF8')) || ':' || part, '' order by place)
        from unnest(array[
            new.number::text, to_char(new.at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US'), new.login, new.account,
            new.named, new.what, new.of::text, new.details::text, encode(new.previous_hash, 'hex')
        ]) with ordinality as parts (part, place)
    ), 'UTF8'));
    return new;
end $$;
create trigger audit_chain before insert on audit for each row execute function audit_chain();

create function audit_stays() returns trigger language plpgsql as $$
begin
    raise exception 'the audit log is only added to' using errcode = 'insufficient_privilege';
end $$;
create trigger audit_stays before update or delete or truncate on audit for each statement execute function audit_stays();

create function audit_note(what text, of text[], details json default '{}', named text default '') returns bigint
language sql security definer as $$
    insert into audit (what, of, details, named) values ($1, $2, $3, $4) returning number
$$;
comment on function audit_note is 'Adds a row. Who may read tables may add what they did, in their own name; nobody may change one.';

-- What changes in a table is told by the table itself, whoever changes it. Its arguments: what a row is called, the columns that
-- together are its id, a column of further ids (or ''), and those whose contents are told.
--
-- As a deferred trigger it runs at the commit: nothing else is waited for by then, so that two transactions which wait for the
-- log cannot wait for each other.
create function audit_change() returns trigger language plpgsql security definer as $$
declare
    was     jsonb := case when tg_op <> 'INSERT' then to_jsonb(old) end;
    now_is  jsonb := case when tg_op <> 'DELETE' then to_jsonb(new) end;
    one     jsonb := coalesce(now_is, was);
    verb    text  := case tg_op when 'INSERT' then 'add' when 'UPDATE' then 'change' else 'remove' end;
    names   text[];
    told    jsonb;
begin
    select array[string_agg(one ->> name, ':' order by place)] into names
    from unnest(tg_argv[1]::text[]) with ordinality as columns (name, place);
    if tg_argv[2] <> '' then
        names := names || array(select jsonb_array_elements_text(one -> tg_argv[2]));
    end if;
    select coalesce(jsonb_object_agg(name, one -> name), '{}') into told from unnest(tg_argv[3]::text[]) as shown (name);
    if tg_op = 'UPDATE' then
        told := told || jsonb_build_object('changed', array(
            select key from jsonb_object_keys(now_is) as key where now_is -> key is distinct from was -> key order by key));
    end if;
    perform audit_note(tg_argv[0] || ' ' || verb, names, told::json, coalesce(one ->> 'by', ''));
    return null;
end $$;

alter table forgotten add column expired boolean not null default false;
comment on table  forgotten         is 'Reports whose words were removed, because their reporter asked for it or their time was over. Names nobody: kept beside backups, it tells what to forget again after one was restored.';
comment on column forgotten.expired is 'Their time was over; false: their reporter asked.';

alter table reporter_keys add column retired_at timestamptz;
comment on column reporter_keys.retired_at is 'Since when it names nobody any more: a citizen whose words are gone; deleted once Kafka holds nothing that it seals. Null while it seals.';

create constraint trigger audit after insert or update or delete on api_keys deferrable initially deferred
    for each row execute function audit_change('key', '{id}', '', '{channel,per_minute}');
create constraint trigger audit after insert or update or delete on webhooks deferrable initially deferred
    for each row execute function audit_change('webhook', '{agency}', '', '{}');
create constraint trigger audit after insert or delete on corrections deferrable initially deferred
    for each row execute function audit_change('correction', '{id}', 'incidents', '{kind,result}');
create constraint trigger audit_update after update on corrections deferrable initially deferred
    for each row when (old.result <> new.result)
    execute function audit_change('correction', '{id}', 'incidents', '{kind,result}');
create constraint trigger audit after insert on forgotten deferrable initially deferred
    for each row when (not new.expired) execute function audit_change('report forgotten', '{channel,report_id}', '', '{}');
-- Of keys that nobody speaks with any more the run that removed them tells the number.
create constraint trigger audit after delete on reporter_keys deferrable initially deferred
    for each row when (old.retired_at is null) execute function audit_change('reporter key', '{id}', '', '{}');
create constraint trigger audit after insert or update or delete on migrations deferrable initially deferred
    for each row execute function audit_change('migration', '{number,name}', '', '{}');

-- As before; who reads may also note what was read.
create or replace procedure grant_reading(reader text default 'sinergi_reader', originals text default 'sinergi_originals')
language plpgsql as $$
declare
    role_name text;
    here      text := current_schema();
    lacking   text[] := '{}';
    read      text;
begin
    -- Roles belong to the whole server: another database, migrated at this moment, may make the same ones.
    foreach role_name in array array[reader, originals] loop
        if to_regrole(quote_ident(role_name)) is null then
            begin
                execute format('create role %I nologin', role_name);
            exception
                when duplicate_object or unique_violation then null;
                when insufficient_privilege then
                    lacking := lacking || format('create role %I nologin;', role_name);
            end;
        end if;
    end loop;
    if lacking <> '{}' then
        raise warning 'not allowed to make the roles that read reports. A superuser must run, in database %: % call %.grant_reading(%, %);',
            current_database(), array_to_string(lacking, ' '), quote_ident(here), quote_literal(reader), quote_literal(originals);
        return;
    end if;

    execute format('grant usage on schema %I to %I, %I', here, reader, originals);
    execute format('grant select on report_originals, rejections to %I', originals);
    execute format('grant execute on function audit_note to %I, %I', reader, originals);
    for read in
        select format('grant select (%s) on %I to %I', string_agg(quote_ident(a.attname), ', '), c.relname, reader)
        from pg_class c join pg_attribute a on a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped
        where c.relnamespace = here::regnamespace and c.relkind in ('r', 'p', 'v', 'm')
          and c.relname <> 'report_originals'
          and (c.relname, a.attname) not in (select of_table, of_column from hidden_columns())
        group by c.relname
    loop
        execute read;
    end loop;
end $$;

revoke execute on function audit_chain, audit_stays, audit_note, audit_change from public;

-- What runs with the rights of the owner must find our tables, and none that its caller made.
do $$
declare
    name text;
begin
    foreach name in array array['audit_chain()', 'audit_note(text, text[], json, text)', 'audit_change()'] loop
        execute format('alter function %s set search_path = %I, pg_temp', name, current_schema());
    end loop;
end $$;

call grant_reading();
