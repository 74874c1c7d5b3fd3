-- Who lets citizens be forgotten also removes, every night, what was kept long enough: what both take is the same but for this.
insert into process_rights (role, of_table, verb, columns) values
    ('personal', 'occurrences',    'update', '{voice}'),
    ('personal', 'reporter_keys',  'update', '{voice,retired_at}'),
    ('personal', 'reporter_keys',  'delete', null),
    ('personal', 'destroyed_keys', 'insert', '{id,at}');

call grant_rights();
