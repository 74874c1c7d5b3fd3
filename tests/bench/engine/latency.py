"""How long after a report is in Kafka its decision is, at a rate that is held."""

import asyncio
import json
import time
from dataclasses import dataclass
from itertools import islice
from statistics import quantiles

from tests.bench.engine.environments import Peer
from tests.bench.engine.reports import reports
from tests.bench.engine.run import Failed, running
from tests.bench.engine.scene import Scene

RATE = 1_000
WARM_S = 5
FOR_S = 10
GATHER_S = 0.01
"""So long a peer may wait for a batch to fill."""
LATE_S = 5.0
"""Who has not decided all so long after the last report does not hold the rate."""
_STEP_S = 0.005


@dataclass(frozen=True, slots=True)
class Latency:
    """In ms, of the reports after the first `WARM_S`."""

    p50: float
    p99: float
    max: float

    def __str__(self) -> str:
        return f"p50 {self.p50:.0f} ms, p99 {self.p99:.0f} ms, max {self.max:.0f} ms"


async def latency(peer: Peer, scene: Scene, *, batch: int) -> Latency:
    """Raises `Failed` where the peer does not hold the rate."""
    reads, table = await scene.topic("reports"), await scene.table()
    try:
        async with running(peer, scene, reads, table, batch=batch, gather_s=GATHER_S) as run:
            sent = await _pour(scene, reads)
            deadline = time.monotonic() + LATE_S
            while await scene.ends(run.job.writes) < sent:
                run.check()
                if time.monotonic() > deadline:
                    raise Failed(f"does not hold {RATE:,} reports/s")
                await asyncio.sleep(0.05)
            return await _between(scene, reads, run.job.writes)
    finally:
        await scene.drop(reads)
        await scene.drop_table(table)


async def _pour(scene: Scene, topic: str) -> int:
    """Publish at the rate; how many."""
    total = RATE * (WARM_S + FOR_S)
    waiting, sent, began = reports(total), 0, time.perf_counter()
    while sent < total:
        due = min(total, int((time.perf_counter() - began) * RATE)) - sent
        for partition, key, value in islice(waiting, due):
            await scene.producer.send(topic, value, key, partition)
        sent += due
        await asyncio.sleep(_STEP_S)
    await scene.producer.flush()
    return total


async def _between(scene: Scene, reads: str, writes: str) -> Latency:
    said = {}
    async for at_ms, value in scene.read(reads):
        report = json.loads(value)
        if "lat" in report:  # What cannot be read is decided under another id.
            said[report["id"]] = at_ms
    warm_ms = min(said.values()) + 1_000 * WARM_S
    took_ms = []
    async for at_ms, value in scene.read(writes):
        began_ms = said.get(json.loads(value)["report"], 0)
        if began_ms >= warm_ms:
            took_ms.append(at_ms - began_ms)
    shares = quantiles(took_ms, n=100, method="inclusive")
    return Latency(shares[49], shares[98], max(took_ms))
