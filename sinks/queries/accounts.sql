-- Who may sign in to the board, and who is signed in.

-- name: add_account
insert into accounts (id, login, role, agency, password) values ($1, $2, $3, $4, $5)
on conflict (login) do nothing returning id;

-- name: accounts
select id, login, role, agency, password, made_at, disabled_at from accounts order by login;

-- name: account_named
select id, login, role, agency, password, made_at, disabled_at from accounts where login = $1;

-- name: set_password
update accounts set password = $2, by = '' where login = $1 and issuer is null returning id;

-- name: disable_account
update accounts set disabled_at = coalesce(disabled_at, now()), by = '' where login = $1 returning id;

-- name: enable_account
update accounts set disabled_at = null, by = '' where login = $1 returning id;

-- name: end_sessions_of
delete from sessions where account = $1;

-- name: begin_session
insert into sessions (hash, account, ends_at) values ($1, $2, now() + $3::interval);

-- name: session
select a.id, a.login, a.role, a.agency, s.seen_at < now() - interval '1 minute' as unseen
from sessions s join accounts a on a.id = s.account
where s.hash = $1 and a.disabled_at is null and s.ends_at > now() and s.seen_at > now() - $2::interval;

-- name: session_seen
update sessions set seen_at = now() where hash = $1;

-- name: end_session
delete from sessions where hash = $1;

-- name: end_old_sessions
delete from sessions where ends_at < now() or seen_at < now() - $1::interval;

-- name: refuse_sign_in
insert into refused_sign_ins (account, why) values ($1, $2);
