-- harmless: what is revoked are rights that nobody of ours uses: to make tables, and temporary ones
-- Whoever owns the tables migrates. Every process else gets what its statements need, and no more.

create table process_rights (
    role     text   not null,
    of_table text   not null,
    verb     text   not null check (verb in ('select', 'insert', 'update', 'delete', 'usage')),
    columns  text[],
    primary key (role, of_table, verb)
);
comment on table  process_rights          is 'What each process may do; `grant_rights` grants this and nothing else. A migration that adds a table adds rows, and calls it.';
comment on column process_rights.role     is 'The process; the name of its role in Postgres begins with sinergi_.';
comment on column process_rights.of_table is 'A table; or a sequence, which is for usage.';
comment on column process_rights.verb     is 'select, insert, update, delete, or usage.';
comment on column process_rights.columns  is 'The columns, where it is not all of them.';

insert into process_rights (role, of_table, verb, columns) values
    -- Each looks at its start which migrations were applied.
    ('triage',   'migrations', 'select', null),
    ('resolve',  'migrations', 'select', null),
    ('webhooks', 'migrations', 'select', null),
    ('watch',    'migrations', 'select', null),
    ('intake',   'migrations', 'select', null),
    ('operator', 'migrations', 'select', null),
    ('personal', 'migrations', 'select', null),
    ('board',    'migrations', 'select', null),

    -- Of citizens it knows the keys that it seals their words with. It starts on no older database.
    ('triage', 'consumed',      'select', '{cluster,topic,partition,next_offset,accepted}'),
    ('triage', 'reporter_keys', 'select', '{id,voice,key}'),
    ('triage', 'reporter_keys', 'insert', '{id,voice,key}'),

    -- A report is written once: nobody deletes it, and what changes is that its reporter is forgotten.
    ('resolve', 'consumed',         'select', null),
    ('resolve', 'consumed',         'insert', null),
    ('resolve', 'consumed',         'update', '{next_offset,epoch}'),
    ('resolve', 'reports',          'select', null),
    ('resolve', 'reports',          'insert', null),
    ('resolve', 'reports',          'update', '{reporter,masked_text,masked_place,category_evidence,picked,place,review}'),
    ('resolve', 'report_originals', 'select', null),
    ('resolve', 'report_originals', 'insert', null),
    ('resolve', 'report_originals', 'update', '{report}'),
    ('resolve', 'reporter_keys',    'select', '{id,key}'),
    ('resolve', 'reporter_keys',    'delete', null),
    ('resolve', 'destroyed_keys',   'select', null),
    ('resolve', 'destroyed_keys',   'insert', null),
    ('resolve', 'forgotten',        'select', null),
    ('resolve', 'forgotten',        'insert', null),
    ('resolve', 'intake_requests',  'select', '{channel,report_id}'),
    ('resolve', 'intake_requests',  'delete', null),
    ('resolve', 'webhook_deliveries', 'select', '{position,subject,body}'),
    ('resolve', 'webhook_deliveries', 'update', '{body}'),
    ('resolve', 'rejections',       'select', '{cluster,topic,partition,offset}'),
    ('resolve', 'rejections',       'insert', null),
    ('resolve', 'rejections',       'update', '{original,report_id,field,reason}'),
    ('resolve', 'links',            'select', null),
    ('resolve', 'links',            'insert', null),
    ('resolve', 'links',            'update', '{incident_id,decision,new_voice,distance_m,gap_s,evidence,score,terms,rival,correction,position,leaving}'),
    ('resolve', 'links_position_seq', 'usage', null),
    ('resolve', 'incidents',        'select', null),
    ('resolve', 'incidents',        'insert', null),
    ('resolve', 'incidents',        'update', null),
    ('resolve', 'corrections',      'select', null),
    ('resolve', 'corrections',      'insert', null),
    ('resolve', 'corrections',      'update', '{result,incidents,before,undone_by}'),
    ('resolve', 'progress',         'select', null),
    ('resolve', 'progress',         'insert', null),
    ('resolve', 'replies',          'select', null),
    ('resolve', 'replies',          'insert', null),
    ('resolve', 'replies',          'update', '{voice}'),
    ('resolve', 'photo_hashes',     'select', null),
    ('resolve', 'photo_hashes',     'insert', null),
    ('resolve', 'photo_hashes',     'delete', null),
    ('resolve', 'outbox',           'select', null),
    ('resolve', 'outbox',           'insert', null),
    ('resolve', 'outbox',           'delete', null),
    ('resolve', 'events',           'select', null),
    ('resolve', 'events',           'insert', null),
    ('resolve', 'events',           'update', null),
    ('resolve', 'storm_keys',       'select', null),
    ('resolve', 'storm_keys',       'insert', null),
    ('resolve', 'storm_keys',       'update', null),
    ('resolve', 'area_rates',       'select', null),
    ('resolve', 'area_rates',       'insert', null),
    ('resolve', 'area_rates',       'update', '{weight}'),
    ('resolve', 'occurrences',      'select', null),
    ('resolve', 'occurrences',      'insert', null),
    ('resolve', 'occurrences',      'update', '{event,voice}'),
    ('resolve', 'occurrences',      'delete', null),

    ('webhooks', 'webhooks',           'select', null),
    ('webhooks', 'webhooks',           'update', '{disabled_at,disabled_why}'),
    ('webhooks', 'webhook_offsets',    'select', null),
    ('webhooks', 'webhook_offsets',    'insert', null),
    ('webhooks', 'webhook_offsets',    'update', '{next_offset}'),
    ('webhooks', 'webhook_offsets',    'delete', null),
    ('webhooks', 'webhook_deliveries', 'select', null),
    ('webhooks', 'webhook_deliveries', 'insert', null),
    ('webhooks', 'webhook_deliveries', 'update', '{body,state,tries,due_at,status,reason,finished_at}'),
    ('webhooks', 'webhook_deliveries', 'delete', null),

    -- It counts, and sees nobody's words.
    ('watch', 'consumed',        'select', null),
    ('watch', 'outbox',          'select', '{cluster,topic,partition,next_offset,position,to_topic,created_at}'),
    ('watch', 'reports',         'select', '{channel,id,reported_at,confidence,digest,origin_topic,origin_partition,origin_offset,recorded_at}'),
    ('watch', 'links',           'select', '{channel,report_id,incident_id}'),
    ('watch', 'rejections',      'select', '{cluster,topic,partition,offset,code,field,reason}'),
    ('watch', 'incidents',       'select', '{id,state,opened_at,reports,voices,routed,perhaps,dismissed_by,life,due_at}'),
    ('watch', 'webhooks',        'select', '{id,agency,disabled_at}'),
    ('watch', 'webhook_offsets', 'select', null),
    ('watch', 'audited',         'select', null),
    ('watch', 'audited',         'insert', null),
    ('watch', 'audited',         'update', '{next_offset,since}'),
    ('watch', 'unaccounted',     'select', null),
    ('watch', 'unaccounted',     'insert', null),
    ('watch', 'unaccounted',     'delete', null),

    ('intake', 'api_keys',        'select', null),
    ('intake', 'incidents',       'select', null),
    ('intake', 'reports',         'select', '{channel,id,reported_at,masked_text,masked_place,category,place}'),
    ('intake', 'links',           'select', '{channel,report_id,incident_id}'),
    ('intake', 'intake_requests', 'select', null),
    ('intake', 'intake_requests', 'insert', null),
    ('intake', 'intake_requests', 'update', '{key,published_at}'),
    ('intake', 'intake_requests', 'delete', null),

    -- Who gives keys and destinations. What else operators read, they read as members of sinergi_reader.
    ('operator', 'api_keys',           'select', null),
    ('operator', 'api_keys',           'insert', null),
    ('operator', 'api_keys',           'update', '{revoked_at}'),
    ('operator', 'webhooks',           'select', null),
    ('operator', 'webhooks',           'insert', null),
    ('operator', 'webhooks',           'update', '{url,secret,old_secret,old_until,disabled_at,disabled_why}'),
    ('operator', 'webhooks',           'delete', null),
    ('operator', 'webhook_deliveries', 'select', null),
    ('operator', 'webhook_deliveries', 'update', '{state,tries,due_at,finished_at}'),

    -- Who lets citizens be forgotten, and hands over what is held of them. What else that takes, it reads as a member of
    -- sinergi_reader and sinergi_originals; resolve removes the rest.
    ('personal', 'reporter_keys', 'select', '{id,voice}'),
    ('personal', 'rejections',    'update', '{original,report_id,field,reason}'),

    -- Masked words, and no person: neither reporters nor who of an agency or of the operators said it.
    ('board', 'incidents',   'select', null),
    ('board', 'events',      'select', null),
    ('board', 'links',       'select', null),
    ('board', 'reports',     'select', '{channel,id,reported_at,masked_text,masked_place,category,second_category,family,confidence,review,urgency,urgency_rule,place,lat,lon,recorded_at}'),
    ('board', 'progress',    'select', '{agency,id,incident_id,at,said,result,code,checks,number,recorded_at}'),
    ('board', 'corrections', 'select', '{id,number,at,kind,result,incidents,undone_by,recorded_at}');

