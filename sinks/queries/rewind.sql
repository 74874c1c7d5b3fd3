-- For `sinergi rewind`: how far a database that was restored has come, and how it goes on past what is gone.

-- name: rewind_recorded
select topic, partition, next_offset from consumed where cluster = $1;

-- name: rewind_known_until
-- By an index, and near enough: a city at work changes some open incident every minute.
select max(changed_at) from incidents where state = 'open';

-- name: rewind_webhooks
select w.agency, o.partition, o.next_offset
from webhooks w join webhook_offsets o on o.webhook = w.id
where o.cluster = $1 order by w.agency, o.partition;

-- name: rewind_accept
update consumed
set next_offset = $5, epoch = greatest(epoch + 1, (extract(epoch from clock_timestamp()) * 1000000)::bigint)
where cluster = $1 and topic = $2 and partition = $3 and next_offset = $4;
