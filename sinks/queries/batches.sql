-- The transaction of a batch, and what goes out after it.

-- name: claim
-- Microseconds since 1970 are given out once, and those of an older backup are others than its workers' still have.
insert into consumed as c (cluster, topic, partition, epoch)
values ($1, $2, $3, extract(epoch from clock_timestamp()) * 1000000)
on conflict (cluster, topic, partition) do update set epoch = greatest(c.epoch + 1, excluded.epoch)
returning next_offset, epoch;

-- name: cut_off
select pg_terminate_backend(holder.pid)
from pg_stat_activity holder
where holder.pid = any(pg_blocking_pids($1)) and holder.wait_event_type = 'Client';

-- name: fence
-- Rows are locked in no order: of two workers that can so deadlock one owns its partitions no more, and has to end anyway.
update consumed c set next_offset = asked.next_offset
from unnest($2::text[], $3::int[], $4::bigint[], $5::bigint[], $6::bigint[])
     as asked (topic, partition, epoch, expected, next_offset)
where c.cluster = $1 and (c.topic, c.partition) = (asked.topic, asked.partition)
  and c.epoch = asked.epoch and c.next_offset is not distinct from asked.expected
returning c.topic, c.partition;

-- name: digests
select channel, id, digest from reports
join unnest($1::text[], $2::text[]) as asked (channel, id) using (channel, id);

-- name: upsert_incidents
-- An array a column, in the order of `COLUMNS` in sinks/incident_rows.py. What is no new version is no change.
insert into incidents (id, version, state, category, urgency, place, place_words,
                       opened_at, last_reported_at, reports, voices, summary, photos, routed,
                       trace, perhaps, recurs, recurred, closed_at,
                       revision, moved_to, routed_by, released, dismissed_by, event, life, due_at)
select * from unnest($1::text[], $2::int[], $3::text[], $4::text[], $5::text[], $6::jsonb[], $7::text[],
                     $8::timestamptz[], $9::timestamptz[], $10::int[], $11::int[], $12::text[],
                     $13::jsonb[], $14::jsonb[], $15::jsonb[], $16::text[], $17::text[], $18::int[],
                     $19::timestamptz[], $20::int[], $21::text[], $22::text[], $23::jsonb[],
                     $24::text[], $25::text[], $26::jsonb[], $27::timestamptz[])
on conflict (id) do update set
    version = excluded.version, state = excluded.state, category = excluded.category,
    urgency = excluded.urgency, place = excluded.place, place_words = excluded.place_words,
    last_reported_at = excluded.last_reported_at, reports = excluded.reports, voices = excluded.voices,
    summary = excluded.summary, photos = excluded.photos, routed = excluded.routed,
    trace = excluded.trace, perhaps = excluded.perhaps, recurs = excluded.recurs,
    recurred = excluded.recurred, closed_at = excluded.closed_at, revision = excluded.revision,
    moved_to = excluded.moved_to, routed_by = excluded.routed_by, released = excluded.released,
    dismissed_by = excluded.dismissed_by, event = excluded.event, life = excluded.life, due_at = excluded.due_at,
    changed_at = case when excluded.version > incidents.version then now() else incidents.changed_at end;

-- name: insert_rejections
insert into rejections (cluster, topic, partition, "offset", code, field, reason,
                        original, original_length, report_id)
select $1, * from unnest($2::text[], $3::int[], $4::bigint[], $5::text[], $6::text[], $7::text[],
                         $8::bytea[], $9::bigint[], $10::text[])
on conflict do nothing;

-- name: keys
-- From one to the next in the index: a key has thousands of rows.
with recursive found as (
    (select key from incidents order by key limit 1)
    union all
    select (select i.key from incidents i where i.key > found.key order by i.key limit 1)
    from found where found.key is not null
)
select key from found where key is not null;

-- name: latest_incidents
-- For a worker that takes a key ($1) over: the $2 that were spoken of last, closed ones too.
select id, version, state, category, urgency, place, place_words, opened_at, last_reported_at, reports, voices,
       summary, photos, routed, trace, perhaps, recurs, recurred, closed_at, revision, moved_to, routed_by,
       released, dismissed_by, event, life, due_at, (
    -- By index for each, however many reports there are of other keys and other times.
    select json_agg(json_build_array(r.channel, r.reporter, r.reported_at))
    from links l join reports r on (r.channel, r.id) = (l.channel, l.report_id)
    where l.incident_id = i.id and r.reporter is not null and l.leaving is null
) as heard
from incidents i
where key = $1 and reports > 0 and dismissed_by is null
order by last_reported_at desc, id desc limit $2;

-- name: voices
select l.incident_id, r.channel, r.reporter, max(r.reported_at) as last_at
from links l
join reports r on (r.channel, r.id) = (l.channel, l.report_id)
where l.incident_id = any($1::text[]) and r.reporter is not null and l.leaving is null
group by l.incident_id, r.channel, r.reporter;

-- name: outbox_pending
-- One page ($4) of a partition, the oldest first.
select next_offset, position, to_topic, key, value, headers from outbox
where cluster = $1 and topic = $2 and partition = $3
order by next_offset, position limit $4;

-- name: outbox_sent
-- Not waited for until it is on the disk: what a server that dies brings back was sent, and is deleted with what follows.
with soon as materialized (select set_config('synchronous_commit', 'off', true))
delete from outbox o
using soon, unnest($2::text[], $3::int[], $4::bigint[], $5::int[]) as sent (topic, partition, next_offset, position)
where o.cluster = $1 and (o.topic, o.partition) = (sent.topic, sent.partition)
  and (o.next_offset, o.position) <= (sent.next_offset, sent.position);
