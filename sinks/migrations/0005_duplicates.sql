alter table incidents
    add column trace     jsonb not null default '{}',
    add column perhaps   text,
    add column recurs    text,
    add column recurred  int not null default 0 check (recurred >= 0),
    add column closed_at timestamptz;
comment on column incidents.trace     is 'What later reports are compared with: points of its reports, address, hashes of photos.';
comment on column incidents.perhaps   is 'An incident that this may be the same as, until an operator answers; null if nothing is asked.';
comment on column incidents.recurs    is 'The incident before it on the same spot; null if there was none.';
comment on column incidents.recurred  is 'How often the problem has come back on this spot.';
comment on column incidents.closed_at is 'When it was closed; null while it is open.';
drop index incidents_open_by_key;
create index incidents_by_key on incidents (key, last_reported_at desc, id desc);
create index incidents_asking on incidents (key) where perhaps is not null;

alter table links
    drop constraint links_decision_check,
    add constraint links_decision_check check (decision in ('opens', 'joins', 'asks', 'resends')),
    add column score float8,
    add column terms jsonb not null default '[]',
    add column rival jsonb;
comment on column links.decision is 'opens: founded it; asks: founded it, and perhaps it is the rival; joins: another report of it; resends: the same citizen again, no new voice.';
comment on column links.score    is 'Sum of the terms, in log-odds: of the incident joined, else of the rival; null if nothing was near.';
comment on column links.terms    is 'The reasons: name, words, weight in log-odds.';
comment on column links.rival    is 'The best incident that the report was not joined to, and its score.';

-- For `sinergi whatif`, which reads the last weeks; rows lie in the order they were written.
create index reports_by_recorded_at on reports using brin (recorded_at);

call grant_reading();
