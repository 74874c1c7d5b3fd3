-- Where agencies hear over HTTP, what they are to hear, and what became of it.

-- name: webhook_work
select pg_try_advisory_lock($1);

-- name: webhook_add
insert into webhooks (agency, url, secret, hears_from)
values ($1, $2, $3, case when not $4::bool then now() end)
on conflict (agency) do nothing
returning id;

-- name: webhook_remove
delete from webhooks where agency = $1;

-- name: webhook_rotate
-- The old secret signs too for $3 seconds.
update webhooks set secret = $2, old_secret = secret, old_until = now() + make_interval(secs => $3)
where agency = $1
returning old_until;

-- name: webhook_enable
update webhooks set disabled_at = null, disabled_why = null, url = coalesce($2, url)
where agency = $1
returning id;

-- name: webhook_try_now
update webhook_deliveries set due_at = now() where webhook = $1 and state = 'waiting';

-- name: webhook_disable
update webhooks set disabled_at = now(), disabled_why = $2 where id = $1 and disabled_at is null;

-- name: webhooks
select w.id, w.agency, w.url, w.secret, case when w.old_until > now() then w.old_secret end as old_secret,
       w.hears_from, w.disabled_why, d.waiting, d.oldest_s, f.failed
from webhooks w
cross join lateral (
    select count(*) as waiting, coalesce(extract(epoch from now() - min(taken_in_at)), 0)::float8 as oldest_s
    from webhook_deliveries where webhook = w.id and state = 'waiting'
) as d
cross join lateral (
    select count(*) as failed from webhook_deliveries where webhook = w.id and state = 'failed'
) as f
order by w.agency;

-- name: webhook_offsets
select webhook, partition, next_offset from webhook_offsets where cluster = $1 and webhook = any($2::bigint[]);

-- name: webhook_forget_offset
delete from webhook_offsets where webhook = $1 and cluster = $2 and partition = $3;

-- name: webhook_there
select id from webhooks where id = $1 for key share;

-- name: webhook_fence
insert into webhook_offsets as o (webhook, cluster, partition, next_offset) values ($1, $2, $3, $5)
on conflict (webhook, cluster, partition) do update set next_offset = excluded.next_offset
where o.next_offset = $4;

-- name: webhook_take_in
insert into webhook_deliveries (webhook, message_id, subject, headers, body)
select $1, message_id, subject, headers, body
from unnest($2::text[], $3::text[], $4::jsonb[], $5::bytea[])
     with ordinality as read (message_id, subject, headers, body, place)
order by place
on conflict (webhook, message_id) do nothing;

-- name: webhook_due
-- Of each incident the first that waits, and of each destination only as many as it has room for: $3, less those that are
-- under way ($1, their positions, and $2, their webhooks).
select w.id as webhook, w.agency, w.url, w.secret,
       case when w.old_until > now() then w.old_secret end as old_secret,
       d.position, d.message_id, d.headers, d.body, d.tries
from webhooks w
cross join lateral (
    select * from webhook_deliveries one
    where one.webhook = w.id and one.state = 'waiting' and one.due_at <= now()
      and one.position <> all($1::bigint[])
      and not exists (
          select from webhook_deliveries earlier
          where earlier.webhook = one.webhook and earlier.subject = one.subject
            and earlier.state = 'waiting' and earlier.position < one.position)
    order by one.position
    limit greatest($3::int - (select count(*) from unnest($2::bigint[]) as busy (webhook) where busy.webhook = w.id), 0)
) as d
where w.disabled_at is null;

-- name: webhook_delivered
update webhook_deliveries
set state = 'delivered', body = null, tries = tries + 1, status = $2, reason = null, finished_at = now()
where position = $1 and state = 'waiting';

-- name: webhook_retry
-- Status of HTTP ($2, null without an answer), why ($3), and after how many seconds ($4).
update webhook_deliveries
set tries = tries + 1, status = $2, reason = $3, due_at = now() + make_interval(secs => $4)
where position = $1 and state = 'waiting';

-- name: webhook_give_up
update webhook_deliveries
set state = 'failed', tries = tries + 1, status = $2, reason = $3, finished_at = now()
where position = $1 and state = 'waiting';

-- name: webhook_failed
select w.agency, d.message_id, d.tries, d.status, d.reason, d.finished_at
from webhooks w join webhook_deliveries d on d.webhook = w.id and d.state = 'failed'
where $1::text is null or w.agency = $1
order by d.position
limit $2;

-- name: webhook_resend
update webhook_deliveries d set state = 'waiting', tries = 0, due_at = now(), finished_at = null
from webhooks w
where w.id = d.webhook and d.state = 'failed'
  and ($1::text is null or d.message_id = $1) and ($2::text is null or w.agency = $2);

-- name: webhook_prune
delete from webhook_deliveries where position in (
    select position from webhook_deliveries
    where finished_at < now() - make_interval(days => $1) order by finished_at limit $2);

-- name: webhook_worked
select exists (
    select from pg_locks
    where locktype = 'advisory' and granted and classid = 0 and objid = $1::bigint::oid and objsubid = 1
      and database = (select oid from pg_database where datname = current_database()));
