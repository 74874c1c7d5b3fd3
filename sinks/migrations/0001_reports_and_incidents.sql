create table consumed (
    cluster     text   not null,
    topic       text   not null,
    partition   int    not null,
    next_offset bigint,
    epoch       bigint not null,
    primary key (cluster, topic, partition)
);
comment on table  consumed             is 'How far each partition has been taken in; moved in the transaction that holds what was taken in.';
comment on column consumed.cluster     is 'Id of the Kafka cluster: offsets of another cluster mean nothing here.';
comment on column consumed.topic       is 'Topic read.';
comment on column consumed.partition   is 'Partition of the topic.';
comment on column consumed.next_offset is 'Offset of the first record not yet taken in; null before the first.';
comment on column consumed.epoch       is 'Raised by each worker that takes the partition over; a worker with an older epoch is refused.';

create table incidents (
    id               text        primary key,
    key              text        not null generated always as (regexp_replace(id, ':[^:]*$', '')) stored,
    version          int         not null check (version >= 1),
    state            text        not null check (state in ('open', 'closed')),
    category         text        not null,
    urgency          text        not null check (urgency in ('low', 'normal', 'high', 'emergency')),
    place            jsonb,
    lat              float8      generated always as ((place ->> 'lat')::float8) stored,
    lon              float8      generated always as ((place ->> 'lon')::float8) stored,
    error_m          float8      generated always as ((place ->> 'error_m')::float8) stored,
    kelurahan        text        generated always as (place ->> 'kelurahan') stored,
    kecamatan        text        generated always as (place ->> 'kecamatan') stored,
    place_words      text        not null,
    opened_at        timestamptz not null,
    last_reported_at timestamptz not null,
    reports          int         not null check (reports >= 1),
    voices           int         not null check (voices between 1 and reports),
    summary          text        not null,
    photos           jsonb       not null,
    routed           jsonb       not null
);
create index incidents_open_by_key on incidents (key) where state = 'open';
comment on table  incidents                  is 'Real-world problems, the last version of each. Written by resolve alone.';
comment on column incidents.id               is 'city:family:hash of the founding report.';
comment on column incidents.key              is 'city:family; all reports that could speak of one incident share it.';
comment on column incidents.version          is 'Grows by one with each change; dispatches carry it.';
comment on column incidents.state            is 'open: reports may still join; closed: a new report opens a new incident.';
comment on column incidents.category         is 'Id of the catalog.';
comment on column incidents.urgency          is 'The highest urgency of its reports: low, normal, high, emergency.';
comment on column incidents.place            is 'Place of the founding report as found by triage; null if unknown.';
comment on column incidents.lat              is 'Degrees, WGS 84.';
comment on column incidents.lon              is 'Degrees, WGS 84.';
comment on column incidents.error_m          is 'Metres by which the place may be off.';
comment on column incidents.kelurahan        is 'Id of the catalog; null if unknown or outside the city.';
comment on column incidents.kecamatan        is 'Id of the catalog; null if unknown or outside the city.';
comment on column incidents.place_words      is 'The place in words, personal data masked.';
comment on column incidents.opened_at        is 'When the founding report was said.';
comment on column incidents.last_reported_at is 'The latest moment any of its reports was said.';
comment on column incidents.reports          is 'How many reports it holds.';
comment on column incidents.voices           is 'How many different citizens, as far as the channels tell them apart.';
comment on column incidents.summary          is 'What the founding report said, personal data masked.';
comment on column incidents.photos           is 'Addresses of photos, the first few.';
comment on column incidents.routed           is 'Agencies that were told: agency, rule, reason, day.';

create table reports (
    channel          text        not null,
    id               text        not null,
    reported_at      timestamptz not null,
    reporter         text,
    masked_text      text        not null,
    masked_place     text        not null,
    category         text        not null,
    family           text        not null,
    confidence       float8      not null check (confidence between 0 and 1),
    category_evidence jsonb      not null,
    picked           text,
    urgency          text        not null,
    urgency_rule     text        not null,
    place            jsonb,
    lat              float8      generated always as ((place ->> 'lat')::float8) stored,
    lon              float8      generated always as ((place ->> 'lon')::float8) stored,
    digest           text        not null,
    origin_topic     text        not null,
    origin_partition int         not null,
    origin_offset    bigint      not null,
    recorded_at      timestamptz not null default now(),
    primary key (channel, id)
);
create index reports_by_id on reports (id);
create index reports_by_reporter on reports (channel, reporter) where reporter is not null;
comment on table  reports                   is 'Every report exactly once, with what triage found out. No personal data beyond the channel''s opaque reference.';
comment on column reports.channel           is 'Where it came from, an id of the catalog.';
comment on column reports.id                is 'The channel''s own id.';
comment on column reports.reported_at       is 'When the citizen said it, as the channel tells.';
comment on column reports.reporter          is 'The channel''s opaque reference of the citizen; null if it gave none.';
comment on column reports.masked_text       is 'The text, personal data masked.';
comment on column reports.masked_place      is 'The place in the reporter''s words, personal data masked.';
comment on column reports.category          is 'What triage found it to be about, an id of the catalog.';
comment on column reports.family            is 'Family of the category; part of the key.';
comment on column reports.confidence        is 'From 0 (a guess) to 1.';
comment on column reports.category_evidence is 'The words that decided, with their weights.';
comment on column reports.picked            is 'The category that the citizen or operator picked, if any.';
comment on column reports.urgency           is 'low, normal, high, emergency.';
comment on column reports.urgency_rule      is 'What made it so urgent.';
comment on column reports.place             is 'Point, error in metres, area, and what they rest on; null if unknown.';
comment on column reports.lat               is 'Degrees, WGS 84.';
comment on column reports.lon               is 'Degrees, WGS 84.';
comment on column reports.digest            is 'Fingerprint of the content; tells a redelivery from an id used twice.';
comment on column reports.origin_topic      is 'Topic of the channel''s record.';
comment on column reports.origin_partition  is 'Partition of the channel''s record.';
comment on column reports.origin_offset     is 'Offset of the channel''s record.';
comment on column reports.recorded_at       is 'When the row was written, by the clock of Postgres.';

