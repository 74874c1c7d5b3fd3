-- Every statement of the product by name; sinks/sql.py reads them.

-- name: claim
insert into consumed as c (cluster, topic, partition, epoch) values ($1, $2, $3, 1)
on conflict (cluster, topic, partition) do update set epoch = c.epoch + 1
returning next_offset, epoch;

-- name: cut_off
select pg_terminate_backend(holder.pid)
from pg_stat_activity holder
where holder.pid = any(pg_blocking_pids($1)) and holder.wait_event_type = 'Client';

-- name: fence
update consumed set next_offset = $6
where cluster = $1 and topic = $2 and partition = $3
  and epoch = $4 and next_offset is not distinct from $5;

-- name: digests
select channel, id, digest from reports
join unnest($1::text[], $2::text[]) as asked (channel, id) using (channel, id);

-- name: upsert_incidents
insert into incidents (id, version, state, category, urgency, place, place_words,
                       opened_at, last_reported_at, reports, voices, summary, photos, routed,
                       trace, perhaps, recurs, recurred, closed_at,
                       revision, moved_to, routed_by, released, dismissed_by, event, life, due_at)
select * from unnest($1::text[], $2::int[], $3::text[], $4::text[], $5::text[], $6::jsonb[], $7::text[],
                     $8::timestamptz[], $9::timestamptz[], $10::int[], $11::int[], $12::text[],
                     $13::jsonb[], $14::jsonb[], $15::jsonb[], $16::text[], $17::text[], $18::int[],
                     $19::timestamptz[], $20::int[], $21::text[], $22::text[], $23::jsonb[],
                     $24::text[], $25::text[], $26::jsonb[], $27::timestamptz[])
on conflict (id) do update set
    version = excluded.version, state = excluded.state, category = excluded.category,
    urgency = excluded.urgency, place = excluded.place, place_words = excluded.place_words,
    last_reported_at = excluded.last_reported_at, reports = excluded.reports, voices = excluded.voices,
    summary = excluded.summary, photos = excluded.photos, routed = excluded.routed,
    trace = excluded.trace, perhaps = excluded.perhaps, recurs = excluded.recurs,
    recurred = excluded.recurred, closed_at = excluded.closed_at, revision = excluded.revision,
    moved_to = excluded.moved_to, routed_by = excluded.routed_by, released = excluded.released,
    dismissed_by = excluded.dismissed_by, event = excluded.event, life = excluded.life, due_at = excluded.due_at,
    changed_at = case when excluded.version > incidents.version then now() else incidents.changed_at end;

-- name: insert_rejections
insert into rejections (cluster, topic, partition, "offset", code, field, reason,
                        original, original_length, report_id)
select $1, * from unnest($2::text[], $3::int[], $4::bigint[], $5::text[], $6::text[], $7::text[],
                         $8::bytea[], $9::bigint[], $10::text[])
on conflict do nothing;

-- name: keys
select distinct key from incidents;

-- name: latest_incidents
select latest.* from unnest($1::text[]) as asked (key) cross join lateral (
    select i.* from incidents i where i.key = asked.key and i.reports > 0 and i.dismissed_by is null
    order by last_reported_at desc, id desc limit $2
) as latest;

-- name: voices
select l.incident_id, r.channel, r.reporter, max(r.reported_at) as last_at
from links l
join reports r on (r.channel, r.id) = (l.channel, l.report_id)
where l.incident_id = any($1::text[]) and r.reporter is not null and l.leaving is null
group by l.incident_id, r.channel, r.reporter;

-- Storms: what is remembered of a key from one report to the next.

-- name: put_storm_key
insert into storm_keys (key, latest, learned_at, exposure) values ($1, $2, $3, $4)
on conflict (key) do update set
    latest = excluded.latest, learned_at = excluded.learned_at, exposure = excluded.exposure;

-- name: put_area_rates
insert into area_rates (key, scope, slot, weight)
select * from unnest($1::text[], $2::text[], $3::int[], $4::float8[])
on conflict (key, scope, slot) do update set weight = excluded.weight;

