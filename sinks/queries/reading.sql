-- For commands that only read.

-- name: clock
select now();

-- name: kept
select r.channel, r.id, r.digest, r.origin_topic, r.origin_partition, r.origin_offset, r.recorded_at,
       array(select l.incident_id from links l where (l.channel, l.report_id) = (r.channel, r.id)) as incidents
from unnest($1::text[], $2::text[]) as asked (channel, id)
join reports r using (channel, id);

-- name: refusals
select topic, partition, "offset", code, field, reason
from unnest($2::text[], $3::int[], $4::bigint[]) as asked (topic, partition, "offset")
join rejections using (topic, partition, "offset")
where cluster = $1;

-- name: refusals_of_cluster
select topic, partition, "offset", code, field, reason from rejections
where cluster = $1 order by topic, partition, "offset" limit $2;

-- name: tallies
select i.id, i.version, i.event, i.reports, count(l.report_id) filter (where l.leaving is null) as linked,
       array(select told ->> 'agency' from jsonb_array_elements(i.routed) as told) as agencies
from incidents i left join links l on l.incident_id = i.id
where i.id = any($1::text[]) group by i.id;

-- name: channels_of_report
select channel from reports where id = $1 order by channel;

-- name: report
select r.channel, r.id, r.reported_at, r.masked_text, r.masked_place, r.category, r.family, r.confidence,
       r.category_evidence, r.second_category, r.review, r.picked, r.urgency, r.urgency_rule, r.place, r.recorded_at,
       r.origin_topic, r.origin_partition, r.origin_offset,
       l.incident_id, l.decision, l.new_voice, l.distance_m, l.gap_s, l.evidence,
       l.score, l.terms, l.rival, l.correction
from reports r join links l on (l.channel, l.report_id) = (r.channel, r.id)
where r.channel = $1 and r.id = $2;

-- name: incident
select * from incidents where id = $1;

-- name: asking
-- Open questions of a key ($1) whether they are the same as an incident ($2), at most $3.
select id from incidents where key = $1 and perhaps = $2 order by opened_at, id limit $3;

-- name: event
select * from events where id = $1;

-- name: reports_of_incident
select r.channel, r.id, r.reported_at, r.masked_text, r.masked_place, r.category, r.family, r.confidence,
       r.category_evidence, r.second_category, r.review, r.picked, r.urgency, r.urgency_rule, r.place, r.recorded_at,
       r.origin_topic, r.origin_partition, r.origin_offset,
       l.incident_id, l.decision, l.new_voice, l.distance_m, l.gap_s, l.evidence,
       l.score, l.terms, l.rival, l.correction
from links l join reports r on (r.channel, r.id) = (l.channel, l.report_id)
where l.incident_id = $1
order by l.decision not in ('opens', 'asks'), r.recorded_at, r.reported_at, r.channel, r.id
limit $2;

-- name: rejection
select cluster, topic, partition, "offset", code, field, reason, original_length, recorded_at
from rejections where topic = $1 and partition = $2 and "offset" = $3
order by recorded_at desc, cluster;

-- name: rejections_naming
select cluster, topic, partition, "offset", code, field, reason, original_length, recorded_at
from rejections where topic = any($1::text[]) and report_id = $2
order by recorded_at desc, partition, "offset" limit $3;

-- name: correction
select content, result, code, field, reason, incidents, undone_by, recorded_at from corrections where id = $1;

-- name: corrections_of_incident
select content, result, code, field, reason, incidents, undone_by, recorded_at
from corrections where incidents @> array[$1::text] order by number desc limit $2;

-- name: progress
select * from progress where agency = $1 and id = $2;

-- name: progress_named
select * from progress where agency = any($1::text[]) and id = $2 order by agency;

-- name: progress_of_incident
select * from (select * from progress where incident_id = $1 order by number desc limit $2) as latest
order by number;

-- name: due_by
select count(*) from incidents where due_at <= $1;

-- name: reply
select * from replies where channel = $1 and id = $2;

-- name: replies_named
select * from replies where channel = any($1::text[]) and id = $2 order by channel;

-- name: replies_of_incident
select * from (
    select * from replies where incident_id = $1 and result = 'applied' order by number desc limit $2
) as latest
order by number;
