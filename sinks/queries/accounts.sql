-- Who may sign in to the board, and who is signed in.

-- name: add_account
insert into accounts (id, login, role, agency, password, by) values ($1, $2, $3, $4, $5, $6)
on conflict (login) do nothing returning id;

-- name: accounts
select id, login, role, agency, password, issuer, made_at, disabled_at from accounts order by login;

-- name: account_named
select id, login, role, agency, password, issuer, made_at, disabled_at from accounts where login = $1;

-- name: hold_admins
-- Those who can sign in: of whom the issuer $1 vouches for, who did so within a session's time, since it may have
-- taken the role away. Two who close each other wait for one another here.
select login from accounts a
where role = 'admin' and disabled_at is null
  and (password is not null
       or issuer = $1 and exists (select from sessions s where s.account = a.id and s.ends_at > now()))
order by id for update;

-- name: set_password
update accounts set password = $3, by = $2 where login = $1 and issuer is null returning id;

-- name: set_role
update accounts set role = $3, agency = $4, by = $2 where login = $1 and issuer is null returning id;

-- name: end_sessions
update accounts set sessions_ended_at = now(), by = $2 where login = $1 returning id;

-- name: disable_account
update accounts set disabled_at = coalesce(disabled_at, now()), by = $2 where login = $1 returning id;

-- name: enable_account
update accounts set disabled_at = null, by = $2 where login = $1 returning id;

-- name: invite
insert into invitations (account, hash, by, ends_at)
select id, $2, $3, now() + $4::interval from accounts where login = $1 and issuer is null
on conflict (account) do update set hash = excluded.hash, by = excluded.by, made_at = now(), ends_at = excluded.ends_at
returning account;

-- name: end_invitation
-- Before its account is changed, in the order of `accept_invitation`.
update invitations set ends_at = now(), by = $2
where ends_at > now() and account = (select id from accounts where login = $1);

-- name: invited
select a.login from invitations i join accounts a on a.id = i.account
where i.hash = $1 and i.ends_at > now() and a.disabled_at is null;

-- name: accept_invitation
with used as (
    delete from invitations i using accounts a
    where i.hash = $1 and i.ends_at > now() and a.id = i.account and a.disabled_at is null
    returning i.account
)
update accounts set password = $2, by = id where id = (select account from used) returning id;

-- name: board_accounts
select a.id, a.login, a.role, a.agency, a.issuer, a.made_at, a.disabled_at,
       a.password is not null as has_password,
       (select i.ends_at from invitations i where i.account = a.id and i.ends_at > now()) as invited_until,
       s.open as sessions, s.seen_at
from accounts a,
     lateral (select count(*) as open, max(seen_at) as seen_at from sessions
              where account = a.id and ends_at > now() and seen_at > now() - $1::interval) as s
where $2::text is null or a.id = $2
order by a.disabled_at is not null, a.login
limit $3;

-- name: board_account_changes
-- Of one account ($1), or of all what was changed and not who signed in. At most $2. Refusals are counted
-- apart ($3): anybody can make many.
with told as (
    (select * from account_audit
     where case when $1::text is null then what not like '%sign-in add'
                else account = $1 and what <> 'refused sign-in add' end
     order by number desc limit $2)
    union all
    (select * from account_audit where account = $1 and what = 'refused sign-in add' order by number desc limit $3)
)
select n.at, n.what, n.details, coalesce(a.login, n.account) as login, coalesce(b.login, n.named) as by
from told n left join accounts a on a.id = n.account left join accounts b on b.id = nullif(n.named, '')
order by n.number desc;

-- name: end_sessions_of
delete from sessions where account = $1;

-- name: begin_session
insert into sessions (hash, account, ends_at, id_token) values ($1, $2, now() + $3::interval, $4);

-- name: session
select a.id, a.login, a.role, a.agency, s.seen_at < now() - interval '1 minute' as unseen
from sessions s join accounts a on a.id = s.account
where s.hash = $1 and a.disabled_at is null and s.ends_at > now() and s.seen_at > now() - $2::interval;

-- name: session_seen
update sessions set seen_at = now() where hash = $1;

-- name: end_session
delete from sessions where hash = $1 returning id_token;

-- name: end_old_sessions
delete from sessions where ends_at < now() or seen_at < now() - $1::interval;

-- name: refuse_sign_in
insert into refused_sign_ins (account, why) values ($1, $2);
