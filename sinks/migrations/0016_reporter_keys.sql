create table reporter_keys (
    id         uuid        primary key,
    voice      text        not null unique,
    key        bytea       not null check (length(key) = 32),
    created_at timestamptz not null default now()
);
comment on table  reporter_keys            is 'What the words of each citizen are sealed with in reports.classified. A row that is deleted makes them unreadable there; it goes to destroyed_keys. Kafka holds each before it is here.';
comment on column reporter_keys.id         is 'By which sealed records name it; of no meaning outside.';
comment on column reporter_keys.voice      is 'channel:reporter, or channel/report of a report without a reference; hidden from readers.';
comment on column reporter_keys.key        is 'Of AES-256-GCM; hidden from readers.';
comment on column reporter_keys.created_at is 'When it was made, by the clock of Postgres.';

create table destroyed_keys (
    id uuid        primary key,
    at timestamptz not null
);
comment on table  destroyed_keys    is 'Keys that reporter_keys had once. A sealed record whose key is neither here nor there stops resolve: the database is an older one.';
comment on column destroyed_keys.id is 'The id that reporter_keys had.';
comment on column destroyed_keys.at is 'When it was asked for; or found that nobody has it any more.';

create table forgotten (
    key        text        not null,
    channel    text        not null,
    report_id  text        not null,
    at         timestamptz not null,
    primary key (channel, report_id)
);
comment on table  forgotten           is 'Reports whose words were removed because their reporter asked for it. Names nobody.';
comment on column forgotten.key       is 'city:family of the incident that the report was in.';
comment on column forgotten.channel   is 'Channel of the report.';
comment on column forgotten.report_id is 'Id of the report.';
comment on column forgotten.at        is 'When it was asked for.';

-- Of an older database that was restored somebody must say that it is to go on, so that its keys come first.
alter table consumed add column accepted bigint;
comment on column consumed.accepted is 'What Kafka said had been recorded when that was said last; null if it never was.';

create or replace function hidden_columns() returns table (of_table name, of_column name)
language sql immutable parallel safe as $$
    values ('rejections', 'original'), ('outbox', 'value'),
           ('webhooks', 'url'), ('webhooks', 'secret'), ('webhooks', 'old_secret'),
           ('reporter_keys', 'voice'), ('reporter_keys', 'key')
$$;
-- harmless: it replaces a function that only grant_reading asks.

call grant_reading();
