create table redactions (
    subject text primary key,
    version int  not null check (version >= 1)
);
comment on table  redactions         is 'Incidents and events of which a citizen was forgotten. What was told of them before is taken in for webhooks without those words. Names nobody.';
comment on column redactions.subject is 'Id of the incident or event.';
comment on column redactions.version is 'Its version from then on: it and later ones do not have the words.';

insert into process_rights (role, of_table, verb, columns) values
    ('resolve',  'redactions', 'select', null),
    ('resolve',  'redactions', 'insert', null),
    ('resolve',  'redactions', 'update', '{version}'),
    ('webhooks', 'redactions', 'select', null),
    ('webhooks', 'incidents',  'select', '{id,summary,photos,place_words}'),
    ('webhooks', 'events',     'select', '{id,members}');

call grant_rights();
