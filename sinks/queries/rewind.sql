-- For `sinergi rewind`: how far a database that was restored has come, and how it goes on past what is gone.

-- name: rewind_recorded
select topic, partition, next_offset, coalesce(accepted, 0) as accepted from consumed where cluster = $1;

-- name: rewind_known_until
-- By an index, and near enough: a city at work changes some open incident every minute.
select max(changed_at) from incidents where state = 'open';

-- name: rewind_webhooks
select w.agency, o.partition, o.next_offset
from webhooks w join webhook_offsets o on o.webhook = w.id
where o.cluster = $1 order by w.agency, o.partition;

-- name: rewind_known_keys
select id from reporter_keys where id = any($1::uuid[]) union all select id from destroyed_keys where id = any($1::uuid[]);

-- name: rewind_kept_keys
select id from reporter_keys where id = any($1::uuid[]);

-- name: rewind_retire_keys
-- They were retired after the backup, when no words were left: nothing but their citizens' new keys tells.
update reporter_keys set voice = '/' || id, retired_at = now() where id = any($1::uuid[]);

-- name: rewind_add_keys
insert into reporter_keys (id, voice, key) select * from unnest($1::uuid[], $2::text[], $3::bytea[]);

-- name: rewind_accept_commits
insert into consumed (cluster, topic, partition, epoch, accepted)
select $1, topic, partition, 0, heard from unnest($2::text[], $3::int[], $4::bigint[]) as said (topic, partition, heard)
on conflict (cluster, topic, partition) do update set accepted = excluded.accepted;

-- name: rewind_accept
-- On to $5, if it is still at $4.
insert into consumed (cluster, topic, partition, next_offset, epoch)
values ($1, $2, $3, $5, (extract(epoch from clock_timestamp()) * 1000000)::bigint)
on conflict (cluster, topic, partition) do update
set next_offset = excluded.next_offset, epoch = greatest(consumed.epoch + 1, excluded.epoch)
where consumed.next_offset is not distinct from $4;