-- name: delete_occurrences
delete from occurrences
using unnest($1::text[], $2::float8[], $3::text[]) as gone (key, at, incident_id)
where (occurrences.key, occurrences.at, occurrences.incident_id) = (gone.key, gone.at, gone.incident_id);

-- name: put_occurrences
insert into occurrences (key, at, incident_id, kecamatan, kelurahan, category, voice, event, lat, lon, error_m)
select * from unnest($1::text[], $2::float8[], $3::text[], $4::text[], $5::text[], $6::text[], $7::text[],
                     $8::text[], $9::float8[], $10::float8[], $11::float8[])
on conflict (key, at, incident_id) do update set event = excluded.event;

-- name: put_events
insert into events (id, key, version, category, categories, areas, citywide, since, noticed_at, unusual_at,
                    until, incidents, voices, urgency, lat, lon, located, observed, expected, agencies, members)
select * from unnest($1::text[], $2::text[], $3::int[], $4::text[], $5::jsonb[], $6::jsonb[], $7::boolean[],
                     $8::timestamptz[], $9::timestamptz[], $10::timestamptz[], $11::timestamptz[], $12::int[],
                     $13::int[], $14::text[], $15::float8[], $16::float8[], $17::int[], $18::int[],
                     $19::float8[], $20::jsonb[], $21::jsonb[])
on conflict (id) do update set
    version = excluded.version, categories = excluded.categories, areas = excluded.areas,
    citywide = excluded.citywide, since = excluded.since, unusual_at = excluded.unusual_at,
    until = excluded.until, incidents = excluded.incidents, voices = excluded.voices,
    urgency = excluded.urgency, lat = excluded.lat, lon = excluded.lon, located = excluded.located,
    agencies = excluded.agencies, members = excluded.members;

-- name: storm_keys
select key from storm_keys;

-- name: storm_clocks
select key, latest, learned_at, exposure from storm_keys where key = any($1::text[]) order by key;

-- name: area_rates
select key, scope, slot, weight from area_rates where key = any($1::text[]);

-- name: occurrences
select key, at, incident_id, kecamatan, kelurahan, category, voice, event, lat, lon, error_m
from occurrences where key = any($1::text[]);

-- name: open_events
select * from events where until is null and key = any($1::text[]);

-- name: outbox_pending
select next_offset, position, to_topic, key, value, headers from outbox
where cluster = $1 and topic = $2 and partition = $3
order by next_offset, position limit $4;

-- name: outbox_sent
delete from outbox
where cluster = $1 and topic = $2 and partition = $3 and (next_offset, position) <= ($4, $5);

-- name: outbox_waiting
select topic, partition, count(*) as waiting from outbox where cluster = $1 group by topic, partition;

-- For corrections.

-- name: webhook_work
select pg_try_advisory_lock($1);

-- name: webhook_add
insert into webhooks (agency, url, secret, hears_from)
values ($1, $2, $3, case when not $4::bool then now() end)
on conflict (agency) do nothing
returning id;

-- name: webhook_remove
delete from webhooks where agency = $1;

-- name: webhook_rotate
update webhooks set secret = $2, old_secret = secret, old_until = now() + make_interval(secs => $3)
where agency = $1
returning old_until;

-- name: webhook_enable
update webhooks set disabled_at = null, disabled_why = null, url = coalesce($2, url)
where agency = $1
returning id;

-- name: webhook_try_now
update webhook_deliveries set due_at = now() where webhook = $1 and state = 'waiting';

-- name: webhook_disable
update webhooks set disabled_at = now(), disabled_why = $2 where id = $1 and disabled_at is null;

-- name: webhooks
select w.id, w.agency, w.url, w.secret, case when w.old_until > now() then w.old_secret end as old_secret,
       w.hears_from, w.disabled_why, d.waiting, d.oldest_s, f.failed
from webhooks w
cross join lateral (
    select count(*) as waiting, coalesce(extract(epoch from now() - min(taken_in_at)), 0)::float8 as oldest_s
    from webhook_deliveries where webhook = w.id and state = 'waiting'
) as d
cross join lateral (
    select count(*) as failed from webhook_deliveries where webhook = w.id and state = 'failed'
) as f
order by w.agency;

