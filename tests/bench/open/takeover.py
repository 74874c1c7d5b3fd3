"""How long a true resolve worker takes until it is ready, by the open incidents that Postgres holds."""

import tempfile
from collections.abc import AsyncIterator, Sequence
from contextlib import AsyncExitStack, asynccontextmanager
from pathlib import Path
from time import perf_counter

import asyncpg
import psutil

from sinks.pool import connect
from sinks.postgres import Store
from streams.settings import ClockSettings, PostgresSettings, Settings
from streams.stack import prepare
from streams.stack.embedded import EmbeddedPostgres
from tests.bench.figures import Figure, Figures
from tests.bench.open.rows import FIRST, copy, write_first
from tests.bench.processes import spent_s
from tests.e2e.servers import Guard, broker
from tests.e2e.workers import Worker
from tests.scraped import scraped
from tests.waiting import until

READY_S = 600.0
POLL_S = 0.02
WAIT_S, FILL_S = 10.0, 3_600.0
NOBODY = "none"


async def measured(counts: Sequence[int], rounds: int) -> list[Figures]:
    """From the start of the process; `none` is what it takes anyway: Python, Kafka and an empty Postgres."""
    walls, processors = [], []
    for count in (0, *counts):
        name = f"{count:,}" if count else NOBODY
        async with filled(count) as (settings, server):
            runs = [await _ready(settings, server, count) for _ in range(rounds)]
        walls.append(Figure(name, tuple(wall_s for wall_s, _ in runs)))
        processors.append(Figure(name, tuple(cpu_s for _, cpu_s in runs)))
    title = "Start of a worker, by open incidents"
    return [
        Figures("growth_takeover", title, "s until ready", walls),
        Figures("growth_takeover_cpu", title, "s of the processor, with Postgres", processors),
    ]


@asynccontextmanager
async def filled(count: int) -> AsyncIterator[tuple[Settings, psutil.Process]]:
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
        yield settings, psutil.Process(server._pid)


async def _ready(settings: Settings, server: psutil.Process, count: int) -> tuple[float, float]:
    with Guard() as guard:
        worker = Worker("resolve", 0, settings, guard)
        began, before_s = perf_counter(), spent_s([server])
        await worker.start()
        try:
            await until(worker.is_ready, f"the worker to be ready; see {worker.log}", READY_S, POLL_S)
            took = perf_counter() - began
            cpu_s = spent_s([server]) - before_s + spent_s([psutil.Process(worker.pid)])
            assert abs(await _open(worker) - count) <= count / 50, "it took over what Postgres holds"
            return took, cpu_s
        finally:
            await worker.retire()


async def _open(worker: Worker) -> float:
    _, page = await worker.page("metrics")
    return scraped(page)["sinergi_open_incidents"][()]
