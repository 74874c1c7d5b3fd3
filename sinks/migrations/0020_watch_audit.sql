-- The watch tells elsewhere how far the audit log is: it sees numbers, hashes and times, and not who did what to whom.
insert into process_rights (role, of_table, verb, columns) values
    ('watch', 'audit', 'select', '{number,at,what,hash}');

call grant_rights();