-- name: webhook_offsets
select webhook, partition, next_offset from webhook_offsets where cluster = $1 and webhook = any($2::bigint[]);

-- name: webhook_forget_offset
delete from webhook_offsets where webhook = $1 and cluster = $2 and partition = $3;

-- name: webhook_there
select id from webhooks where id = $1 for key share;

-- name: webhook_fence
insert into webhook_offsets as o (webhook, cluster, partition, next_offset) values ($1, $2, $3, $5)
on conflict (webhook, cluster, partition) do update set next_offset = excluded.next_offset
where o.next_offset = $4;

-- name: webhook_take_in
insert into webhook_deliveries (webhook, message_id, subject, headers, body)
select $1, message_id, subject, headers, body
from unnest($2::text[], $3::text[], $4::jsonb[], $5::bytea[])
     with ordinality as read (message_id, subject, headers, body, place)
order by place
on conflict (webhook, message_id) do nothing;

-- name: webhook_due
-- Of each incident the first that waits, and of each destination only as many as it has room for.
select w.id as webhook, w.agency, w.url, w.secret,
       case when w.old_until > now() then w.old_secret end as old_secret,
       d.position, d.message_id, d.headers, d.body, d.tries
from webhooks w
cross join lateral (
    select * from webhook_deliveries one
    where one.webhook = w.id and one.state = 'waiting' and one.due_at <= now()
      and one.position <> all($1::bigint[])
      and not exists (
          select from webhook_deliveries earlier
          where earlier.webhook = one.webhook and earlier.subject = one.subject
            and earlier.state = 'waiting' and earlier.position < one.position)
    order by one.position
    limit greatest($3::int - (select count(*) from unnest($2::bigint[]) as busy (webhook) where busy.webhook = w.id), 0)
) as d
where w.disabled_at is null;

-- name: webhook_delivered
update webhook_deliveries
set state = 'delivered', body = null, tries = tries + 1, status = $2, reason = null, finished_at = now()
where position = $1 and state = 'waiting';

-- name: webhook_retry
update webhook_deliveries
set tries = tries + 1, status = $2, reason = $3, due_at = now() + make_interval(secs => $4)
where position = $1 and state = 'waiting';

-- name: webhook_give_up
update webhook_deliveries
set state = 'failed', tries = tries + 1, status = $2, reason = $3, finished_at = now()
where position = $1 and state = 'waiting';

-- name: webhook_failed
select w.agency, d.message_id, d.tries, d.status, d.reason, d.finished_at
from webhooks w join webhook_deliveries d on d.webhook = w.id and d.state = 'failed'
where $1::text is null or w.agency = $1
order by d.position
limit $2;

-- name: webhook_resend
update webhook_deliveries d set state = 'waiting', tries = 0, due_at = now(), finished_at = null
from webhooks w
where w.id = d.webhook and d.state = 'failed'
  and ($1::text is null or d.message_id = $1) and ($2::text is null or w.agency = $2);

-- name: webhook_prune
delete from webhook_deliveries where position in (
    select position from webhook_deliveries
    where finished_at < now() - make_interval(days => $1) order by finished_at limit $2);

-- name: webhook_worked
select exists (
    select from pg_locks
    where locktype = 'advisory' and granted and classid = 0 and objid = $1::bigint::oid and objsubid = 1
      and database = (select oid from pg_database where datname = current_database()));

-- name: one_after_the_other
select pg_advisory_xact_lock(hashtextextended(name, 0)) from unnest($1::text[]) as named (name);

-- name: corrections_by_id
select id, content, digest, result, code, field, reason, incidents, before, undone_by
from corrections where id = any($1::text[]);

-- name: last_corrections
select asked.id as incident_id, c.*
from unnest($1::text[]) as asked (id)
cross join lateral (
    select content, digest, result, code, field, reason, incidents, before, undone_by from corrections
    where incidents @> array[asked.id] and result <> 'refused'
      and not ($2 and (kind = 'undo' or undone_by is not null))
    order by number desc limit 1
) c;

