create table suspects (
    cluster      text        not null,
    topic        text        not null,
    partition    int         not null,
    first_offset bigint      not null,
    next_offset  bigint      not null,
    records      int         not null check (records > 0),
    deaths       int         not null default 1,
    error        text        not null,
    noted_at     timestamptz not null default now(),
    primary key (cluster, topic, partition)
);
comment on table  suspects              is 'Of each partition the records in whose midst a worker last ended by a fault of the code. They are then taken one by one, and one that ends a worker again and again is set aside (rejections, code poison).';
comment on column suspects.cluster      is 'Id of the Kafka cluster.';
comment on column suspects.topic        is 'Topic of the records.';
comment on column suspects.partition    is 'Partition of the records.';
comment on column suspects.first_offset is 'Offset of the first of them.';
comment on column suspects.next_offset  is 'Offset behind the last of them.';
comment on column suspects.records      is 'How many they were; 1: it was alone.';
comment on column suspects.deaths       is 'How often in a row a worker ended with this record alone in hand; of several always 1.';
comment on column suspects.error        is 'The type of the error, without its words, which may quote somebody.';
comment on column suspects.noted_at     is 'When a worker ended last, by the clock of Postgres.';

insert into process_rights (role, of_table, verb) values
    ('resolve', 'suspects', 'select'), ('resolve', 'suspects', 'insert'),
    ('resolve', 'suspects', 'update'), ('resolve', 'suspects', 'delete');

call grant_rights();
