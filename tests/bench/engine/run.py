"""One peer, once: watched until all is written, and checked."""

import asyncio
import secrets
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass

from tests.bench.engine.environments import Peer
from tests.bench.engine.expected import Expected
from tests.bench.engine.job import Job
from tests.bench.engine.process import Failed, Running, started
from tests.bench.engine.reports import PARTITIONS
from tests.bench.engine.scene import Scene

DRAINED_S = 300.0
COMMITTED_S = 20.0
_POLL_S = 0.02


@dataclass(frozen=True, slots=True)
class Drained:
    """What one drain came to; CPU of the peer's processes alone, without Kafka's and Postgres'."""

    per_s: float
    steady_per_s: float
    """Without connecting and joining the group: from the first decision that was seen on."""
    cpu_us: float

    def __str__(self) -> str:
        rates = f"{self.per_s:9,.0f} reports/s, {self.steady_per_s:9,.0f} from the first on"
        return f"{rates}, {self.cpu_us:5.1f} µs of CPU each"


@asynccontextmanager
async def running(
    peer: Peer, scene: Scene, reads: str, table: str, *, batch: int, gather_s: float
) -> AsyncIterator[Running]:
    """Start the peer, tell it to go, and end it in the end."""
    token = secrets.token_hex(4)
    folder = scene.folder / f"{peer.module}-{token}"
    folder.mkdir()
    job = Job(
        scene.brokers,
        scene.postgres_url,
        reads=reads,
        writes=await scene.topic("decisions"),
        table=table,
        group=f"bench-{token}",
        folder=str(folder),
        partitions=PARTITIONS,
        batch=batch,
        gather_s=gather_s,
    )
    try:
        async with started(peer, job) as run:
            yield run
    finally:
        await scene.drop(job.writes)


async def drain(peer: Peer, scene: Scene, reads: str, wanted: Expected, *, batch: int) -> Drained:
    """Drain a topic. Raises `Failed` if it comes to anything else than it should."""
    table = await scene.table()
    async with running(peer, scene, reads, table, batch=batch, gather_s=0.1) as run:
        began = time.perf_counter()
        first: tuple[float, int] | None = None
        while (done := await scene.ends(run.job.writes)) < wanted.records:
            run.check()
            if done and first is None:
                first = time.perf_counter() - began, done
            if time.perf_counter() - began > DRAINED_S:
                raise Failed(f"decided {done} of {wanted.records} in {DRAINED_S:.0f} s")
            await asyncio.sleep(_POLL_S)
        while await scene.count(table) < wanted.records:
            run.check()
            if time.perf_counter() - began > DRAINED_S:
                raise Failed("wrote too few rows")
            await asyncio.sleep(_POLL_S)
        took_s, cpu_s = time.perf_counter() - began, run.cpu_s()
        if peer.commits is None:
            await _committed(run, scene, wanted.records)
        await _check(run, scene, wanted)
    await scene.drop_table(table)
    return Drained(
        per_s=wanted.records / took_s,
        steady_per_s=_steady(first or (0.0, 0), took_s, wanted.records),
        cpu_us=1e6 * cpu_s / wanted.records,
    )


def _steady(first: tuple[float, int], took_s: float, records: int) -> float:
    first_s, done = first
    return (records - done) / (took_s - first_s)


async def _committed(run: Running, scene: Scene, records: int) -> None:
    deadline = time.monotonic() + COMMITTED_S
    while await scene.committed(run.job.group, run.job.reads) < records:
        run.check()
        if time.monotonic() > deadline:
            raise Failed("did not commit what it had done")
        await asyncio.sleep(_POLL_S)


async def _check(run: Running, scene: Scene, wanted: Expected) -> None:
    job = run.job
    if (rows := await scene.count(job.table)) != wanted.records:
        raise Failed(f"wrote {rows} rows for {wanted.records} records")
    if (sent := await scene.ends(job.writes)) != wanted.records:
        raise Failed(f"sent {sent} decisions for {wanted.records} records")
    if run.peer.module == "limit":
        return
    if await scene.decided(job.writes) != wanted.decisions:
        raise Failed("came to other decisions")
    if await scene.rows(job.table) != wanted.rows:
        raise Failed("wrote other rows")