-- name: incidents_on_the_way
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

-- The way back: what agencies say, what reporters answer, and time.

-- name: progress_scene
select (select digest from progress where (agency, id) = ($1, $2)) as known,
       (select max(position) from links l where l.incident_id = i.id) as reach,
       i.*
from (select $3::text) as asked (incident_id)
left join incidents i on i.id = asked.incident_id;

-- name: insert_progress
insert into progress (agency, id, incident_id, at, by, said, why, content, digest,
                      result, code, field, reason, checks)
values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14);

-- name: reply_scene
select (select digest from replies where (channel, id) = ($1, $2)) as known,
       r.reporter, l.incident_id as incident_now,
       r.reported_at as said_at, l.new_voice and l.decision = 'joins' and l.correction is null as joined_new,
       (select max(position) from links m where m.incident_id = i.id) as reach,
       i.*
from (select $1::text, $3::text) as asked (channel, report_id)
left join reports r on (r.channel, r.id) = (asked.channel, asked.report_id)
left join links l on (l.channel, l.report_id) = (r.channel, r.id)
left join incidents i on i.id = l.incident_id and i.key = $4;

-- name: votes
select count(*) filter (where answer = 'yes' and voice <> $3) as yes,
       count(*) filter (where answer = 'no' and voice <> $3) as no,
       coalesce(bool_or(voice = $3), false) as answered
from (
    select distinct on (voice) voice, answer from replies
    where incident_id = $1 and round = $2 and result = 'applied'
    order by voice, number desc
) as last;

-- name: insert_reply
insert into replies (channel, id, report_id, incident_id, voice, round, answer, at, digest,
                     result, code, field, reason)
values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13);

-- name: due
select i.*, (select max(position) from links l where l.incident_id = i.id) as reach
from incidents i where i.key = $1 and i.due_at <= $2
order by i.due_at, i.id limit $3;

-- name: photos_near
-- Materialized: for the sake of the order the planner would rather read all photos than ask the indexes.
with near as materialized (
    select hash, of, name, incident_id from photo_hashes
    where bands[1] = any($1::int[]) or bands[2] = any($1) or bands[3] = any($1) or bands[4] = any($1)
)
select * from near where (of, name) <> ('proof', $2) and (of, name, hash) > ($3, $4, $5)
order by of, name, hash limit $6;

-- name: reporters
select l.channel, l.report_id, r.reporter, l.position
from links l join reports r on (r.channel, r.id) = (l.channel, l.report_id)
where l.incident_id = $1 and l.position > $2 and l.position <= $3 and l.new_voice and l.leaving is null
order by l.position limit $4;

-- name: finished
select last.* from (
    select distinct key, category from incidents where key = any($1::text[]) and step = 'closed'
) as kind cross join lateral (
    select i.* from incidents i
    where i.key = kind.key and i.category = kind.category
      and i.step = 'closed' and i.life ->> 'resolved_at' is not null
    order by i.closed_at desc, i.id desc limit $2
) as last order by last.closed_at, last.id;

-- For commands that only read.

-- name: clock
select now();

-- name: kept
select r.channel, r.id, r.digest, r.origin_topic, r.origin_partition, r.origin_offset, r.recorded_at,
       array(select l.incident_id from links l where (l.channel, l.report_id) = (r.channel, r.id)) as incidents
from unnest($1::text[], $2::text[]) as asked (channel, id)
join reports r using (channel, id);

-- name: refusals
select topic, partition, "offset", code, field, reason
from unnest($2::text[], $3::int[], $4::bigint[]) as asked (topic, partition, "offset")
join rejections using (topic, partition, "offset")
where cluster = $1;

-- name: refusals_of_cluster
select topic, partition, "offset", code, field, reason from rejections
where cluster = $1 order by topic, partition, "offset" limit $2;

-- name: tallies
select i.id, i.version, i.event, i.reports, count(l.report_id) filter (where l.leaving is null) as linked,
       array(select told ->> 'agency' from jsonb_array_elements(i.routed) as told) as agencies
