-- harmless: older boards ask for fewer columns
-- The board tells operators what was put right of an incident, by whom and why, and why a correction was refused.
update process_rights set columns = '{id,number,at,by,why,kind,content,result,code,field,reason,incidents,undone_by,recorded_at}'
where (role, of_table, verb) = ('board', 'corrections', 'select');

call grant_rights();