-- Roles belong to the whole server: another database, migrated at this moment, may make the same ones.
create procedure make_roles(names text[], inout lacking text default '')
language plpgsql as $$
declare
    name text;
begin
    foreach name in array names loop
        if to_regrole(quote_ident(name)) is null then
            begin
                execute format('create role %I nologin', name);
            exception
                when duplicate_object or unique_violation then null;
                when insufficient_privilege then lacking := lacking || format('create role %I nologin; ', name);
            end;
        end if;
    end loop;
end $$;
comment on procedure make_roles is 'Makes those that are missing; of what it may not make, what a superuser must run.';

create procedure grant_rights(prefix text default 'sinergi_')
language plpgsql as $$
declare
    here    text := current_schema();
    lacking text := '';
    roles   text[];
    ours    record;
    one     record;
begin
    call grant_reading(prefix || 'reader', prefix || 'originals');
    select array_agg(distinct prefix || role order by prefix || role) into roles from process_rights;
    call make_roles(roles, lacking);
    if lacking <> '' then
        raise warning 'not allowed to make the roles of processes. A superuser must run, in database %: %call %.grant_rights(%);',
            current_database(), lacking, quote_ident(here), quote_literal(prefix);
    end if;

    if pg_has_role((select nspowner from pg_namespace where nspname = here), 'usage') then
        execute format('revoke create on schema %I from public', here);
    end if;
    if pg_has_role((select datdba from pg_database where datname = current_database()), 'usage') then
        execute format('revoke temporary on database %I from public', current_database());
    end if;

    select array_agg(distinct quote_ident(prefix || role)) into roles
    from process_rights where to_regrole(quote_ident(prefix || role)) is not null;
    if roles is null then
        return;
    end if;
    execute format('grant usage on schema %I to %s', here, array_to_string(roles, ', '));
    -- What an older version of the table gave is taken away.
    for ours in
        select case relkind when 'S' then 'sequence' else 'table' end as kind, relname from pg_class
        where relnamespace = here::regnamespace and relkind in ('r', 'p', 'v', 'm', 'S') and pg_has_role(relowner, 'usage')
    loop
        execute format('revoke all on %s %I from %s', ours.kind, ours.relname, array_to_string(roles, ', '));
    end loop;
    for one in select * from process_rights where to_regrole(quote_ident(prefix || role)) is not null loop
        execute format('grant %s%s on %s %I to %I',
            one.verb,
            (select ' (' || string_agg(quote_ident(name), ', ') || ')' from unnest(one.columns) as name),
            case one.verb when 'usage' then 'sequence' else 'table' end,
            one.of_table,
            prefix || one.role);
    end loop;
end $$;
comment on procedure grant_rights is
    'Gives each process its role with the rights of `process_rights`, and readers theirs (`grant_reading`); makes the roles if it may. To be called again by each migration that adds tables or columns.';

-- The role that migrates may call them, and a superuser.
revoke execute on procedure grant_rights, make_roles from public;
call grant_rights();