from incidents i left join links l on l.incident_id = i.id
where i.id = any($1::text[]) group by i.id;

-- name: channels_of_report
select channel from reports where id = $1 order by channel;

-- name: report
select r.channel, r.id, r.reported_at, r.masked_text, r.masked_place, r.category, r.family, r.confidence,
       r.category_evidence, r.second_category, r.review, r.picked, r.urgency, r.urgency_rule, r.place, r.recorded_at,
       r.origin_topic, r.origin_partition, r.origin_offset,
       l.incident_id, l.decision, l.new_voice, l.distance_m, l.gap_s, l.evidence,
       l.score, l.terms, l.rival, l.correction
from reports r join links l on (l.channel, l.report_id) = (r.channel, r.id)
where r.channel = $1 and r.id = $2;

-- name: incident
select * from incidents where id = $1;

-- name: asking
select id from incidents where key = $1 and perhaps = $2 order by opened_at, id limit $3;

-- name: event
select * from events where id = $1;

-- name: reports_of_incident
select r.channel, r.id, r.reported_at, r.masked_text, r.masked_place, r.category, r.family, r.confidence,
       r.category_evidence, r.second_category, r.review, r.picked, r.urgency, r.urgency_rule, r.place, r.recorded_at,
       r.origin_topic, r.origin_partition, r.origin_offset,
       l.incident_id, l.decision, l.new_voice, l.distance_m, l.gap_s, l.evidence,
       l.score, l.terms, l.rival, l.correction
from links l join reports r on (r.channel, r.id) = (l.channel, l.report_id)
where l.incident_id = $1
order by l.decision not in ('opens', 'asks'), r.recorded_at, r.reported_at, r.channel, r.id
limit $2;

-- name: rejection
select cluster, topic, partition, "offset", code, field, reason, original_length, recorded_at
from rejections where topic = $1 and partition = $2 and "offset" = $3
order by recorded_at desc, cluster;

-- name: rejections_naming
select cluster, topic, partition, "offset", code, field, reason, original_length, recorded_at
from rejections where topic = any($1::text[]) and report_id = $2
order by recorded_at desc, partition, "offset" limit $3;

-- name: correction
select content, result, code, field, reason, incidents, undone_by, recorded_at from corrections where id = $1;

-- name: corrections_of_incident
select content, result, code, field, reason, incidents, undone_by, recorded_at
from corrections where incidents @> array[$1::text] order by number desc limit $2;

-- name: progress
select * from progress where agency = $1 and id = $2;

-- name: progress_named
select * from progress where agency = any($1::text[]) and id = $2 order by agency;

-- name: progress_of_incident
select * from (select * from progress where incident_id = $1 order by number desc limit $2) as latest
order by number;

-- name: due_by
select count(*) from incidents where due_at <= $1;

-- name: reply
select * from replies where channel = $1 and id = $2;

-- name: replies_named
select * from replies where channel = any($1::text[]) and id = $2 order by channel;

-- name: replies_of_incident
select * from (
    select * from replies where incident_id = $1 and result = 'applied' order by number desc limit $2
) as latest
order by number;

-- name: let_it_think
-- A snapshot holds no row that a worker waits for, so what is done between its pages may take its time.
set local idle_in_transaction_session_timeout = '10min';

-- name: count_originals
select count(*) from reports where recorded_at >= $1 and recorded_at < $2;

-- name: originals
select r.channel, r.id, r.origin_topic, r.origin_partition, r.origin_offset, o.report, l.incident_id
from reports r
join report_originals o on (o.channel, o.id) = (r.channel, r.id)
join links l on (l.channel, l.report_id) = (r.channel, r.id)
where r.recorded_at >= $1 and r.recorded_at < $2
order by r.recorded_at, r.reported_at, r.channel collate "C", r.id collate "C";

