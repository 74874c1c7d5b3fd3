-- harmless: what is added older code does not ask for; the trigger on accounts tells one column more

alter table accounts add column sessions_ended_at timestamptz;
comment on column accounts.sessions_ended_at is 'When an administrator ended all its sessions last; null: never.';

create table invitations (
    account text        primary key references accounts,
    hash    bytea       not null unique check (length(hash) = 32),
    by      text        not null default '',
    made_at timestamptz not null default now(),
    ends_at timestamptz not null
);
comment on table  invitations         is 'Links with which somebody chooses a password, once; a newer one of the account takes its place.';
comment on column invitations.account is 'Whose password it is.';
comment on column invitations.hash    is 'SHA-256 of what the link ends with, which is nowhere. Hidden from readers.';
comment on column invitations.by      is 'The account that made it; empty: a command.';
comment on column invitations.made_at is 'When, by the clock of Postgres.';
comment on column invitations.ends_at is 'Since when it opens nothing.';

-- Whether an account was locked or unlocked is told too.
drop trigger audit on accounts;
create constraint trigger audit after insert or update or delete on accounts deferrable initially deferred
    for each row execute function audit_change('account', '{id}', '', '{role,agency,disabled_at}');
create constraint trigger audit after insert or update on invitations deferrable initially deferred
    for each row execute function audit_change('invitation', '{account}', '', '{}');

create index audit_of_accounts on audit (number)
    where what in ('account add', 'account change', 'invitation add', 'invitation change', 'sign-in add', 'refused sign-in add');
create view account_audit as
    select number, at, named, what, of[1] as account, details::jsonb as details from audit
    where what in ('account add', 'account change', 'invitation add', 'invitation change', 'sign-in add', 'refused sign-in add');
comment on view account_audit is 'Of the audit log what was done with accounts of the board: all of it that the board sees.';
comment on column account_audit.number  is 'As in audit.';
comment on column account_audit.at      is 'As in audit.';
comment on column account_audit.named   is 'As in audit.';
comment on column account_audit.what    is 'As in audit.';
comment on column account_audit.account is 'Whose account it was done with.';
comment on column account_audit.details is 'As in audit.';

create or replace function hidden_columns() returns table (of_table name, of_column name)
language sql immutable parallel safe as $$
    values ('rejections', 'original'), ('outbox', 'value'),
           ('webhooks', 'url'), ('webhooks', 'secret'), ('webhooks', 'old_secret'),
           ('reporter_keys', 'voice'), ('reporter_keys', 'key'),
           ('accounts', 'password'), ('sessions', 'hash'), ('invitations', 'hash')
$$;

insert into process_rights (role, of_table, verb, columns) values
    ('board', 'account_audit', 'select', null),
    ('board', 'accounts',      'insert', '{id,login,role,agency,password,by}'),
    ('board', 'accounts',      'update', '{role,agency,password,by,disabled_at,sessions_ended_at}'),
    ('board', 'invitations',   'select', null),
    ('board', 'invitations',   'insert', '{account,hash,by,ends_at}'),
    ('board', 'invitations',   'update', '{hash,by,made_at,ends_at}'),
    ('board', 'invitations',   'delete', null),
    ('operator', 'invitations', 'select', null),
    ('operator', 'invitations', 'insert', '{account,hash,by,ends_at}'),
    ('operator', 'invitations', 'update', '{hash,by,made_at,ends_at}');
update process_rights set columns = '{role,agency,password,by,disabled_at,sessions_ended_at}'
where (role, of_table, verb) = ('operator', 'accounts', 'update');

call grant_rights();
