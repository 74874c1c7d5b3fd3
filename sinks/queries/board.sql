-- What the board asks: incidents as operators see them, with masked words and no person.

-- name: board_open
-- What `shown` in board_rows says.
select id from incidents
where state = 'open' and reports > 0 and dismissed_by is null
order by opened_at desc, id limit $1;

-- name: board_rows
-- Of ids ($1): a line each as the browser has it (moments in seconds since 1970, `error_m` in metres, long texts cut off), and the
-- agencies that may see it: those told, those that were, and partners.
select i.id, i.state = 'open' and i.reports > 0 and i.dismissed_by is null as shown,
       array(select told ->> 'agency' from jsonb_array_elements(i.routed) as told
             union select gone.agency from jsonb_array_elements_text(i.released) as gone (agency)
             union select partner from jsonb_array_elements(i.life -> 'works') as work,
                   lateral (select work ->> 'partner' union select jsonb_array_elements_text(work -> 'offered')) as p (partner)
                   where partner is not null) as agencies,
       json_build_object(
           'id', i.id, 'version', i.version, 'revision', i.revision,
           'category', i.category, 'urgency', i.urgency, 'step', i.step,
           'kelurahan', i.kelurahan, 'kecamatan', i.kecamatan,
           'lat', i.lat, 'lon', i.lon, 'error_m', round(i.error_m),
           'place', left(i.place_words, 120), 'summary', left(i.summary, 240),
           'opened_s', extract(epoch from i.opened_at)::bigint,
           'reported_s', extract(epoch from i.last_reported_at)::bigint,
           'changed_s', extract(epoch from i.changed_at)::bigint,
           'due_s', extract(epoch from i.due_at)::bigint,
           'overdue', exists (select from jsonb_array_elements(i.life -> 'works') as work
                              where jsonb_array_length(work -> 'overdue') > 0
                                and i.routed @> jsonb_build_array(jsonb_build_object('agency', work ->> 'agency'))),
           'reports', i.reports, 'voices', i.voices,
           'agencies', array(select told ->> 'agency' from jsonb_array_elements(i.routed) as told),
           'channels', array(select distinct l.channel from links l where l.incident_id = i.id and l.leaving is null),
           'perhaps', i.perhaps, 'recurred', i.recurred,
           'reopened', coalesce((i.life ->> 'reopened')::int, 0), 'event', i.event
       ) as content
from incidents i where i.id = any($1::text[]);

-- name: board_incident
select * from incidents where id = $1;

-- name: board_reports
-- The one that founded it first.
select r.channel, r.id, r.reported_at, r.masked_text, r.masked_place, r.category, r.confidence, r.review,
       l.incident_id, l.decision, l.new_voice, l.distance_m, l.gap_s, l.evidence, l.score, l.terms, l.rival, l.correction
from links l join reports r on (r.channel, r.id) = (l.channel, l.report_id)
where l.incident_id = $1
order by l.decision not in ('opens', 'asks'), r.reported_at, r.channel, r.id
limit $2;
