-- What is remembered of a key from one report to the next, to tell a storm.

-- name: put_storm_key
-- `learned_at` is in seconds since 1970, `exposure` in seconds, weighted by their age.
insert into storm_keys (key, latest, learned_at, exposure) values ($1, $2, $3, $4)
on conflict (key) do update set
    latest = excluded.latest, learned_at = excluded.learned_at, exposure = excluded.exposure;

-- name: put_area_rates
-- What `slot` and `weight` are stands in schemas/storm.py.
insert into area_rates (key, scope, slot, weight)
select * from unnest($1::text[], $2::text[], $3::int[], $4::float8[])
on conflict (key, scope, slot) do update set weight = excluded.weight;

-- name: delete_occurrences
delete from occurrences
using unnest($1::text[], $2::float8[], $3::text[]) as gone (key, at, incident_id)
where (occurrences.key, occurrences.at, occurrences.incident_id) = (gone.key, gone.at, gone.incident_id);

-- name: put_occurrences
-- `at` is in seconds since 1970, `error_m` in metres.
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
