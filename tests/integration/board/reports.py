"""Reports of incidents written as resolve writes them, and corrections as it records them."""

import json
from collections.abc import Sequence

from sinks.postgres import Pool

_REPORTS = """
insert into reports (channel, id, reported_at, masked_text, masked_place, category, family, confidence,
                     category_evidence, urgency, urgency_rule, digest,
                     origin_topic, origin_partition, origin_offset)
select 'sorot', split_part(i.id, ':', 3) || '-' || n, i.opened_at + make_interval(secs => n), text,
       'dekat pasar', i.category, split_part(i.id, ':', 2), 0.9, '[]', i.urgency, 'biasa', '-',
       'reports.sorot', 0, 0
from incidents i, unnest($2::text[]) with ordinality as said (text, n) where i.id = $1
returning id
"""
_LINKS = """
insert into links (channel, report_id, incident_id, decision, new_voice, evidence, score, terms)
select 'sorot', id, $1, case when n = 1 then $3 else 'joins' end, true,
       case when alone then 'tidak ada yang dekat' else '35 m dari laporan pertama' end,
       case when alone then null else 1.4 end, case when alone then '[]'::jsonb else $4::jsonb end
from unnest($2::text[]) with ordinality as said (id, n),
     lateral (select n = 1 and $3 = 'opens') as first (alone)
"""
_TERMS = """[
    {"name": "jarak", "words": "35 m", "weight": 2.2}, {"name": "waktu", "words": "5 jam", "weight": -0.8}
]"""
_CORRECTION = """
insert into corrections
       (id, at, by, why, kind, content, digest, result, code, field, reason, incidents, before)
values ($1, now(), $2, $3, $4::jsonb ->> 'kind', json_build_object('what', $4::jsonb), '-',
        $5, $6, $6, $6, $7, '{}')
"""


async def add_reports(pool: Pool, incident: str, texts: Sequence[str], decision: str = "opens") -> list[str]:
    """The first founds it, the others have joined; `channel:id` of each."""
    ids = [row["id"] for row in await pool.fetch(_REPORTS, incident, texts)]
    await pool.execute(_LINKS, incident, ids, decision, _TERMS)
    await pool.execute(
        "update incidents set reports = $2, voices = $2, version = version + 1 where id = $1",
        incident,
        len(ids),
    )
    return [f"sorot:{id}" for id in ids]


async def ask(pool: Pool, one: str, other: str) -> None:
    """One is perhaps the same as the other."""
    await pool.execute("update incidents set perhaps = $2, version = version + 1 where id = $1", one, other)


async def record_correction(
    pool: Pool,
    id: str,
    what: dict[str, object],
    *,
    incidents: Sequence[str],
    by: str = "ani",
    why: str = "hasil peninjauan",
    code: str | None = None,
) -> None:
    """As applied, or refused where there is a code."""
    result = "refused" if code else "applied"
    await pool.execute(_CORRECTION, id, by, why, json.dumps(what), result, code, list(incidents))
