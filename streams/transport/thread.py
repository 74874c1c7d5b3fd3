"""The thread that runs aiokafka's consumer, with Faust's way of fetching replaced."""

import asyncio
from collections.abc import Mapping
from typing import TYPE_CHECKING, cast

import aiokafka
from aiokafka.consumer.fetcher import Fetcher
from aiokafka.consumer.group_coordinator import GroupCoordinator
from aiokafka.errors import ConsumerStoppedError
from faust.transport.consumer import ensure_TP
from faust.transport.drivers import aiokafka as driver
from faust.types import TP

from sinks.fetching import heed_fetching
from streams.transport.buffers import Buffers
from streams.transport.taken import Taken
from streams.wire import Run

if TYPE_CHECKING:
    from streams.transport.consumer import Consumer
    from streams.transport.driver import Transport


FETCH_S = 30.0
_POLL_S = 0.01


class Thread(driver.AIOKafkaConsumerThread):
    """Runs aiokafka's consumer. Methods with an underscore run in the thread, the others call them there.

    What has been fetched of a partition waits here and grows until the agent is ready for it. In
    aiokafka it would not: that fetches on only after what it has was taken.
    """

    consumer: "Consumer"

    def __post_init__(self) -> None:
        """Begin with nothing fetched."""
        super().__post_init__()
        self._buffers = Buffers()
        self._starts: Mapping[TP, int] = {}
        self._waiter: asyncio.Future[None] | None = None
        self._nudged = False

    def _create_worker_consumer(self, transport: driver.Transport) -> aiokafka.AIOKafkaConsumer:
        consumer = super()._create_worker_consumer(transport)
        # Faust has 1,500 ms written into its driver; a broker that answers only when the wait is
        # over would add that much to every report.
        consumer._fetch_max_wait_ms = cast("Transport", transport).fetch_wait_ms  # noqa: SLF001
        return consumer

    async def on_thread_stop(self) -> None:
        """Leave the group, under a name that stays too: others take over at once, not after a session.

        aiokafka would leave a member with such a name in the group. For one that is killed that is right:
        it comes back sooner than its session ends.
        """
        if self._consumer:
            self._consumer._coordinator._group_instance_id = None  # noqa: SLF001
        await super().on_thread_stop()

    async def take(self, free: Mapping[TP, int], timeout_s: float) -> Taken | None:
        """A chunk of one of these partitions, of each at most so many records.

        It is the one whose turn it is, with what may be taken beside it; None if nothing comes in time or at
        a nudge.
        """
        taken: Taken | None = await self.call_thread(self._take, free, timeout_s)
        return taken

    def nudge(self) -> None:
        """End the wait of `take`: another partition may be read."""
        self.thread_loop.call_soon_threadsafe(self._nudge)

    async def committed(self, partitions: frozenset[TP]) -> dict[TP, int | None]:
        """The offsets that the group has committed to Kafka; None for a partition without."""
        offsets: dict[TP, int | None] = await self.call_thread(self._committed, partitions)
        return offsets

    async def ends(self, claimed: Mapping[TP, int | None]) -> dict[TP, int]:
        """The ends of the log. Raises `TimeoutError` if the broker answers no fetch."""
        ends: dict[TP, int] = await self.call_thread(self._ends, claimed)
        return ends

    async def seek_all(self, starts: Mapping[TP, int]) -> None:
        """Read on from these offsets."""
        await self.call_thread(self._seek_all, starts)

    async def rewind(self, taken: Taken) -> None:
        """Have these records fetched again, if nothing was sought or taken since."""
        await self.call_thread(self._rewind, taken)

    async def check(self) -> None:
        """Raises `KafkaError` for what would have us wait for ever.

        That is a refusal of the group's coordinator, or the end of aiokafka's fetching.
        """
        if self._consumer:  # Before that there is nothing to ask.
            await self.call_thread(self._check)

    async def _check(self) -> None:
        consumer = self._ensure_consumer()
        coordinator = consumer._coordinator  # noqa: SLF001
        if isinstance(coordinator, GroupCoordinator):
            coordinator.check_errors()
        heed_fetching(consumer)

    async def _take(self, free: Mapping[TP, int], timeout_s: float) -> Taken | None:
        consumer = self._ensure_consumer()
        fetcher = consumer._fetcher  # noqa: SLF001
        if consumer._closed or fetcher._closed:  # noqa: SLF001
            raise ConsumerStoppedError
        await self._fill(consumer)
        if free.keys().isdisjoint(self._buffers):
            await self._arrival(fetcher, timeout_s)
            await self._fill(consumer)
        if not self.consumer.flow_active:
            return None
        transport = self.consumer.transport
        return self._buffers.next(free, urgent=transport.urgent, together=transport.together)

    async def _fill(self, consumer: aiokafka.AIOKafkaConsumer) -> None:
        subscriptions, enough = consumer._subscription, consumer._max_poll_records  # noqa: SLF001
        if not self.consumer.flow_active or subscriptions.reassignment_in_progress:
            return
        wanted = self._buffers.wanting(consumer.assignment(), enough)
        if not wanted:  # aiokafka would take an empty set for all.
            return
        with subscriptions.fetch_context():
            fetched: Mapping[aiokafka.TopicPartition, Run] = await consumer._fetcher.fetched_records(  # noqa: SLF001
                wanted, timeout=0, max_records=enough
            )
        assignment = subscriptions.subscription.assignment
        for tp, run in fetched.items():
            self._buffers.add(ensure_TP(tp), run.raw, assignment.state_value(tp).position)

    async def _arrival(self, fetcher: Fetcher, timeout_s: float) -> None:
        if self._nudged:
            self._nudged = False
            return
        self._waiter = fetcher._create_fetch_waiter()  # noqa: SLF001
        await asyncio.wait([self._waiter], timeout=timeout_s)
        waiter, self._waiter = self._waiter, None
        if not waiter.done():
            waiter.cancel()
        elif not waiter.cancelled():
            waiter.result()

    def _nudge(self) -> None:
        if self._waiter and not self._waiter.done():
            self._waiter.set_result(None)
        else:
            self._nudged = True

    async def _committed(self, partitions: frozenset[TP]) -> dict[TP, int | None]:
        consumer, ordered = self._ensure_consumer(), sorted(partitions)
        offsets = await asyncio.gather(*(consumer.committed(aiokafka.TopicPartition(*tp)) for tp in ordered))
        return dict(zip(ordered, offsets, strict=True))

    async def _ends(self, claimed: Mapping[TP, int | None]) -> dict[TP, int]:
        consumer = self._ensure_consumer()
        ends = {ensure_TP(tp): end for tp, end in (await consumer.end_offsets(list(claimed))).items()}
        beyond = {tp: offset for tp, offset in claimed.items() if offset is not None and offset > ends[tp]}
        return ends | await self._fetched_ends(beyond)

    async def _fetched_ends(self, offsets: Mapping[TP, int]) -> dict[TP, int]:
        # Tansu 0.6 lists as the end where the last batch begins, plus one; the end that comes with
        # a fetch is right. Kafka answers a fetch outside the log with an error and no end.
        consumer = self._ensure_consumer()
        for tp, offset in offsets.items():
            self._seek(tp, offset)
        assignment = consumer._subscription.subscription.assignment  # noqa: SLF001
        states = {tp: assignment.state_value(aiokafka.TopicPartition(*tp)) for tp in offsets}
        for state in states.values():
            state.highwater = None
        async with asyncio.timeout(FETCH_S):
            while any(  # noqa: ASYNC110 - aiokafka signals neither
                state.highwater is None and tp not in consumer._fetcher._records  # noqa: SLF001
                for tp, state in states.items()
            ):
                await asyncio.sleep(_POLL_S)
        return {tp: state.highwater for tp, state in states.items() if state.highwater is not None}

    async def _seek_all(self, starts: Mapping[TP, int]) -> None:
        self._starts = dict(starts)
        self._buffers.clear()
        for tp, offset in starts.items():
            self._seek(tp, offset)

    async def _rewind(self, taken: Taken) -> None:
        for part in taken.parts:
            self._rewind_one(part)

    def _rewind_one(self, taken: Taken) -> None:
        # Never before the start of the assignment: a seek to exactly the end of what was taken
        # would look as if nothing was sought since.
        first, start = taken.records[0].offset, self._starts.get(taken.tp)
        if start is None or first < start or not self._buffers.is_last_taken(taken):
            return
        if taken.tp in self._ensure_consumer().assignment():
            self._seek(taken.tp, first)

    def _seek(self, tp: TP, offset: int) -> None:
        self._ensure_consumer().seek(aiokafka.TopicPartition(*tp), offset)
        self._buffers.restart(tp, offset)
