"""Incidents written as resolve writes them, as many as a test wants."""

from sinks.postgres import Pool

_ADD = """
insert into incidents (id, version, state, category, urgency, place, place_words, opened_at, last_reported_at,
                       reports, voices, summary, photos, routed, trace)
select format('bekasi:%s:%s%s', family, $1::text, lpad(n::text, 6, '0')), 1, 'open', category,
       case n % 15 when 9 then 'emergency' when 3 then 'high' when 5 then 'low' else 'normal' end,
       jsonb_build_object('lat', -6.33 + 0.13 * abs(hashint4(n)::bigint % 1000) / 1000.0,
                          'lon', 106.93 + 0.08 * abs(hashint4(-n)::bigint % 1000) / 1000.0, 'error_m', 20,
                          'kelurahan', (array['kayuringinjaya','margahayu','jatiasih'])[1 + n % 3],
                          'by', 'coordinates', 'kecamatan', null, 'outside', false, 'evidence', 'titik'),
       'Jalan Ahmad Yani', now() - make_interval(secs => n * 37), now() - make_interval(secs => n * 37), 1, 1,
       'Jalan rusak nomor ' || n, '[]', jsonb_build_array(jsonb_build_object(
           'agency', agency, 'rule', 'r', 'reason', 'alasan', 'day', '2026-11-28')), '{}'
from generate_series($2::int, $3::int) as n, lateral (
    select (array['traffic','road_water','environment'])[1 + n % 3] as family,
           (array['traffic_jam','road_damage','tree'])[1 + n % 3] as category,
           (array['dishub','dbmsda','dlh'])[1 + n % 3] as agency
) as kind
returning id
"""


async def open_incidents(pool: Pool, name: str, first: int, last: int) -> list[str]:
    """Their ids; the first is the newest. Each third is of dishub, dbmsda, dlh."""
    return [row["id"] for row in await pool.fetch(_ADD, name, first, last)]


async def touch(pool: Pool, ids: list[str]) -> None:
    """One more voice in each of them."""
    await pool.execute(
        "update incidents set version = version + 1, reports = reports + 1, voices = voices + 1"
        " where id = any($1::text[])",
        ids,
    )


async def close(pool: Pool, ids: list[str]) -> None:
    """They are over."""
    await pool.execute(
        "update incidents set version = version + 1, state = 'closed', closed_at = now()"
        " where id = any($1::text[])",
        ids,
    )
