create table reporter_keys (
    id         uuid        primary key,
    voice      text        not null unique,
    key        bytea       not null check (length(key) = 32),
    created_at timestamptz not null default now()
);
comment on table  reporter_keys            is 'What the words of each citizen are sealed with in reports.classified. A row that is deleted makes them unreadable there.';
comment on column reporter_keys.id         is 'By which sealed records name it; of no meaning outside.';
comment on column reporter_keys.voice      is 'channel:reporter, or channel/report of a report without a reference; hidden from readers.';
comment on column reporter_keys.key        is 'Of AES-256-GCM; hidden from readers.';
comment on column reporter_keys.created_at is 'When it was made, by the clock of Postgres.';

create table forgotten (
    key        text        not null,
    channel    text        not null,
    report_id  text        not null,
    seal       uuid,
    at         timestamptz not null,
    primary key (channel, report_id)
);
comment on table  forgotten           is 'Reports whose words were removed because their reporter asked for it. Names nobody: kept beside backups, it tells what to forget again after one was restored.';
comment on column forgotten.key       is 'city:family of the incident that the report was in.';
comment on column forgotten.channel   is 'Channel of the report.';
comment on column forgotten.report_id is 'Id of the report.';
comment on column forgotten.seal      is 'The key that was destroyed, an id that reporter_keys had; null if the report was never sealed.';
comment on column forgotten.at        is 'When it was asked for.';

create or replace function hidden_columns() returns table (of_table name, of_column name)
language sql immutable parallel safe as $$
    values ('rejections', 'original'), ('outbox', 'value'),
           ('webhooks', 'url'), ('webhooks', 'secret'), ('webhooks', 'old_secret'),
           ('reporter_keys', 'voice'), ('reporter_keys', 'key')
$$;
-- harmless: it replaces a function that only grant_reading asks.

call grant_reading();
