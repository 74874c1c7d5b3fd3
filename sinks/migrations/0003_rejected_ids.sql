alter table rejections add column report_id text;
create index rejections_by_report on rejections (report_id) where report_id is not null;
comment on column rejections.report_id is 'The id that the refused record gave itself; null if it could not be read, and before this column was there.';

-- Nothing ever asked by reporter: the open incidents bring their voices with them.
drop index reports_by_reporter;

comment on column incidents.place       is 'Place of the founding report as found by triage, or a better one that its reporter sent after it; null if unknown.';
comment on column incidents.place_words is 'The place in words, personal data masked; of the report that the place is of.';
comment on column links.distance_m      is 'Metres from the incident''s place; null when it founded or has no place.';
comment on column links.gap_s           is 'Seconds before the incident''s first report or after its last, 0 in between (resends: from the reporter''s last); null when it founded.';

call grant_reading();
