"""Years of a city in which some kelurahan report seldom, and of some little is known: for pictures."""

from sinks.postgres import Pool
from tests.bench.council_town import fill
from tests.unit.core.bekasi import CATALOG

INCIDENTS = 60_000
QUIET = ["bantargebang", "ciketingudik", "cimuning", "jatiranggon", "sumurbatu", "mustikasari"]
LITTLE = ["jatiluhur", "pejuang"]

_SILENT = """
delete from links using incidents
where incident_id = incidents.id and decision = 'joins' and kelurahan = any($1::text[])
      and abs(hashtext(links.report_id)) % 10 < 7
"""
_FEW = """
update incidents set opened_at = opened_at - interval '9 years'
where kelurahan = any($1::text[]) and abs(hashtext(id)) % 20 > 0
"""


async def heard_unevenly(pool: Pool) -> None:
    """Of the quiet ones three in ten second voices are left, of the others one in twenty incidents."""
    await fill(pool, CATALOG, INCIDENTS)
    await pool.execute(_SILENT, QUIET)
    await pool.execute(_FEW, LITTLE)
