"""aiokafka's consumer as `streams.transport` leans on it, reading from the model of the broker."""

import asyncio
from collections.abc import Iterable, Mapping
from contextlib import nullcontext
from types import SimpleNamespace
from typing import Any

from aiokafka.errors import IllegalStateError
from faust.types import TP

from streams.wire import Run
from tests.simulation.broker import Broker, Group
from tests.simulation.process import Process
from tests.simulation.world import World

_NOBODY_ASKS = nullcontext()


class Client:
    """One member of a group. Where it reads is its own business, not the broker's."""

    _closed = False

    def __init__(
        self,
        world: World,
        broker: Broker,
        group: Group,
        process: Process,
        topics: Iterable[str],
        chunk_records: int,
    ) -> None:
        self.world, self.broker, self.group, self.process = world, broker, group, process
        self.topics = tuple(topics)
        self.member = process.name
        self.generation = -1
        self._wanted = 0
        self._arriving = False
        self._changed = asyncio.Event()
        self._max_poll_records = chunk_records
        self._fetcher = Fetcher(self)
        self._subscription = Subscription()

    def assignment(self) -> set[TP]:
        """What the group gave it last."""
        return set(self._subscription.states)

    def assign(self, generation: int, partitions: Iterable[TP]) -> None:
        """A new generation begins; where to read is for others to say."""
        self.close()
        self.generation = generation
        self._subscription.states = {
            tp: SimpleNamespace(position=None, highwater=None) for tp in sorted(partitions)
        }
        for tp in self._subscription.states:
            self.broker.watching[tp].add(self)

    def close(self) -> None:
        """Hear of nothing more."""
        for tp in self._subscription.states:
            self.broker.watching[tp].discard(self)

    def rebalance(self, generation: int) -> None:
        """A heartbeat says that a generation begins."""
        self._wanted = max(self._wanted, generation)
        self._changed.set()

    async def rebalanced(self) -> None:
        """Until a generation begins that it has not joined yet."""
        while self._wanted <= self.generation:
            self._changed.clear()
            await self._changed.wait()

    def await_arrival(self) -> None:
        """Something can be fetched soon: one answer brings what is there by then."""
        if not self._arriving:
            self._arriving = True
            self.world.loop.at(self.world.loop.now + self.world.latency_s(), self._arrive)

    def _arrive(self) -> None:
        self._arriving = False
        self._fetcher.wake()

    def seek(self, tp: TP, offset: int) -> None:
        """Raises `IllegalStateError` for a partition of others."""
        state = self._subscription.states.get(tp)
        if state is None:
            raise IllegalStateError(f"{tp} is not assigned")
        self.world.note("seeks", tp.topic, tp.partition, offset)
        state.position = offset
        if offset < len(self.broker.logs[tp]):
            self.await_arrival()

    async def committed(self, tp: TP) -> int | None:
        """As the group has it."""
        return await self.world.request("ask for commits", lambda: self.group.committed.get(tp))

    async def commit(self, offsets: Mapping[TP, Any]) -> None:
        """Raises `CommitFailedError`."""
        found = {TP(*tp): meta.offset for tp, meta in offsets.items()}
        await self.world.request("commit", lambda: self.group.commit(self, found))

    async def beginning_offsets(self, partitions: Iterable[TP]) -> Mapping[TP, int]:
        """Nothing is ever removed here."""
        return dict.fromkeys(partitions, 0)

    async def end_offsets(self, partitions: Iterable[TP]) -> Mapping[TP, int]:
        """As the broker has them."""
        asked = sorted(partitions)
        return await self.world.request(
            "ask for ends", lambda: {tp: len(self.broker.logs[tp]) for tp in asked}
        )


class Subscription:
    """What is assigned."""

    def __init__(self) -> None:
        self.states: dict[TP, SimpleNamespace] = {}
        self.reassignment_in_progress = False
        self.subscription = SimpleNamespace(assignment=SimpleNamespace(state_value=self._state_of))

    def _state_of(self, tp: TP) -> SimpleNamespace | None:
        return self.states.get(tp)

    def fetch_context(self) -> nullcontext[None]:
        """aiokafka counts who is in it; nobody here asks."""
        return _NOBODY_ASKS


class Fetcher:
    """What has been fetched in the background. A fetch gives some of what is there, never nothing."""

    _closed = False

    def __init__(self, client: Client) -> None:
        self._client = client
        self._waiters: list[asyncio.Future[None]] = []
        self._records: dict[TP, object] = {}

    async def fetched_records(
        self,
        wanted: Iterable[TP],
        timeout: float,  # noqa: ASYNC109
        max_records: int,
    ) -> Mapping[TP, Run]:
        """Of each partition the next records, and the position moves on."""
        client, found = self._client, {}
        for tp in sorted(wanted):
            state = client._subscription.states.get(tp)
            if state is None or state.position is None:
                continue
            log = client.broker.logs[tp]
            if state.position < len(log):
                some = 1 + int(client.world.random.random() * max_records)
                found[tp] = Run(tp, log[state.position : state.position + some])
                state.position += len(found[tp])
                if state.position < len(log):
                    client.await_arrival()
        return found

    def _create_fetch_waiter(self) -> "asyncio.Future[None]":
        waiter = self._client.world.loop.create_future()
        self._waiters.append(waiter)
        return waiter

    def wake(self) -> None:
        """Somebody may fetch again."""
        waiters, self._waiters = self._waiters, []
        for waiter in waiters:
            if not waiter.done():
                waiter.set_result(None)
