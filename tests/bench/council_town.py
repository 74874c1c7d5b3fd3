"""A Postgres with years of incidents, what agencies said of them and who told, for `tests.bench.council`."""

from pathlib import Path

from schemas.catalog.models import Catalog
from sinks.postgres import Pool

DAYS = 3 * 365
DAY_S = 86_400
WRITTEN_AT_ONCE = 100_000
STATEMENTS = Path(__file__).with_suffix(".sql")


async def fill(pool: Pool, catalog: Catalog, incidents: int) -> None:
    """So many in three years, and what belongs to them."""
    categories = [one for one in catalog.categories.values() if one.routes]
    wards = [*catalog.kelurahan.values()]
    first_of_all, *others = STATEMENTS.read_text(encoding="utf-8").rstrip(";\n").split(";\n")
    for first in range(1, incidents + 1, WRITTEN_AT_ONCE):
        await pool.execute(
            first_of_all,
            *(first, min(incidents, first + WRITTEN_AT_ONCE - 1), incidents, float(DAYS)),
            *([one.id for one in categories], [one.id for one in wards], [one.kecamatan for one in wards]),
            [one.routes[0].agency for one in categories],
        )
    for statement in others:
        await pool.execute(statement)
    await pool.execute("vacuum analyze")
