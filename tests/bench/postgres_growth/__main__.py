"""Postgres as it fills: `python -m tests.bench.postgres_growth [--reports 10000000] [--rounds 5]`.

A small broker, workers and Postgres take in some thousand reports of a simulated city, whose incidents are
then fixed and closed. Copies of these rows, with other ids, places and times, fill a Postgres of the bench's
own with a year of 10^5, 10^6 and as many reports as were asked for, or as fit on the disk beside
`--spare-gb`. At each size it tells what tables and indexes take, and how long each statement of
`sinks/queries` that meets a large table takes, with arguments that are there, by EXPLAIN (ANALYZE, BUFFERS);
at the largest also what a day of `sinergi retain` takes. What was filled is removed, also where the bench
is killed, unless it is to be kept in `--folder`, from where it then goes on. --quick shows that it runs.
"""

import argparse
import asyncio
import signal
import tempfile
from collections.abc import Sequence
from pathlib import Path
from time import perf_counter

from rich.console import Console

from sinks.migrate import migrate
from streams.connections import postgres
from streams.settings import PostgresSettings
from tests.bench.postgres_growth.asking import Answer, ask, write
from tests.bench.postgres_growth.filling import fill, load_seed
from tests.bench.postgres_growth.night import tell_a_night
from tests.bench.postgres_growth.questions import QUESTIONS
from tests.bench.postgres_growth.seed import written_by_the_product
from tests.bench.postgres_growth.server import in_haste, scratch, server
from tests.bench.postgres_growth.sizes import fitting, size_of
from tests.bench.postgres_growth.telling import keep_all, tell_answers, tell_sizes
from tests.bench.processes import unwind_at_sigterm

FIRST = (100_000, 1_000_000)
TRUE_ROWS = 5_000

console = Console(width=140)


async def main(reports: int, rounds: int, spare_gb: float, folder: Path | None, *, kept: bool) -> None:
    """Fills, asks and tells."""
    with scratch(folder) as here:
        goes_on = (here / "pg").exists()
        async with server(here) as url:
            async with postgres(PostgresSettings(url=url), wait_s=30, unchecked=True) as pool:
                await migrate(pool)
            if not goes_on:
                await _seeded(url, min(TRUE_ROWS, reports // 4))
            found: dict[int, Sequence[Answer]] = {}
            for asked in [reports] if goes_on else [*(one for one in FIRST if one < reports), reports]:
                if not goes_on:
                    await _filled(url, asked, here, spare_gb)
                size = await size_of(url)
                found[size.reports] = [
                    *await ask(url, QUESTIONS, size.copies, rounds),
                    await write(url, size.reports, rounds),
                ]
                tell_sizes(size, console)
                tell_answers(found, console)
                if kept:
                    keep_all(size, found[size.reports])
            await tell_a_night(url, here, console)


async def _seeded(url: str, reports: int) -> None:
    with tempfile.TemporaryDirectory(prefix="sinergi-bench-") as folder:
        await load_seed(url, await written_by_the_product(reports, Path(folder)))


async def _filled(url: str, reports: int, folder: Path, spare_gb: float) -> None:
    fits = await fitting(url, folder, spare_gb)
    if fits < reports:
        console.print(f"{reports:,} reports do not fit beside {spare_gb:,.0f} GB that are spared: {fits:,}")
    began = perf_counter()
    async with in_haste(url):
        await fill(url, min(reports, fits))
    console.print(f"filled in {perf_counter() - began:,.0f} s")


def _ends(*_: object) -> None:
    """As Ctrl-C does, so that all that was begun is ended and removed."""
    raise KeyboardInterrupt


if __name__ == "__main__":
    unwind_at_sigterm()
    asked = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    asked.add_argument("--reports", type=int, default=10_000_000)
    asked.add_argument("--rounds", type=int, default=7, help="so often each statement is asked")
    asked.add_argument("--spare-gb", type=float, default=25.0, help="of the disk, that stay free")
    asked.add_argument("--folder", type=Path, help="where all is kept, and from where it goes on")
    asked.add_argument("--quick", action="store_true")
    given = asked.parse_args()
    if given.quick:
        given.rounds, given.reports = 1, 2_000
    signal.signal(signal.SIGTERM, _ends)
    asyncio.run(main(given.reports, given.rounds, given.spare_gb, given.folder, kept=not given.quick))
