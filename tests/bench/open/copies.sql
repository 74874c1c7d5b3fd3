-- $1: copies a city takes; $2: copies altogether, the first rows among them.

-- name: renamed
create or replace function pg_temp.renamed(id text, n int, each int) returns text language sql immutable as $$
    select split_part(id, ':', 1) || case when n < each then '' else (n / each)::text end
        || ':' || split_part(id, ':', 2) || ':' || left(md5(id || n), 16)
$$;

-- name: incidents
insert into incidents (id, version, state, category, urgency, place, place_words, opened_at, last_reported_at,
                       reports, voices, summary, photos, routed, trace, recurred, revision, released, life, due_at)
select pg_temp.renamed(id, n, $1), version, state, category, urgency,
       place || jsonb_build_object('lat', i.lat + east.lat, 'lon', i.lon + east.lon), place_words,
       opened_at, last_reported_at, reports, voices, summary, photos, routed,
       jsonb_set(trace, '{points}', coalesce((
           select jsonb_agg(jsonb_build_array((p ->> 0)::float8 + east.lat, (p ->> 1)::float8 + east.lon, p -> 2) order by at)
           from jsonb_array_elements(trace -> 'points') with ordinality as point (p, at)
       ), '[]')),
       recurred, revision, released, life, due_at
from generate_series(1, $2 - 1) as copy (n)
cross join lateral (select (n % $1 / 10) * 0.4 as lat, (n % $1 % 10) * 0.4 as lon) as east
cross join (select * from incidents order by key, last_reported_at) as i
order by n / $1, i.last_reported_at;

-- name: reports
insert into reports (channel, id, reported_at, reporter, masked_text, masked_place, category, family, confidence,
                     category_evidence, second_category, picked, urgency, urgency_rule, place, review, digest,
                     origin_topic, origin_partition, origin_offset)
select channel, id || '-' || n, reported_at, reporter || '-' || n, masked_text, masked_place, category, family,
       confidence, category_evidence, second_category, picked, urgency, urgency_rule, place, review, digest,
       origin_topic, origin_partition, origin_offset + n * 1000000::bigint
from reports, generate_series(1, $2 - 1) as copy (n)
where $1 > 0
order by n / $1, reported_at;

-- name: links
insert into links (channel, report_id, incident_id, decision, new_voice, distance_m, gap_s, evidence, score, terms)
select channel, report_id || '-' || n, pg_temp.renamed(incident_id, n, $1), decision, new_voice, distance_m, gap_s,
       evidence, score, terms
from links, generate_series(1, $2 - 1) as copy (n)
order by n / $1, position;
