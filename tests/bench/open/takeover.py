"""How long a true resolve worker takes until it is ready, by the open incidents that Postgres holds."""

import tempfile
from collections.abc import AsyncIterator, Sequence
from contextlib import AsyncExitStack, asynccontextmanager
from pathlib import Path
from time import perf_counter

import asyncpg
from prometheus_client.parser import text_string_to_metric_families

from sinks.pool import connect
from sinks.postgres import Store
from streams.embedded import EmbeddedPostgres
from streams.settings import ClockSettings, PostgresSettings, Settings
from streams.stack import prepare
from tests.bench.figures import Figure, Figures
from tests.bench.open.rows import FIRST, copy, write_first
from tests.e2e.servers import Guard, broker
from tests.e2e.workers import Worker
from tests.waiting import until

READY_S = 600.0
POLL_S = 0.02
WAIT_S, FILL_S = 10.0, 3_600.0
NOBODY = "none"


async def measured(counts: Sequence[int], rounds: int, code: Path | None = None) -> Figures:
    """From the start of the process; `none` is what it takes anyway, for Python, Kafka and an empty Postgres.

    `code` is a folder with another version.
    """
    rows = []
    for count in (0, *counts):
        async with filled(count) as settings:
            runs = [await _ready_s(settings, count, code) for _ in range(rounds)]
        rows.append(Figure(f"{count:,}" if count else NOBODY, tuple(runs)))
    return Figures("growth_takeover", "Start of a worker, by open incidents", "s until ready", rows)


@asynccontextmanager
async def filled(count: int) -> AsyncIterator[Settings]:
    """A broker, and a Postgres with so many open incidents."""
    async with AsyncExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="sinergi-bench-")))
        server = stack.enter_context(EmbeddedPostgres(folder / "pg"))
        kafka = stack.enter_context(broker(folder)).settings()
        settings = Settings(
            kafka=kafka,
            postgres=PostgresSettings(url=server.url),
            clock=ClockSettings(tick_s=0),
            folder=folder,
        )
        await prepare(settings)
        if count:
            pool = await connect(server.url, wait_s=WAIT_S, statement_timeout_s=FILL_S)
            keys = await write_first(Store(pool, "bench"), min(count, FIRST))
            await pool.close()
            connection = await asyncpg.connect(server.url)
            await copy(connection, keys, count)
            await connection.close()
        yield settings


async def _ready_s(settings: Settings, count: int, code: Path | None) -> float:
    with Guard() as guard:
        worker = Worker("resolve", 0, settings, guard, *([code] if code else []))
        began = perf_counter()
        await worker.start()
        try:
            await until(worker.is_ready, f"the worker to be ready; see {worker.log}", READY_S, POLL_S)
            took = perf_counter() - began
            assert abs(await _open(worker) - count) <= count / 50, "it took over what Postgres holds"
            return took
        finally:
            await worker.retire()


async def _open(worker: Worker) -> float:
    _, page = await worker.page("metrics")
    [found] = [
        sample.value
        for family in text_string_to_metric_families(page)
        for sample in family.samples
        if sample.name == "sinergi_open_incidents"
    ]
    return found
