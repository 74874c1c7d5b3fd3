"""How long the council waits for its figures: `python -m tests.bench.council [--incidents N] [--rounds N]`.

An embedded Postgres with three years of incidents, what agencies said of them and all reports; each question
as the board asks it, with what is worked out of the answer. Filling it takes minutes and some gigabytes.
"""

import argparse
import asyncio
import tempfile
from collections import defaultdict
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from time import perf_counter, process_time

from rich.console import Console

from schemas.catalog import load
from sinks.migrate import migrate
from sinks.postgres import Pool, connect
from sinks.reading_council import By, cases, heard
from streams.council.figures import rows
from streams.council.hearing import OBSERVED_DAYS, heardness
from streams.stack.embedded import EmbeddedPostgres
from tests.bench.council_town import DAY_S, DAYS, fill
from tests.bench.figures import Figure, Figures, keep, show
from tests.bench.processes import unwind_at_sigterm

WHOLE = DAYS + 1
ASKED: tuple[tuple[By, int], ...] = (
    *(("city", 91), ("agency", 91), ("kelurahan", 91), ("week", 91)),
    *(("kelurahan", 365), ("kelurahan", WHOLE), ("agency", WHOLE)),
)
HEARD = (182, 365, WHOLE)
CATALOG = load()


async def answers(pool: Pool, by: By, days: int) -> None:
    now = datetime.now(UTC)
    found = await cases(pool, by, now - timedelta(days=days), now, CATALOG.city.zone)
    assert rows(found, CATALOG)


async def hearing(pool: Pool, days: int) -> None:
    now = datetime.now(UTC)
    cells = await heard(pool, now - timedelta(days=days), now, OBSERVED_DAYS * DAY_S)
    assert heardness(cells, {one.id: one.kecamatan for one in CATALOG.kelurahan.values()})


async def measured(pool: Pool, rounds: int) -> tuple[list[Figure], list[Figure]]:
    """Seconds until the answer is there, and seconds of this process's own work in them."""
    asked: dict[str, Callable[[], Awaitable[None]]] = {
        f"by {by}, {days} days": lambda by=by, days=days: answers(pool, by, days) for by, days in ASKED
    } | {f"hearing, {days} days": lambda days=days: hearing(pool, days) for days in HEARD}
    waited, worked = defaultdict(list), defaultdict(list)
    for _ in range(rounds):
        for name, ask in asked.items():
            began, spent = perf_counter(), process_time()
            await ask()
            waited[name].append(perf_counter() - began)
            worked[name].append(process_time() - spent)
    waits = [Figure(name, tuple(runs)) for name, runs in waited.items()]
    return waits, [Figure(name, tuple(runs)) for name, runs in worked.items()]


async def main(incidents: int, rounds: int, *, kept: bool) -> None:
    console = Console()
    with (
        tempfile.TemporaryDirectory(prefix="sinergi-") as folder,
        EmbeddedPostgres(Path(folder) / "pg") as own,
    ):
        pool = await connect(own.url, wait_s=10, statement_timeout_s=3_600)
        await migrate(pool)
        began = perf_counter()
        await fill(pool, CATALOG, incidents)
        size_mb = await pool.fetchval("select pg_database_size(current_database())") / 1e6
        console.print(
            f"{incidents:,} incidents, {size_mb:,.0f} MB, filled in {perf_counter() - began:,.0f} s"
        )
        waited, worked = await measured(pool, rounds)
        await pool.close()
    title = f"The council's figures of {incidents:,} incidents in three years"
    for bench, figures, unit in (
        ("council", waited, "seconds until they are there"),
        ("council_work", worked, "seconds of the asking process's own work in them"),
    ):
        found = Figures(bench, title, unit, figures)
        show(found)
        if kept:
            keep(found)


if __name__ == "__main__":
    unwind_at_sigterm()
    told = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    told.add_argument("--incidents", type=int, default=1_000_000)
    told.add_argument("--rounds", type=int, default=3)
    told.add_argument("--quick", action="store_true", help="20,000 incidents, not kept")
    given = told.parse_args()
    asyncio.run(
        main(
            20_000 if given.quick else given.incidents,
            1 if given.quick else given.rounds,
            kept=not given.quick,
        )
    )
