"""How long after a report is in Kafka its decision is, at a rate that is held."""

import asyncio
import json
import time
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import islice
from statistics import quantiles

from tests.bench.engine.environments import Peer
from tests.bench.engine.process import Failed, Running
from tests.bench.engine.reports import reports
from tests.bench.engine.run import running
from tests.bench.engine.scene import Scene

RATE = 1_000
FIRST = 200
"""So many come at once, and are waited for before the others come."""
STARTS_S = 60.0
WARM_S = 2
FOR_S = 10
GATHER_S = 0.01
"""So long a peer may wait for a batch to fill."""
LATE_S = 5.0
"""Who has not decided all so long after the last report does not hold the rate."""
_STEP_S = 0.005
_POLL_S = 0.05


Record = tuple[int, bytes, bytes]
"""Partition, key and value."""


@dataclass(frozen=True, slots=True)
class Latency:
    """In ms, of the reports of the last `FOR_S`."""

    p50: float
    p99: float
    max: float

    def __str__(self) -> str:
        return f"p50 {self.p50:.0f} ms, p99 {self.p99:.0f} ms, max {self.max:.0f} ms"


async def latency(peer: Peer, scene: Scene, *, batch: int) -> Latency:
    """Raises `Failed` where the peer does not hold the rate."""
    reads, table = await scene.topic("reports"), await scene.table()
    waiting = reports(FIRST + RATE * (WARM_S + FOR_S))
    try:
        async with running(peer, scene, reads, table, batch=batch, gather_s=GATHER_S) as run:
            await _send(scene, reads, islice(waiting, FIRST))
            await _decided(
                run, scene, FIRST, STARTS_S
            )  # Else what came while it joined its group would count.
            await _pour(scene, reads, waiting)
            await _decided(run, scene, await scene.ends(reads), LATE_S)
            return await _between(scene, reads, run.job.writes)
    finally:
        await scene.drop(reads)
        await scene.drop_table(table)


async def _decided(run: Running, scene: Scene, number: int, within_s: float) -> None:
    deadline = time.monotonic() + within_s
    while await scene.ends(run.job.writes) < number:
        run.check()
        if time.monotonic() > deadline:
            raise Failed(f"does not hold {RATE:,} reports/s")
        await asyncio.sleep(_POLL_S)


async def _pour(scene: Scene, topic: str, waiting: Iterator[Record]) -> None:
    """Publish at the rate."""
    total, sent, began = RATE * (WARM_S + FOR_S), 0, time.perf_counter()
    while sent < total:
        due = min(total, int((time.perf_counter() - began) * RATE)) - sent
        await _send(scene, topic, islice(waiting, due))
        sent += due
        await asyncio.sleep(_STEP_S)
    await scene.producer.flush()


async def _send(scene: Scene, topic: str, records: Iterable[Record]) -> None:
    for partition, key, value in records:
        await scene.producer.send(topic, value, key, partition)


async def _between(scene: Scene, reads: str, writes: str) -> Latency:
    said = {}
    async for at_ms, value in scene.read(reads):
        report = json.loads(value)
        if "lat" in report:  # What cannot be read is decided under another id.
            said[report["id"]] = at_ms
    warm_ms = max(said.values()) - 1_000 * FOR_S
    took_ms = []
    async for at_ms, value in scene.read(writes):
        began_ms = said.get(json.loads(value)["report"], 0)
        if began_ms >= warm_ms:
            took_ms.append(at_ms - began_ms)
    shares = quantiles(took_ms, n=100, method="inclusive")
    return Latency(shares[49], shares[98], max(took_ms))
