"""aiokafka's producer as `sinks.topics.publish` uses it: sends fail, half succeed, are confirmed late."""

import asyncio
from dataclasses import dataclass, field
from typing import Any

from faust.types import TP

from schemas.passage import Headers
from tests.simulation.broker import Broker
from tests.simulation.process import PROCESS, Process
from tests.simulation.world import AT_ONCE, LATE_S, LostConnectionError, Strike, World, settle

BATCH_RECORDS = 4


@dataclass(slots=True)
class Batch:
    """Records of one partition that go in one request."""

    records: list[tuple[bytes, bytes, Headers]] = field(default_factory=list)

    def append(self, *, timestamp: None, key: bytes, value: bytes, headers: Headers) -> object | None:
        """None when it is full."""
        if len(self.records) == BATCH_RECORDS:
            return None
        self.records.append((key, value, headers))
        return self


class Producer:
    """Of one process. The batches of a partition arrive in the order in which they were sent.

    Behind one that was lost none arrives: it is idempotent, and the broker takes no number before its turn.
    """

    def __init__(self, world: World, broker: Broker) -> None:
        self._world, self._broker = world, broker
        self._leaves_at: dict[TP, float] = {}
        self._arrives_at: dict[TP, float] = {}
        self._broken: set[TP] = set()

    async def partitions_for(self, topic: str) -> range:
        """Raises KeyError for a topic that nobody made."""
        return range(self._broker.partitions[topic])

    def create_batch(self) -> Batch:
        """An empty one."""
        return Batch()

    async def send_batch(self, batch: Batch, topic: str, *, partition: int) -> "asyncio.Future[None]":
        """What it returns is done once the broker has the batch."""
        world, process = self._world, PROCESS.get()
        strike = world.strike("send")
        if strike:
            world.note(strike.value, "send", topic, partition)
        confirmed: asyncio.Future[None] = world.loop.create_future()
        tp = TP(topic, partition)
        if process and (strike in {Strike.FAIL_BEFORE, Strike.KILL_BEFORE} or tp in self._broken):
            self._broken.add(tp)
            self._keep(confirmed, process, strike or Strike.FAIL_BEFORE)
            return confirmed
        if strike is Strike.STOP_BEFORE and process:
            world.hit(process, strike)
            await asyncio.sleep(0)
        waits_s = 0.0 if world.random.random() < AT_ONCE else world.latency_s()
        leaves_at = max(world.loop.now + waits_s, self._leaves_at.get(tp, 0.0))
        self._leaves_at[tp] = leaves_at
        world.loop.at(leaves_at, self._leave, batch, tp, confirmed, process, strike)
        return confirmed

    def _keep(self, confirmed: "asyncio.Future[None]", process: Process, strike: Strike) -> None:
        """No broker is there for a while, until the client gives up or its process ends."""
        world = self._world
        at = world.loop.now + world.random.random() * LATE_S
        if strike is Strike.FAIL_BEFORE:
            world.loop.at(at, settle, confirmed, None, LostConnectionError(strike.value))
        else:
            world.loop.at(at, world.hit, process, strike)

    def _leave(self, *sending: Any) -> None:
        """A batch waits in the memory of its process until the broker is ready, and may die with it."""
        world, (_, tp, _, process, _) = self._world, sending
        if process and not process.alive:
            return
        if process and process.stopped:
            process.parked.append((self._leave, sending, None))
            return
        at = max(world.loop.now + world.latency_s(), self._arrives_at.get(tp, 0.0))
        self._arrives_at[tp] = at
        world.loop.at(at, self._arrive, *sending)

    def _arrive(
        self,
        batch: Batch,
        tp: TP,
        confirmed: "asyncio.Future[None]",
        process: Process | None,
        strike: Strike | None,
    ) -> None:
        world, broker = self._world, self._broker
        for key, value, headers in batch.records:
            broker.append(tp, key, value, headers, broker.now_ms())
        world.note("appended", process.name if process else "-", tp.topic, tp.partition, len(batch.records))
        error = LostConnectionError(strike.value) if strike is Strike.FAIL_AFTER else None
        if strike and process:
            world.hit(process, strike)
        world.answer(confirmed, None, error, strike)
