-- Of incidents from before this, the latest moment that their rows tell of.
alter table incidents add column changed_at timestamptz;
update incidents set changed_at = least(now(), greatest(last_reported_at, closed_at, (life ->> 'at')::timestamptz));
alter table incidents alter column changed_at set default now(), alter column changed_at set not null;
comment on column incidents.changed_at is 'When this version was written, by the clock of Postgres.';

-- For feeds: the latest of the city, of a kelurahan, of an agency that is seldom told, and what was closed of late.
create index incidents_open_by_change on incidents (changed_at desc, id) where state = 'open';
create index incidents_open_by_kelurahan on incidents (kelurahan, changed_at desc, id) where state = 'open';
create index incidents_open_by_agency on incidents using gin (routed jsonb_path_ops) where state = 'open';
create index incidents_by_closing on incidents (closed_at) where closed_at is not null;

call grant_reading();
