create table api_keys (
    id         text        primary key,
    hash       bytea       not null unique,
    channel    text        not null,
    name       text        not null,
    per_minute int         not null check (per_minute > 0),
    made_at    timestamptz not null default now(),
    revoked_at timestamptz
);
comment on table  api_keys            is 'Who may speak over HTTP. The keys themselves are nowhere: a lost one is replaced.';
comment on column api_keys.id         is 'The first part of the key, by which it is listed and revoked.';
comment on column api_keys.hash       is 'SHA-256 of the key; a key is long and random, so a slow hash adds nothing.';
comment on column api_keys.channel    is 'The channel that its holder speaks for.';
comment on column api_keys.name       is 'Who holds it, for a person.';
comment on column api_keys.per_minute is 'So many requests a minute it may make, of one process of the intake.';
comment on column api_keys.made_at    is 'When it was made, by the clock of Postgres.';
comment on column api_keys.revoked_at is 'Since when it opens nothing any more; null while it does.';

call grant_reading();
