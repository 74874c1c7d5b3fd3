"""Incidents of days long past that agencies have answered, for the council's figures."""

from datetime import datetime

from sinks.postgres import Pool

_ANSWERED = """
with made as (
    insert into incidents (id, version, state, category, urgency, place, place_words, opened_at,
                           last_reported_at, reports, voices, summary, photos, routed, trace, closed_at, life)
    select format('bekasi:environment:%s%s', $1::text, n), 3, 'closed', 'tree', 'normal',
           jsonb_build_object('lat', -6.25, 'lon', 107.0, 'error_m', 20, 'kelurahan', $1::text,
                              'by', 'coordinates', 'kecamatan', null, 'outside', false, 'evidence', 'titik'),
           'Jalan Ahmad Yani', $2::timestamptz, $2, $5::int, $5, 'Pohon tumbang', '[]',
           '[{"agency": "dlh", "rule": "r", "reason": "alasan", "day": "2026-03-02"}]', '{}',
           done.at + interval '3 days',
           jsonb_build_object(
               'step', 'closed', 'at', done.at + interval '3 days', 'resolved_at', done.at, 'vote', 1,
               'works', jsonb_build_array(jsonb_build_object(
                   'agency', 'dlh', 'step', 'resolved', 'version', 1, 'since', $2, 'at', done.at)))
    from generate_series(1, $4::int) as n, (select $2::timestamptz + make_interval(hours => $3) as at) as done
    returning id, opened_at, substr(id, length('bekasi:environment:' || $1::text) + 1)::int as number
),
told as (
    insert into progress (agency, id, incident_id, at, by, said, why, content, digest, result, checks)
    select 'dlh', id, id, opened_at + interval '2 hours', 'x', 'accepted', '', '{}', '', 'applied', '[]'
    from made
),
spoken as (
    insert into reports (channel, id, reported_at, masked_text, masked_place, category, family, confidence,
                         category_evidence, urgency, urgency_rule, digest, origin_topic, origin_partition,
                         origin_offset)
    select 'sorot', id || '/' || voice, opened_at + voice * interval '1 hour', '', '', 'tree', 'environment',
           1, '[]', 'normal', '', '', '', 0, 0
    from made cross join generate_series(0, $5::int - 1) as voice where voice = 0 or number <= $6::int
    returning id
)
insert into links (channel, report_id, incident_id, decision, new_voice, evidence)
select 'sorot', id, split_part(id, '/', 1), 'joins', true, '' from spoken
"""


async def answered(
    pool: Pool, kelurahan: str, at: datetime, *, hours: int, cases: int, voices: int = 1, again: int = 0
) -> None:
    """So many of one kelurahan, accepted two hours after their first report and resolved so many after it.

    In the first `again` of them a further voice was heard every hour. The agency is dlh.
    """
    await pool.execute(_ANSWERED, kelurahan, at, hours, cases, voices, again)
