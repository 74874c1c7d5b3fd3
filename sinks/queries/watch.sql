-- For the watch, which looks at all of this every few seconds.

-- name: watch_consumed
select topic, partition, next_offset from consumed where cluster = $1;

-- name: watch_webhook_offsets
select w.agency, o.partition, o.next_offset
from webhooks w left join webhook_offsets o on o.webhook = w.id and o.cluster = $1
where w.disabled_at is null;

-- name: watch_outbox
-- Of all clusters: what an older one left is sent by nobody, and missed.
select topic, count(*) as messages, extract(epoch from now() - min(created_at))::float8 as oldest_s
from outbox group by topic;

-- name: watch_rejections_on_their_way
-- Both of one moment: what was consumed by then and refused is in the topic or in the outbox.
select c.topic, c.partition, c.next_offset,
       exists (select from outbox o where o.cluster = $1 and o.to_topic = $2) as on_their_way
from consumed c where c.cluster = $1;

-- name: audited
select topic, partition, next_offset, since from audited where cluster = $1;

-- name: audit_from
insert into audited (cluster, topic, partition, next_offset)
select $1, * from unnest($2::text[], $3::int[], $4::bigint[])
on conflict (cluster, topic, partition) do update set next_offset = excluded.next_offset, since = now();

-- name: audit_forget
delete from unaccounted u using unnest($2::text[], $3::int[], $4::bigint[], $5::bigint[]) as log (topic, partition, first, next)
where u.cluster = $1 and u.topic = log.topic and u.partition = log.partition
  and (u."offset" < log.first or u."offset" >= log.next);

-- name: audit_moved
update audited set next_offset = $4 where cluster = $1 and topic = $2 and partition = $3;

-- name: audit_missing
insert into unaccounted (cluster, topic, partition, "offset", report_id, digest)
select $1, $2, $3, * from unnest($4::bigint[], $5::text[], $6::text[])
on conflict do nothing;

-- name: audit_settle
-- Says of what is missing what `fate_of` in streams/fate.py says of a record: the same content has the same digest.
delete from unaccounted u where u.cluster = $1 and (
    exists (select from rejections r where r.cluster = u.cluster and r.topic = u.topic
            and r.partition = u.partition and r."offset" = u."offset")
    or exists (select from reports r where r.channel = substr(u.topic, length('reports.') + 1)
               and r.id = u.report_id and r.digest = u.digest));

-- name: audit_unaccounted
select topic, count(*) as missing from unaccounted where cluster = $1 group by topic;

-- name: watch_expected
-- As long as it has been silent, at most a week, in each of the four weeks before.
-- The middle of the four: a flood in one of them says nothing of what is usual.
select channel, percentile_cont(0.5) within group (order by reports) as reports
from (
    select asked.channel, ago.weeks, count(r.id) as reports
    from unnest($1::text[], $2::timestamptz[]) as asked (channel, since)
    cross join generate_series(1, 4) as ago (weeks)
    left join reports r on r.channel = asked.channel
        and r.reported_at > asked.since - ago.weeks * interval '7 days'
        and r.reported_at <= least(asked.since + interval '7 days', now()) - ago.weeks * interval '7 days'
    group by asked.channel, ago.weeks
) as weekly
group by channel;

-- name: watch_confidences
select channel, recorded_at >= now() - interval '7 days' as recent,
       least(floor(confidence * 10), 9)::int as bin, count(*) as reports
from reports where recorded_at >= now() - interval '35 days'
group by 1, 2, 3;

-- name: watch_questions
select count(*) as questions, coalesce(extract(epoch from now() - min(opened_at)), 0)::float8 as oldest_s
from incidents where state = 'open' and perhaps is not null;

-- name: watch_withheld
select coalesce(sum(voices), 0)::bigint as reporters from incidents where life ? 'withheld' and due_at is not null;

-- name: plan_for_what_is_open
-- The planner would read all incidents there ever were, since it cannot know that what is open lies together.
set local enable_seqscan = off;

-- name: watch_works
-- An agency without a work was told and has said nothing.
select told ->> 'agency' as agency, coalesce(work ->> 'step', 'dispatched') as step,
       coalesce(work -> 'overdue', '[]') as overdue, count(*) as incidents
from incidents i
cross join jsonb_array_elements(i.routed) as told
left join lateral (
    select one as work from jsonb_array_elements(i.life -> 'works') as one where one ->> 'agency' = told ->> 'agency' limit 1
) as its on true
where i.state = 'open' and i.reports > 0 and i.dismissed_by is null
group by 1, 2, 3;
