create table intake_requests (
    channel      text        not null,
    key          text        not null,
    fingerprint  bytea       not null,
    report_id    text        not null,
    reported_at  timestamptz not null,
    published_at timestamptz,
    made_at      timestamptz not null default now(),
    primary key (channel, key)
);
create index intake_requests_by_age on intake_requests (made_at);
comment on table  intake_requests              is 'Requests to the HTTP intake that came with an Idempotency-Key, for as long as they may be repeated.';
comment on column intake_requests.channel      is 'The channel of the caller''s key.';
comment on column intake_requests.key          is 'The Idempotency-Key.';
comment on column intake_requests.fingerprint  is 'Keyed hash of what was sent: the same key with other content is refused.';
comment on column intake_requests.report_id    is 'The id that the report was given.';
comment on column intake_requests.reported_at  is 'The moment that it was given, so that a repetition is the same report.';
comment on column intake_requests.published_at is 'Since when Kafka is known to have it; null if nobody can tell.';
comment on column intake_requests.made_at      is 'When it came first, by the clock of Postgres.';

-- The newest reports first, as the intake lists them.
create index reports_by_time on reports (reported_at desc, channel, id);

call grant_reading();
