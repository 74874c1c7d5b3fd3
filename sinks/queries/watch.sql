-- For the watch, which looks at all of this every few seconds.

-- name: watch_consumed
select topic, partition, next_offset from consumed where cluster = $1;

-- name: watch_webhook_offsets
select w.agency, o.partition, o.next_offset
from webhooks w left join webhook_offsets o on o.webhook = w.id and o.cluster = $1
where w.disabled_at is null;
