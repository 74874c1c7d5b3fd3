-- What operators put right.

-- name: one_after_the_other
select pg_advisory_xact_lock(hashtextextended(name, 0)) from unnest($1::text[]) as named (name);

-- name: corrections_by_id
select id, content, digest, result, code, field, reason, incidents, before, undone_by
from corrections where id = any($1::text[]);

-- name: last_corrections
-- Of each incident ($1) the last that was not refused, or, where $2, the last that still stands.
select asked.id as incident_id, c.*
from unnest($1::text[]) as asked (id)
cross join lateral (
    select content, digest, result, code, field, reason, incidents, before, undone_by from corrections
    where incidents @> array[asked.id] and result <> 'refused'
      and not ($2 and (kind = 'undo' or undone_by is not null))
    order by number desc limit 1
) c;

-- name: incidents_on_the_way
-- Incidents ($1), and where their reports went on to, over at most $2 moves.
with recursive way (id, hops) as (
    select unnest($1::text[]), 0
    union
    select i.moved_to, hops + 1 from way join incidents i using (id) where i.moved_to is not null and hops < $2
)
select * from incidents where id in (select id from way) order by id;

-- name: members
select split_part(l.incident_id, ':', 1) as city, r.*, o.report, l.*
from links l
join reports r on (r.channel, r.id) = (l.channel, l.report_id)
join report_originals o on (o.channel, o.id) = (l.channel, l.report_id)
where l.incident_id = any($1::text[]) and l.leaving is null
order by l.position;

-- name: arriving_members
select split_part(l.incident_id, ':', 1) as city, r.*, o.report, l.*
from links l
join reports r on (r.channel, r.id) = (l.channel, l.report_id)
join report_originals o on (o.channel, o.id) = (l.channel, l.report_id)
where l.leaving = $1
order by l.position;

-- name: positions
select nextval(pg_get_serial_sequence('links', 'position')) as position from generate_series(1, $1);

-- name: upsert_correction
insert into corrections (id, at, by, why, kind, content, digest, result, code, field, reason, incidents, before)
values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13)
on conflict (id) do update set
    result = excluded.result, incidents = excluded.incidents, before = excluded.before;

-- name: correction_undone
update corrections set undone_by = $2 where id = $1;

-- name: set_opened_at
update incidents i set opened_at = s.opened_at
from unnest($1::text[], $2::timestamptz[]) as s (id, opened_at) where i.id = s.id;

-- name: move_links
update links l
set incident_id = s.incident_id, decision = s.decision, new_voice = s.new_voice, distance_m = s.distance_m,
    gap_s = s.gap_s, evidence = s.evidence, score = s.score, terms = s.terms, rival = s.rival,
    correction = s.correction, position = s.position, leaving = s.leaving
from unnest($1::text[], $2::text[], $3::text[], $4::text[], $5::boolean[], $6::float8[], $7::float8[],
            $8::text[], $9::float8[], $10::jsonb[], $11::jsonb[], $12::text[], $13::bigint[], $14::text[])
     as s (channel, report_id, incident_id, decision, new_voice, distance_m, gap_s,
           evidence, score, terms, rival, correction, position, leaving)
where (l.channel, l.report_id) = (s.channel, s.report_id);
