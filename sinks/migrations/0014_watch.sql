-- Rows are gone within milliseconds as a rule, so what one more column takes is never seen on the disk.
alter table outbox add column created_at timestamptz not null default now();
comment on column outbox.created_at is 'When the batch began that made it, by the clock of Postgres.';

-- What reporters were not told yet, since they had heard enough that day. It is in `life` only where it is so.
create index incidents_withheld on incidents (id) where life ? 'withheld';

create table audited (
    cluster     text        not null,
    topic       text        not null,
    partition   int         not null,
    next_offset bigint      not null,
    since       timestamptz not null default now(),
    primary key (cluster, topic, partition)
);
comment on table  audited             is 'How far it was looked whether every record of a channel became a report or a rejection. Written by the watch.';
comment on column audited.cluster     is 'Id of the Kafka cluster.';
comment on column audited.topic       is 'Topic of a channel.';
comment on column audited.partition   is 'Partition of the topic.';
comment on column audited.next_offset is 'Offset of the first record not yet looked for.';
comment on column audited.since       is 'Reports recorded before may be of an older log, whose offsets mean nothing here.';

create table unaccounted (
    cluster   text        not null,
    topic     text        not null,
    partition int         not null,
    "offset"  bigint      not null,
    report_id text,
    digest    text,
    found_at  timestamptz not null default now(),
    primary key (cluster, topic, partition, "offset")
);
comment on table  unaccounted           is 'Records of channels that triage has finished and that became nothing, until they do. Written by the watch.';
comment on column unaccounted.cluster   is 'Id of the Kafka cluster.';
comment on column unaccounted.topic     is 'Topic of the record.';
comment on column unaccounted.partition is 'Partition of the record.';
comment on column unaccounted."offset"  is 'Offset of the record.';
comment on column unaccounted.report_id is 'Id of the report in it; null if it holds none that can be read.';
comment on column unaccounted.digest    is 'Fingerprint of that report, by which it is known when it comes another way.';
comment on column unaccounted.found_at  is 'When it was found missing, by the clock of Postgres.';

call grant_reading();
