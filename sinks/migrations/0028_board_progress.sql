-- harmless: older boards ask for fewer columns
-- What agencies said, their reasons masked, and why it was refused: officers read on the board what became of their word.
update process_rights set columns = null where (role, of_table, verb) = ('board', 'progress', 'select');

call grant_rights();
