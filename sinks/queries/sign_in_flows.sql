-- Signing in to the board by OpenID Connect.

-- name: end_old_flows
-- And so many that one more has room. By one bound, so that two who delete do so in the same order.
delete from sign_in_flows where ends_at <= greatest(
    now(), (select ends_at from sign_in_flows order by ends_at desc offset $1::bigint - 1 limit 1)
);

-- name: begin_flow
insert into sign_in_flows (state, browser, nonce, verifier, next, ends_at)
values ($1, $2, $3, $4, $5, now() + $6::interval);

-- name: take_flow
delete from sign_in_flows where state = $1 and browser = $2 and ends_at > now()
returning next, nonce, verifier;

-- name: account_vouched
select id, login, role, agency, password, issuer, made_at, disabled_at from accounts where issuer = $1 and subject = $2;

-- name: add_vouched
insert into accounts (id, login, role, agency, issuer, subject, by) values ($1, $2, $3, $4, $5, $6, $1)
on conflict do nothing;

-- name: set_vouched_role
update accounts set role = $2, agency = $3, by = id where id = $1 and (role, agency) is distinct from ($2, $3) returning id;
