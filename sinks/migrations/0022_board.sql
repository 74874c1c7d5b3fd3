-- harmless: what is replaced is a function that only grant_reading asks; the triggers tell and change nothing

-- The board hears which incidents changed, some hundred in a message: Postgres takes fewer than 8000 bytes in one.
create function incidents_changed() returns trigger language plpgsql as $$
begin
    perform pg_notify('sinergi_incidents', string_agg(id, ' '))
    from (select id, sum(octet_length(id) + 1) over (order by id) / 7000 as part from changed) as cut
    group by part;
    return null;
end $$;
comment on function incidents_changed is 'Tells whoever listens on sinergi_incidents the ids of what a statement wrote.';

create trigger tell_added after insert on incidents referencing new table as changed
    for each statement execute function incidents_changed();
create trigger tell_changed after update on incidents referencing new table as changed
    for each statement execute function incidents_changed();

create table accounts (
    id          text        primary key,
    login       text        not null unique check (login = lower(login) and login <> ''),
    role        text        not null check (role in ('operator', 'agency', 'council', 'admin')),
    agency      text,
    password    text,
    issuer      text,
    subject     text,
    by          text        not null default '',
    made_at     timestamptz not null default now(),
    disabled_at timestamptz,
    unique (issuer, subject),
    check ((role = 'agency') = (agency is not null)),
    check ((issuer is null) = (subject is null))
);
comment on table  accounts             is 'Who may sign in to the board.';
comment on column accounts.id          is 'Opaque; what corrections and progress say of who sent them.';
comment on column accounts.login       is 'What is typed to sign in; small letters.';
comment on column accounts.role        is 'operator, agency, council or admin; see streams/board/access/roles.py.';
comment on column accounts.agency      is 'Of whom it sees the incidents; null unless the role is agency.';
comment on column accounts.password    is 'Argon2id; null where somebody else vouches for who signs in. Hidden from readers.';
comment on column accounts.issuer      is 'Who vouches for it (OpenID Connect); null for an account with a password.';
comment on column accounts.subject     is 'What the issuer calls it.';
comment on column accounts.by          is 'The account that changed it last; empty: a command.';
comment on column accounts.made_at     is 'When it was made, by the clock of Postgres.';
comment on column accounts.disabled_at is 'Since when it opens nothing any more; null while it does.';

create table sessions (
    hash    bytea       primary key check (length(hash) = 32),
    account text        not null references accounts,
    made_at timestamptz not null default now(),
    seen_at timestamptz not null default now(),
    ends_at timestamptz not null
);
create index sessions_of_account on sessions (account);
create index sessions_by_end on sessions (ends_at);
comment on table  sessions         is 'Browsers in which somebody is signed in to the board. The tokens themselves are nowhere.';
comment on column sessions.hash    is 'SHA-256 of the token; it is long and random, so a slow hash adds nothing. Hidden from readers.';
comment on column sessions.account is 'Whose it is.';
comment on column sessions.made_at is 'When it began, by the clock of Postgres.';
comment on column sessions.seen_at is 'When it was used last, to the minute.';
comment on column sessions.ends_at is 'When it ends, used or not.';

create table refused_sign_ins (
    number  bigint      primary key generated always as identity,
    account text        not null references accounts,
    at      timestamptz not null default now(),
    why     text        not null check (why in ('password', 'disabled', 'limited'))
);
comment on table  refused_sign_ins         is 'Tries to sign in to an account that there is. What else was typed is kept nowhere: it may be a password.';
comment on column refused_sign_ins.number  is 'In their order.';
comment on column refused_sign_ins.account is 'Whose it is.';
comment on column refused_sign_ins.at      is 'When, by the clock of Postgres.';
comment on column refused_sign_ins.why     is 'password: a wrong one; disabled: it opens nothing any more; limited: too many tries.';

create constraint trigger audit after insert or update or delete on accounts deferrable initially deferred
    for each row execute function audit_change('account', '{id}', '', '{role,agency}');
create constraint trigger audit after insert on sessions deferrable initially deferred
    for each row execute function audit_change('sign-in', '{account}', '', '{}');
create constraint trigger audit after insert on refused_sign_ins deferrable initially deferred
    for each row execute function audit_change('refused sign-in', '{account}', '', '{why}');

create or replace function hidden_columns() returns table (of_table name, of_column name)
language sql immutable parallel safe as $$
    values ('rejections', 'original'), ('outbox', 'value'),
           ('webhooks', 'url'), ('webhooks', 'secret'), ('webhooks', 'old_secret'),
           ('reporter_keys', 'voice'), ('reporter_keys', 'key'),
           ('accounts', 'password'), ('sessions', 'hash')
$$;

insert into process_rights (role, of_table, verb, columns) values
    ('board', 'accounts',         'select', null),
    ('board', 'sessions',         'select', null),
    ('board', 'sessions',         'insert', '{hash,account,ends_at}'),
    ('board', 'sessions',         'update', '{seen_at}'),
    ('board', 'sessions',         'delete', null),
    ('board', 'refused_sign_ins', 'insert', '{account,why}'),

    -- Who gives accounts.
    ('operator', 'accounts', 'select', null),
    ('operator', 'accounts', 'insert', '{id,login,role,agency,password,by}'),
    ('operator', 'accounts', 'update', '{password,by,disabled_at}'),
    ('operator', 'sessions', 'select', null),
    ('operator', 'sessions', 'delete', null);

call grant_rights();
