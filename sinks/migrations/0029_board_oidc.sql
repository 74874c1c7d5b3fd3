-- harmless: what is added older code does not ask for, and of refusals one reason more is taken

alter table sessions add column id_token text check (length(id_token) <= 6000);
comment on column sessions.id_token is 'What the issuer gave for it, to sign out there too; null for one with a password. Hidden from readers.';

alter table refused_sign_ins drop constraint refused_sign_ins_why_check;
alter table refused_sign_ins add constraint refused_sign_ins_why_check check (why in ('password', 'disabled', 'limited', 'role'));
comment on column refused_sign_ins.why is 'password: a wrong one; disabled: it opens nothing any more; limited: too many tries; role: its issuer names none any more.';

create table sign_in_flows (
    state    bytea       primary key check (length(state) = 32),
    browser  bytea       not null check (length(browser) = 32),
    nonce    text        not null,
    verifier text        not null,
    next     text        not null,
    ends_at  timestamptz not null
);
create index sign_in_flows_by_end on sign_in_flows (ends_at);
comment on table  sign_in_flows          is 'Browsers on their way to an OpenID Connect provider and back; each is deleted when it comes back, or after minutes. Names nobody.';
comment on column sign_in_flows.state    is 'SHA-256 of the state that comes back with the answer.';
comment on column sign_in_flows.browser  is 'SHA-256 of the cookie of the browser, so that no other one brings it.';
comment on column sign_in_flows.nonce    is 'What the ID token must hold. Hidden from readers.';
comment on column sign_in_flows.verifier is 'What the code is redeemed with (PKCE). Hidden from readers.';
comment on column sign_in_flows.next     is 'The page of ours where the browser wanted to.';
comment on column sign_in_flows.ends_at  is 'Since when it leads nowhere.';

create or replace function hidden_columns() returns table (of_table name, of_column name)
language sql immutable parallel safe as $$
    values ('rejections', 'original'), ('outbox', 'value'),
           ('webhooks', 'url'), ('webhooks', 'secret'), ('webhooks', 'old_secret'),
           ('reporter_keys', 'voice'), ('reporter_keys', 'key'),
           ('accounts', 'password'), ('sessions', 'hash'), ('invitations', 'hash'), ('sessions', 'id_token'),
           ('sign_in_flows', 'nonce'), ('sign_in_flows', 'verifier')
$$;

update process_rights set columns = '{hash,account,ends_at,id_token}'
where (role, of_table, verb) = ('board', 'sessions', 'insert');
update process_rights set columns = '{id,login,role,agency,password,issuer,subject,by}'
where (role, of_table, verb) = ('board', 'accounts', 'insert');
insert into process_rights (role, of_table, verb, columns) values
    ('board', 'sign_in_flows', 'select', null),
    ('board', 'sign_in_flows', 'insert', null),
    ('board', 'sign_in_flows', 'delete', null);

call grant_rights();