-- name: placed
select * from (
    select r.channel, r.id, r.reported_at, r.reporter, r.category, r.masked_text, r.masked_place, r.place,
           l.incident_id, i.revision > 0 as reviewed
    from reports r
    join links l on (l.channel, l.report_id) = (r.channel, r.id)
    join incidents i on i.id = l.incident_id
    where i.dismissed_by is null
    order by r.recorded_at desc, r.channel collate "C", r.id collate "C" limit $1
) as latest
order by reported_at, channel collate "C", id collate "C";

-- name: add_api_key
insert into api_keys (id, hash, channel, name, per_minute) values ($1, $2, $3, $4, $5);

-- name: api_keys
select id, hash, channel, name, per_minute, made_at, revoked_at from api_keys order by made_at, id;

-- name: revoke_api_key
update api_keys set revoked_at = coalesce(revoked_at, now()) where id = $1 returning id;

-- name: plan_for_what_is_asked
-- One plan for all feeds would read every open incident for the sake of one kelurahan.
set local plan_cache_mode = force_custom_plan;

-- name: feed
select id, category, urgency, kelurahan, kecamatan, coalesce((place ->> 'outside')::boolean, false) as outside,
       lat, lon, error_m, opened_at, changed_at, closed_at, voices, step,
       coalesce((life ->> 'reopened')::int, 0) as reopened,
       array(select told ->> 'agency' from jsonb_array_elements(routed) as told) as agencies
from (
    (
        select * from incidents
        where state = 'open' and reports > 0 and dismissed_by is null and category = any($1::text[])
          and ($2::text is null or routed @> jsonb_build_array(jsonb_build_object('agency', $2::text)))
          and ($3::text is null or kelurahan = $3)
        order by changed_at desc, id limit $5
    )
    union all
    (
        select * from incidents
        where state = 'closed' and closed_at >= $4 and reports > 0 and dismissed_by is null
          and category = any($1::text[])
          and ($2::text is null or routed @> jsonb_build_array(jsonb_build_object('agency', $2::text)))
          and ($3::text is null or kelurahan = $3)
        order by changed_at desc, id limit $5
    )
) as shown
order by changed_at desc, id limit $5;

-- name: nearby
select * from nearby($1, $2, $3, $4, $5, $6, $7);

-- The HTTP intake: requests that may be repeated, and what callers ask.

-- name: claim_request
insert into intake_requests as r (channel, key, fingerprint, report_id, reported_at) values ($1, $2, $3, $4, $5)
on conflict (channel, key) do update set key = r.key
returning fingerprint, report_id, reported_at, published_at is not null as published;

-- name: request_published
update intake_requests set published_at = now() where channel = $1 and key = $2;

-- name: forget_requests
delete from intake_requests where made_at < now() - make_interval(days => $1);

-- name: requests
-- Without a channel it is what anybody may know. `is_over` in streams/core/life/asked.py says the same as the filter.
select r.channel, r.id, r.reported_at, r.masked_text, r.masked_place, r.place, l.incident_id
from reports r
join links l on (l.channel, l.report_id) = (r.channel, r.id)
join incidents i on i.id = l.incident_id
where r.reported_at >= $1 and r.reported_at <= $2
  and ($3::text is null or r.channel = $3)
  and ($4::text[] is null or i.category = any($4))
  and ($5::boolean is null
       or $5 = (i.state = 'closed' or i.dismissed_by is not null or i.step in ('confirmed', 'closed', 'cannot')))
  and ($3 is not null or (i.category = any($6::text[]) and r.category = any($6) and i.dismissed_by is null))
order by r.reported_at desc, r.channel, r.id
limit $7 offset $8;

-- name: requests_named
select r.channel, r.id, r.reported_at, r.masked_text, r.masked_place, r.place, l.incident_id
from unnest($1::text[], $2::text[]) as asked (channel, id)
join reports r using (channel, id)
join links l on (l.channel, l.report_id) = (r.channel, r.id)
join incidents i on i.id = l.incident_id
where case when $3::text is null
           then i.category = any($4::text[]) and r.category = any($4) and i.dismissed_by is null
           else r.channel = $3 end
order by r.reported_at desc, r.channel, r.id;

-- name: incidents
select * from incidents where id = any($1::text[]);
