-- All that was recorded, for those who try other rules on it and learn from it.

-- name: let_it_think
-- A snapshot holds no row that a worker waits for, so what is done between its pages may take its time.
set local idle_in_transaction_session_timeout = '10min';

-- name: count_originals
select count(*) from reports where recorded_at >= $1 and recorded_at < $2;

-- name: originals
-- Recorded from $1 to before $2, in an order that is the same whenever it is asked.
select r.channel, r.id, r.origin_topic, r.origin_partition, r.origin_offset, o.report, l.incident_id
from reports r
join report_originals o on (o.channel, o.id) = (r.channel, r.id)
join links l on (l.channel, l.report_id) = (r.channel, r.id)
where r.recorded_at >= $1 and r.recorded_at < $2
order by r.recorded_at, r.reported_at, r.channel collate "C", r.id collate "C";

-- name: placed
select * from (
    select r.channel, r.id, r.reported_at, r.reporter, r.category, r.masked_text, r.masked_place, r.place,
           l.incident_id, i.revision > 0 as reviewed
    from reports r
    join links l on (l.channel, l.report_id) = (r.channel, r.id)
    join incidents i on i.id = l.incident_id
    where i.dismissed_by is null and not r.forgotten
    order by r.recorded_at desc, r.channel collate "C", r.id collate "C" limit $1
) as latest
order by reported_at, channel collate "C", id collate "C";
