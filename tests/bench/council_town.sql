-- What three years leave. $1 to $2 of $3 incidents, over $4 days, in the categories $5 of the agencies $8 and the kelurahan $6 of $7.
with made as (
    select n, now() - make_interval(secs => $4::float8 * 86400 * (1 - n::float8 / $3)) as opened_at,
           1 + floor(power(random(), 3) * array_length($5::text[], 1))::int as c,
           1 + floor(random() * array_length($6::text[], 1))::int as w,
           -ln(1 - random()) * 8 as answers_h, exp(3.4 + 1.2 * (random() + random() + random() + random() - 2)) as takes_h,
           random() as luck, random() as fate, 1 + floor(power(1 - random(), -0.5) - 1)::int as voices
    from generate_series($1::bigint, $2::bigint) as n
),
told as (
    select *, opened_at + make_interval(secs => answers_h * 3600) as answered_at,
           opened_at + make_interval(secs => (answers_h + takes_h) * 3600) as done_at
    from made
),
lived as (
    select *, answered_at < now() and luck > 0.03 as is_answered, done_at < now() and luck > 0.15 as is_done from told
)
insert into incidents (id, version, state, category, urgency, place, place_words, opened_at, last_reported_at, reports,
                       voices, summary, photos, routed, trace, recurs, closed_at, life)
select 'bekasi:x:' || lpad(n::text, 16, '0'), 5, case when is_done then 'closed' else 'open' end, ($5::text[])[c],
       (array['low', 'normal', 'normal', 'high'])[1 + floor(random() * 4)::int],
       jsonb_build_object('lat', -6.2 - random() / 10, 'lon', 107 + random() / 10, 'error_m', 10, 'by', 'coordinates',
                          'kelurahan', ($6::text[])[w], 'kecamatan', ($7::text[])[w], 'outside', false, 'evidence', 'koordinat dari pelapor'),
       'jl kenanga indah nomor ' || n, opened_at, opened_at, least(voices, 40), least(voices, 40),
       left(repeat(md5(n::text) || ' ', 6), 160), '[]',
       jsonb_build_array(jsonb_build_object('agency', ($8::text[])[c], 'rule', ($5::text[])[c] || '.0', 'reason',
                                            'tugas menurut peraturan', 'day', opened_at::date)),
       jsonb_build_object('points', jsonb_build_array(jsonb_build_array(-6.2, 107.0, 10)), 'address', md5(n::text),
                          'channel', 'sorot'),
       case when fate < 0.1 then 'bekasi:x:0' end, case when is_done then done_at + interval '3 days' end,
       case when is_answered then jsonb_strip_nulls(jsonb_build_object(
           'step', case when is_done then 'closed' else 'accepted' end, 'at', answered_at,
           'works', jsonb_build_array(jsonb_build_object(
               'agency', ($8::text[])[c], 'step', case when is_done then 'resolved' else 'accepted' end,
               'at', case when is_done then done_at else answered_at end, 'since', opened_at, 'version', 1,
               'partner', case when fate > 0.95 then 'mitra' end)),
           'reopened', case when fate between 0.1 and 0.15 then 1 end,
           'resolved_at', case when is_done then done_at end, 'vote', case when is_done then 1 end)) else '{}' end
from lived
-- A row is written anew with each change, so it lies where it was closed.
order by case when is_done then done_at else now() end;

insert into progress (agency, id, incident_id, at, by, said, why, content, digest, result, checks)
select routed -> 0 ->> 'agency', said || '-' || id, id, at, md5(id), said, '', jsonb_build_object('id', id, 'note', repeat(md5(id), 12)),
       md5(id), 'applied',
       case said when 'resolved' then jsonb_build_array(
           jsonb_build_object('name', 'photo', 'passed', random() > 0.1, 'words', 'ada foto dari tempatnya')) else '[]' end
from incidents
cross join lateral (values
    ('accepted', (life ->> 'at')::timestamptz), ('on_site', (life ->> 'at')::timestamptz + interval '2 hours'),
    ('resolved', (life ->> 'resolved_at')::timestamptz)) as word (said, at)
where at is not null and at < now() and (said <> 'on_site' or life ? 'resolved_at')
order by at;

insert into reports (channel, id, reported_at, reporter, masked_text, masked_place, category, family, confidence,
                     category_evidence, urgency, urgency_rule, place, digest, origin_topic, origin_partition, origin_offset)
select 'sorot', i.id || '/' || number, opened_at + make_interval(secs => case number when 1 then 0 else 86400 * 4 * random() end),
       md5(i.id || number), summary, place_words, category, 'x', 0.9, '[]', urgency, '', place, md5(i.id), 'reports.sorot', 0, 0
from incidents i cross join lateral generate_series(1, i.voices) as number
order by opened_at;

insert into links (channel, report_id, incident_id, decision, new_voice, evidence, terms)
select 'sorot', id, split_part(id, '/', 1), case split_part(id, '/', 2) when '1' then 'opens' else 'joins' end, true,
       'dekat, sejenis, dan tidak lama sesudahnya', '[]'
from reports order by reported_at;
