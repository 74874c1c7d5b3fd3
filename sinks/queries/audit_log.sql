-- The audit log.

-- name: audit_note
select audit_note($1, $2::text[], $3::json);

-- name: audit_before
select number, hash from audit
where number = coalesce((select min(number) - 1 from audit where at >= $1), (select max(number) from audit));

-- name: audit_at
select number, hash from audit where number = $1;

-- name: audit_rows
select number, to_char(at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US') as at, login, account, named, what,
       of::text as of, details::text as details, previous_hash, hash
from audit where number > $1 order by number limit $2;

-- name: audit_noted
-- Of an id ($1), by somebody ($2, a login, a user or a name), since $3, of all where null. At most $4.
select number, at, login, account, named, what, of, details::text as details from audit
where ($1::text is null or $1 = any(of)) and ($2::text is null or $2 in (login, named, account, split_part(account, '@', 1), split_part(account, ' ', 1)))
  and ($3::timestamptz is null or at >= $3)
order by number desc limit $4;
