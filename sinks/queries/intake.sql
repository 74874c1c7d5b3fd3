-- The HTTP intake: keys, feeds, what is nearby, requests that may be repeated, and what callers ask.

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
-- Categories ($1) that anybody may see, of an agency ($2) and a kelurahan ($3), of all where null. Closed ones since $4, at most $5.
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
-- Of each key ($1) at most $7 in a box (south, west, north, east: $3 to $6, degrees), but for categories ($2).
select * from nearby($1, $2, $3, $4, $5, $6, $7);

-- name: claim_request
-- Who comes second with a key gets what the first one wrote: fingerprint, id and time.
insert into intake_requests as r (channel, key, fingerprint, report_id, reported_at) values ($1, $2, $3, $4, $5)
on conflict (channel, key) do update set key = r.key
returning fingerprint, report_id, reported_at, published_at is not null as published;

-- name: request_published
update intake_requests set published_at = now() where channel = $1 and key = $2;

-- name: forget_requests
delete from intake_requests where made_at < now() - make_interval(days => $1);

-- name: requests
-- Without a channel it is what anybody may know. `is_over` in streams/core/life/asked.py says the same as the filter.
-- Said from $1 to $2, by a channel ($3), of categories ($4), closed (true) or open ($5), all where null. $6 are the categories that
-- anybody may see, $7 and $8 the page.
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
-- By ids (channels $1, their own part $2), of a channel ($3) or, where that is null, of the categories that anybody may see ($4).
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
