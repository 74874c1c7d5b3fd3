-- For `sinergi top`, which asks all of this every second.

-- name: top_decisions
-- Of the last $1 seconds.
select r.channel, l.decision, count(*) as reports
from reports r join links l on (l.channel, l.report_id) = (r.channel, r.id)
where r.recorded_at > now() - make_interval(secs => $1)
group by r.channel, l.decision;

-- name: top_refused
-- Of the last $1 seconds.
select topic, count(*) as records from rejections
where recorded_at > now() - make_interval(secs => $1)
group by topic;

-- name: top_events
select count(*) from events where until is null;