create table report_originals (
    channel text  not null,
    id      text  not null,
    report  jsonb not null,
    primary key (channel, id),
    foreign key (channel, id) references reports
);
comment on table  report_originals         is 'The reports as they came, personal data and unknown fields included; for those who may see them.';
comment on column report_originals.channel is 'Channel of the report.';
comment on column report_originals.id      is 'Id of the report.';
comment on column report_originals.report  is 'The whole record.';

create table links (
    channel     text    not null,
    report_id   text    not null,
    incident_id text    not null references incidents,
    decision    text    not null check (decision in ('opens', 'joins', 'resends')),
    new_voice   boolean not null,
    distance_m  float8,
    gap_s       float8,
    evidence    text    not null,
    primary key (channel, report_id),
    foreign key (channel, report_id) references reports
);
create index links_by_incident on links (incident_id);
comment on table  links             is 'Which incident each report belongs to, and why.';
comment on column links.channel     is 'Channel of the report.';
comment on column links.report_id   is 'Id of the report.';
comment on column links.incident_id is 'The incident.';
comment on column links.decision    is 'opens: founded it; joins: another report of it; resends: the same citizen again, no new voice.';
comment on column links.new_voice   is 'Whether a citizen spoke of the incident for the first time.';
comment on column links.distance_m  is 'Metres from the founding report; null when it founded or has no place.';
comment on column links.gap_s       is 'Seconds from the last report of the incident (resends: of the reporter); null when it founded.';
comment on column links.evidence    is 'The reason in words.';

create table rejections (
    cluster         text        not null,
    topic           text        not null,
    partition       int         not null,
    "offset"        bigint      not null,
    code            text        not null,
    field           text        not null,
    reason          text        not null,
    original        bytea       not null,
    original_length bigint      not null,
    recorded_at     timestamptz not null default now(),
    primary key (cluster, topic, partition, "offset")
);
comment on table  rejections                 is 'Records that were refused; the same as on topic reports.rejected.';
comment on column rejections.cluster         is 'Id of the Kafka cluster.';
comment on column rejections.topic           is 'Topic of the refused record.';
comment on column rejections.partition       is 'Partition of the refused record.';
comment on column rejections."offset"        is 'Offset of the refused record.';
comment on column rejections.code            is 'The kind of fault, one of a small set.';
comment on column rejections.field           is 'The field to blame; empty if there is no single one.';
comment on column rejections.reason          is 'What is wrong, for the one who wrote the adapter.';
comment on column rejections.original        is 'The record''s bytes, up to 4 MiB.';
comment on column rejections.original_length is 'Bytes of the whole record.';
comment on column rejections.recorded_at     is 'When the row was written, by the clock of Postgres.';

create table outbox (
    cluster     text   not null,
    topic       text   not null,
    partition   int    not null,
    next_offset bigint not null,
    position    int    not null,
    to_topic    text   not null,
    key         bytea  not null,
    value       bytea  not null,
    headers     jsonb  not null,
    primary key (cluster, topic, partition, next_offset, position)
);
comment on table  outbox             is 'Outgoing records, written with what they speak of and deleted once Kafka has them.';
comment on column outbox.cluster     is 'Cluster of the batch that made it.';
comment on column outbox.topic       is 'Topic of the batch that made it.';
comment on column outbox.partition   is 'Partition of the batch; its owner sends what is left here.';
comment on column outbox.next_offset is 'End of the batch.';
comment on column outbox.position    is 'Order within the batch.';
comment on column outbox.to_topic    is 'Where it goes.';
comment on column outbox.key         is 'Key of the record.';
comment on column outbox.value       is 'Value of the record.';
comment on column outbox.headers     is 'Headers of the record: pairs of name and text.';
