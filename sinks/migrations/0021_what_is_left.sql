-- harmless: older code finds what it looked for, only slower; what it forgets is in `forgotten` too, and found there
-- A night's work follows what is left to do, and not all that was ever taken in.

alter table reports add column forgotten boolean not null default false;
comment on column reports.forgotten is 'Its words were removed (see the table of that name).';
update reports r set forgotten = true from forgotten f where (f.channel, f.report_id) = (r.channel, r.id);
create index reports_with_words on reports (recorded_at, channel, id) where not forgotten;
update process_rights set columns = columns || '{forgotten}' where (role, of_table, verb) = ('resolve', 'reports', 'update');

-- Who asks about one incident, among all of its key that ask.
create index incidents_asking_of on incidents (perhaps) where perhaps is not null;
create index incidents_questions on incidents (opened_at) where state = 'open' and perhaps is not null;
create index rejections_with_bytes on rejections (recorded_at) where length(original) > 0;
create index replies_of_report on replies (channel, report_id);

-- Which reports and fixes name a photo of our store, wherever in them: it is removed with the last of them.
create function photos_in(said jsonb) returns text[] language sql immutable strict parallel safe
return array(select found[1] from regexp_matches(said::text, '[0-9a-f]{64}', 'g') as found);
create index report_originals_by_photo on report_originals using gin (photos_in(report))
    where report::text ~ '[0-9a-f]{64}';
create index progress_by_photo on progress using gin (photos_in(content)) where content::text ~ '[0-9a-f]{64}';

call grant_rights();
