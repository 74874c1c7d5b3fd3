-- Signing in to the board by OpenID Connect.

-- name: end_old_flows
delete from sign_in_flows where ends_at < now();

-- name: begin_flow
insert into sign_in_flows (state, browser, nonce, verifier, next, ends_at)
select $1::bytea, $2::bytea, $3::text, $4::text, $5::text, now() + $6::interval
where (select count(*) from sign_in_flows) < $7
returning true;

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
