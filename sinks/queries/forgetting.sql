-- Keys of reporters, and what is removed when one is forgotten.

-- name: keys_of
select id, voice, key from reporter_keys where voice = any($1::text[]);

-- name: keep_keys
insert into reporter_keys (id, voice, key) select * from unnest($1::uuid[], $2::text[], $3::bytea[])
on conflict (voice) do nothing returning voice;

-- name: keys_by_id
-- A key that is both is destroyed.
select id, null::bytea as key from destroyed_keys where id = any($1::uuid[])
union all
select id, key from reporter_keys k
where id = any($1::uuid[]) and not exists (select from destroyed_keys d where d.id = k.id);

-- name: destroy_keys
with gone as (delete from reporter_keys where id = any($1::uuid[]))
insert into destroyed_keys (id, at) select unnest($1::uuid[]), $2 on conflict (id) do nothing;

-- name: reports_to_forget
select split_part(l.incident_id, ':', 1) as city, r.*, o.report, l.*
from reports r
join report_originals o on (o.channel, o.id) = (r.channel, r.id)
join links l on (l.channel, l.report_id) = (r.channel, r.id)
where r.channel = $1 and r.id = any($2::text[])
order by l.position
for update of r, o, l;

-- name: forget_reports
update reports r
set reporter = null, masked_text = '', masked_place = '', category_evidence = '[]', picked = s.picked,
    place = s.place, review = s.review, forgotten = true
from unnest($2::text[], $3::text[], $4::jsonb[], $5::jsonb[]) as s (id, picked, place, review)
where r.channel = $1 and r.id = s.id;

-- name: forget_originals
update report_originals o set report = s.report
from unnest($2::text[], $3::jsonb[]) as s (id, report) where o.channel = $1 and o.id = s.id;

-- name: note_forgotten
insert into forgotten (key, channel, report_id, at, expired)
select $1, $2, id, $4, $5 from unnest($3::text[]) as these (id)
on conflict (channel, report_id) do nothing;

-- name: sat_in
-- Where reports are, and every incident that a correction took them from.
select incident_id from links where channel = $1 and report_id = any($2::text[])
union
select seat -> 'link' ->> 'incident_id'
from corrections, jsonb_array_elements(before -> 'seats') as seat
where seat ->> 'channel' = $1 and seat ->> 'report_id' = any($2);

-- name: first_members
select split_part(l.incident_id, ':', 1) as city, r.*, o.report, l.*
from links l
join reports r on (r.channel, r.id) = (l.channel, l.report_id)
join report_originals o on (o.channel, o.id) = (l.channel, l.report_id)
where l.incident_id = $1 and l.leaving is null
order by l.position limit $2;

-- name: forget_replies
update replies set voice = channel || '/' || report_id
where channel = $1 and report_id = any($2::text[]) and voice <> channel || '/' || report_id;

-- name: forget_photos
delete from photo_hashes where of = 'report' and name in (select $1 || ':' || id from unnest($2::text[]) as these (id));

-- name: forget_requests_of
delete from intake_requests where channel = $1 and report_id = any($2::text[]);

-- name: forget_occurrences
update occurrences set voice = null where voice = any($1::text[]);

-- name: forget_rejections
update rejections r set original = '', report_id = null, field = '', reason = 'forgotten: its sender asked for it'
from unnest($2::text[], $3::int[], $4::bigint[]) as s (topic, partition, "offset")
where r.cluster = $1 and (r.topic, r.partition, r."offset") = (s.topic, s.partition, s."offset");

-- name: forget_places_in_events
update events e
set members = (
    select jsonb_agg(
        case when s.id is null then m.one else m.one || jsonb_build_object('place', s.place) end order by m.number)
    from jsonb_array_elements(e.members) with ordinality as m (one, number)
    left join unnest($2::text[], $3::text[]) as s (id, place) on s.id = m.one ->> 'incident_id')
where e.key = $1
  and exists (select from jsonb_array_elements(e.members) as m (one) where m.one ->> 'incident_id' = any($2::text[]))
returning e.id, e.version;

-- name: redactions_grow
-- Until the transaction ends nothing is taken in for webhooks. Those who forget do not wait for each other.
select pg_advisory_xact_lock_shared(hashtext('sinergi.redactions'));

-- name: note_redactions
insert into redactions (subject, version) select * from unnest($1::text[], $2::int[])
on conflict (subject) do update set version = excluded.version;

-- name: redactions_stay
select pg_advisory_xact_lock(hashtext('sinergi.redactions'));

-- name: redactions_of
select subject, version from redactions where subject = any($1::text[]);

-- name: incidents_shown
select id, summary, photos, place_words from incidents where id = any($1::text[]);

-- name: events_shown
select id, members from events where id = any($1::text[]);

-- name: stored_deliveries
select position, subject, body from webhook_deliveries where subject = any($1::text[]) and body is not null
order by position for update;

-- name: put_deliveries
update webhook_deliveries d set body = s.body
from unnest($1::bigint[], $2::bytea[]) as s (position, body) where d.position = s.position;

-- name: reports_of
-- By a channel ($1) and its reference of the citizen ($2), or by the id ($3) of a report without one.
select r.id, split_part(l.incident_id, ':', 1) || ':' || r.family as founded_in, l.incident_id, o.report
from reports r
join report_originals o on (o.channel, o.id) = (r.channel, r.id)
join links l on (l.channel, l.report_id) = (r.channel, r.id)
where r.channel = $1 and (r.reporter = $2 or r.reporter is null and r.id = $3)
  and not exists (select from forgotten f where (f.channel, f.report_id) = (r.channel, r.id))
order by r.reported_at, r.id;

-- name: reporter_of
select reporter from reports where channel = $1 and id = $2;

-- name: key_of
select id from reporter_keys where voice = $1;

-- name: rejections_on
select cluster, topic, partition, "offset", recorded_at, code, reason, original from rejections
where length(original) > 0 and topic = any($1::text[])
order by recorded_at, topic, partition, "offset";

-- name: replies_of
select id, report_id, incident_id, answer, at from replies where channel = $1 and report_id = any($2::text[]) order by number;

-- name: has_photo_too
-- All are counted: to find somebody, Postgres would read all reports from the first on (see `photos_named_since`).
select count(*) > 0 from report_originals
where report::text ~ '[0-9a-f]{64}' and photos_in(report) @> array[$1::text] and channel || ':' || id <> all($2::text[]);

-- name: outbox_older_than
select exists (select from outbox where created_at < $1);
