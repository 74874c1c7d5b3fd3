create table webhooks (
    id           bigint      primary key generated always as identity,
    agency       text        not null unique,
    url          text        not null,
    secret       text        not null,
    old_secret   text,
    old_until    timestamptz,
    hears_from   timestamptz,
    added_at     timestamptz not null default now(),
    disabled_at  timestamptz,
    disabled_why text,
    check ((old_secret is null) = (old_until is null)),
    check ((disabled_at is null) = (disabled_why is null))
);
comment on table  webhooks              is 'Where agencies without Kafka hear their dispatches, over HTTP.';
comment on column webhooks.id           is 'Another one each time that an agency is added.';
comment on column webhooks.agency       is 'Id of the catalog.';
comment on column webhooks.url          is 'The address; hidden from readers, since it may hold a key of the receiver.';
comment on column webhooks.secret       is 'What signs; hidden from readers.';
comment on column webhooks.old_secret   is 'What signed before, and does beside the new one for a time; hidden from readers.';
comment on column webhooks.old_until    is 'Until when the old one signs too.';
comment on column webhooks.hears_from   is 'What was published before is not delivered; null: all that Kafka holds is.';
comment on column webhooks.added_at     is 'When it was added, by the clock of Postgres.';
comment on column webhooks.disabled_at  is 'Since when nothing is delivered; null while it is.';
comment on column webhooks.disabled_why is 'Why nothing is delivered.';

create table webhook_offsets (
    webhook     bigint not null references webhooks on delete cascade,
    cluster     text   not null,
    partition   int    not null,
    next_offset bigint not null,
    primary key (webhook, cluster, partition)
);
comment on table  webhook_offsets             is 'How far dispatches.<agency> was taken in; moved in the transaction that holds what was taken in.';
comment on column webhook_offsets.webhook     is 'The destination.';
comment on column webhook_offsets.cluster     is 'Id of the Kafka cluster.';
comment on column webhook_offsets.partition   is 'Partition of the topic.';
comment on column webhook_offsets.next_offset is 'Offset of the first record not yet taken in.';

create table webhook_deliveries (
    position    bigint      primary key generated always as identity,
    webhook     bigint      not null references webhooks on delete cascade,
    message_id  text        not null,
    subject     text        not null,
    headers     jsonb       not null,
    body        bytea,
    state       text        not null default 'waiting' check (state in ('waiting', 'delivered', 'failed')),
    tries       int         not null default 0,
    due_at      timestamptz not null default now(),
    status      int,
    reason      text,
    taken_in_at timestamptz not null default now(),
    finished_at timestamptz,
    unique (webhook, message_id),
    check ((state = 'waiting') = (finished_at is null)),
    check ((state = 'delivered') = (body is null))
);
create index webhook_deliveries_waiting on webhook_deliveries (webhook, subject, position) where state = 'waiting';
create index webhook_deliveries_failed on webhook_deliveries (webhook, position) where state = 'failed';
create index webhook_deliveries_finished on webhook_deliveries (finished_at) where finished_at is not null;
comment on table  webhook_deliveries             is 'What webhooks are to deliver, and what became of it. Written by the webhook worker.';
comment on column webhook_deliveries.position    is 'The order in which they were taken in, which for one incident is the order of its versions.';
comment on column webhook_deliveries.webhook     is 'The destination.';
comment on column webhook_deliveries.message_id  is 'Id of the dispatch, the same at every try.';
comment on column webhook_deliveries.subject     is 'The incident or event: of each one is under way at a time, the first that waits.';
comment on column webhook_deliveries.headers     is 'CloudEvents headers of the record: pairs of name and text.';
comment on column webhook_deliveries.body        is 'The very bytes; null once they were delivered.';
comment on column webhook_deliveries.state       is 'waiting, delivered, or failed: given up until somebody resends it.';
comment on column webhook_deliveries.tries       is 'How often it was tried; counted anew when it is resent.';
comment on column webhook_deliveries.due_at      is 'Not tried again before.';
comment on column webhook_deliveries.status      is 'HTTP status of the last try; null if there was none.';
comment on column webhook_deliveries.reason      is 'What went wrong at the last try.';
comment on column webhook_deliveries.taken_in_at is 'When it was read from Kafka, by the clock of Postgres.';
comment on column webhook_deliveries.finished_at is 'When it was delivered or given up.';

create function hidden_columns() returns table (of_table name, of_column name)
language sql immutable parallel safe as $$
    values ('rejections', 'original'), ('outbox', 'value'),
           ('webhooks', 'url'), ('webhooks', 'secret'), ('webhooks', 'old_secret')
$$;
comment on function hidden_columns is
    'What readers of tables do not see: citizens'' words as they came, and what signs for us or opens a receiver. A migration that has more to hide replaces this function, and calls grant_reading.';

-- As before, with what it hides in a place of its own.
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

call grant_reading();
