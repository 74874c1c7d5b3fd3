"""The product's `Consumer` and `Thread` without Faust's services and threads beneath them."""

import asyncio
from collections.abc import Awaitable, Callable, Mapping
from functools import partial
from types import SimpleNamespace
from typing import Any

from aiokafka.errors import IllegalStateError
from faust.transport.drivers import aiokafka as driver
from faust.types import TP

from streams.transport import Chunk, Consumer, Owner
from streams.transport.buffers import Buffers, Urgent
from streams.transport.ledger import Ledger
from streams.transport.thread import Thread
from streams.transport.turns import Pace
from tests.simulation.broker import REBALANCE_S, Group
from tests.simulation.client import Client
from tests.simulation.process import Ended

SLOW_HOP, HOP = 0.05, 0.2
CHUNK_S = 0.25
FETCH_S = 10.0
"""Faust asks again each second; here only what happens costs time."""


class SimulatedThread(Thread):
    """The thread's own code, in the loop of the simulation."""

    def __init__(self, consumer: "SimulatedConsumer", client: Client) -> None:
        self.consumer = consumer
        self._client = client
        self.tp_last_committed_at = {}
        self._buffers, self._starts = Buffers(), {}
        self._waiter, self._nudged = None, False

    @property
    def thread_loop(self) -> asyncio.AbstractEventLoop:
        return self._client.world.loop

    def _ensure_consumer(self) -> Any:
        return self._client

    async def call_thread(self, act: Callable[..., Awaitable[Any]], *args: Any) -> Any:
        await self._hop()
        found = await act(*args)
        await self._hop()
        return found

    async def _hop(self) -> None:
        """From one thread to the other, which takes until others had their turn."""
        world = self._client.world
        chance = world.random.random()
        if chance < SLOW_HOP:
            await asyncio.sleep(world.latency_s())
        elif chance < HOP:
            await asyncio.sleep(0)

    async def crash(self, reason: BaseException) -> None:
        raise Ended from reason


class Faust(driver.Consumer):
    """What Faust does between the product's consumer and aiokafka, as far as offsets are concerned."""

    queues: "tuple[Queue, ...]"
    spawn: Callable[[Callable[[], Awaitable[None]]], None]

    async def on_partitions_revoked(self, revoked: set[TP]) -> None:
        for tp in revoked:
            self._read_offset.pop(tp, None)
        if self.assignment():
            self.stop_flow()
            for queue in self.queues:
                queue.suspend()
            await self.wait_empty()

    async def on_partitions_assigned(self, assigned: set[TP], generation_id: int = 0) -> None:
        self.spawn(partial(self._resume, generation_id))

    async def _resume(self, generation: int) -> None:
        await asyncio.sleep(0)
        if self.app.consumer_generation_id != generation:
            return
        try:
            if self.assignment():
                await self.perform_seek()
        except IllegalStateError:
            return
        if self.app.consumer_generation_id == generation and self.flow_wanted:
            for queue in self.queues:
                queue.resume()
            self.resume_flow()


class SimulatedConsumer(Consumer, Faust):
    """The product's consumer; what it needs of an app and a service is here."""

    should_stop = False
    flow_wanted = True
    thread = SimulatedThread

    def __init__(
        self,
        client: Client,
        owner: Owner | None,
        urgent: Urgent | None,
        together: Mapping[str, str],
        spawn: Callable[[Callable[[], Awaitable[None]]], None],
    ) -> None:
        self.ledger = Ledger(together)
        self._changed = asyncio.Event()
        self._ownership = asyncio.Lock()
        self._owning = False
        self._ends = {}
        self._read_offset, self._committed_offset = {}, {}
        self._commit_fut = None
        self._uncommitted = asyncio.Event()
        self._client = client
        self.spawn = spawn
        self.can_resume_flow, self.suspend_flow = asyncio.Event(), asyncio.Event()
        self.not_waiting_next_records = asyncio.Event()
        self.flow_active = True
        conf = SimpleNamespace(broker_rebalance_timeout=REBALANCE_S)
        self.app = SimpleNamespace(conf=conf, consumer_generation_id=-1, client_only=False)
        self.transport = SimpleNamespace(owner=owner, urgent=urgent, together=together)
        self._pace = Pace(client._max_poll_records, CHUNK_S)
        self._thread = self.thread(self, client)
        self.queues = ()

    @property
    def loop(self) -> Any:
        return self._client.world.loop

    async def wait(self, *waits: Any, **_: Any) -> None:
        for one in waits:
            await one

    async def coordinate(self, group: Group) -> None:
        """aiokafka's coordinator: join, and join again whenever the group begins anew."""
        client = self._client
        while True:
            client._subscription.reassignment_in_progress = True
            await self.on_partitions_revoked(set(client.assignment()))
            generation, assigned = await self._join(group)
            client.assign(generation, assigned)
            client._subscription.reassignment_in_progress = False
            self.app.consumer_generation_id = generation
            await self.on_partitions_assigned(set(assigned), generation)
            await client.rebalanced()

    async def _join(self, group: Group) -> tuple[int, frozenset[TP]]:
        client, world = self._client, self._client.world
        answer: asyncio.Future[tuple[int, frozenset[TP]]] = world.loop.create_future()
        world.loop.at(world.loop.now + world.latency_s(), _joins, client, group, answer)
        return await answer

    async def fetch(self) -> None:
        """Faust's fetcher: chunks into the queues of the agents."""
        by_topic = {topic: queue for queue in self.queues for topic in queue.topics}
        while True:
            async for tp, message in self.getmany(FETCH_S):
                by_topic[tp.topic].put(message.value)
                self._read_offset[tp] = message.offset

    async def commit_now_and_then(self, every_s: float) -> None:
        """Faust's committer, which wakes up only where there is something to commit."""
        began_s = self.loop.time()
        while True:
            await self._uncommitted.wait()
            self._uncommitted.clear()
            while self.ledger.to_commit():
                await asyncio.sleep(every_s - (self.loop.time() - began_s) % every_s)
                await self.commit()

    def _finish(self, chunk: Chunk) -> bool:
        self._uncommitted.set()
        return super()._finish(chunk)


def _joins(client: Client, group: Group, answer: "asyncio.Future[tuple[int, frozenset[TP]]]") -> None:
    if client.process.alive:
        group.join(client, answer)


class Queue:
    """An agent's stream: nothing comes out while the flow is suspended, and what was in is dropped."""

    def __init__(self, consumer: SimulatedConsumer, topics: tuple[str, ...]) -> None:
        self.app = SimpleNamespace(consumer=consumer)
        self.topics = topics
        self._chunks: list[Chunk] = []
        self._flows = True
        self._changed = asyncio.Event()

    def put(self, chunk: Chunk) -> None:
        """One more."""
        self._chunks.append(chunk)
        self._changed.set()

    def suspend(self) -> None:
        """Nothing comes out, and what is in is forgotten."""
        self._flows = False
        self._chunks.clear()

    def resume(self) -> None:
        """As before."""
        self._flows = True
        self._changed.set()

    async def noack(self) -> Any:
        """What an agent iterates over."""
        while True:
            while not (self._flows and self._chunks):
                self._changed.clear()
                await self._changed.wait()
            yield self._chunks.pop(0)
