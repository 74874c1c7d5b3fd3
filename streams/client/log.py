"""One topic as a log: all partitions, read from given places on, without a group that hands them out."""

import asyncio
import logging
import time
from collections.abc import Coroutine, Mapping, Sequence
from typing import Protocol

from aiokafka import AIOKafkaConsumer, TopicPartition
from aiokafka.errors import KafkaError, OffsetOutOfRangeError

from sinks.fetching import heed_fetching
from sinks.kafka_access import KafkaAccess, client_options
from sinks.kafka_clients import start
from sinks.topics import cluster_id
from streams.client.brokers import addresses
from streams.client.errors import Gap
from streams.client.memory import Place
from streams.client.outlet import topic_there
from streams.client.patience import persist, unreachable
from streams.logs.damping import damp

PATIENCE_S = 300.0
PAGE_RECORDS = 500
WAIT_MS = 1_000
LOOK_S = 5.0
"""So often a silent broker is asked whether it is still there, and Kafka is told the place, to show lag."""
STOP_S = 1.0
METADATA_MS = 30_000
"""After so long new partitions are noticed."""

log = logging.getLogger(__name__)


class Record(Protocol):
    """A record of Kafka."""

    topic: str
    partition: int
    offset: int
    value: bytes | None
    headers: Sequence[tuple[str, bytes | None]]


class Log(Protocol):
    """What a reader needs."""

    async def open(self) -> str:
        """Connect; the id of the cluster."""

    async def begin(self, places: Mapping[int, int]) -> None:
        """Read on at the next offset of each partition; those that are not named from the beginning."""

    async def page(self) -> Sequence[Record]:
        """What comes next, in order within each partition; maybe nothing after a second."""

    def passed(self, place: Place) -> None:
        """Everything before it is dealt with."""

    async def close(self) -> None:
        """Disconnect."""


class KafkaLog:
    """The log on Kafka. Waits up to `patience_s` for brokers that do not answer, at any time."""

    def __init__(self, topic: str, kafka: KafkaAccess, *, patience_s: float, accept_gap: bool) -> None:
        self._topic = topic
        self._kafka = kafka
        self._patience_s = patience_s
        self._accept_gap = accept_gap
        self._look_s = min(LOOK_S, patience_s / 2)
        self._consumer: AIOKafkaConsumer | None = None
        self._passed: dict[TopicPartition, int] = {}
        self._shown_at = time.monotonic()
        self._silent_s = 0.0
        """So long pages were waited for and none came: your code may be busy in between."""

    async def open(self) -> str:
        """Raises `Unreachable`, `NoTopic`."""
        damp("aiokafka")
        self._partitions = await topic_there(self._topic, self._kafka, self._patience_s)
        self._consumer = await persist(self._started, self._patience_s, self._kafka)
        return await persist(lambda: cluster_id(self._kafka), self._patience_s, self._kafka)

    async def begin(self, places: Mapping[int, int]) -> None:
        """Raises `Gap`, `Unreachable`."""
        partitions = [TopicPartition(self._topic, number) for number in range(self._partitions)]
        firsts = await persist(lambda: self._firsts(partitions), self._patience_s, self._kafka)
        starts = {tp: self._start(tp, places.get(tp.partition), firsts[tp]) for tp in partitions}
        self._assign(starts)
        self._shown_at, self._silent_s = time.monotonic(), 0.0

    async def page(self) -> Sequence[Record]:
        """Raises `Gap`, `Unreachable`."""
        begun = time.monotonic()
        try:
            await self._keep_up()
            heed_fetching(self._reading)
            # The last to be awaited: what failed after it would lose the page that it took.
            pages = await self._reading.getmany(timeout_ms=WAIT_MS, max_records=PAGE_RECORDS)
        except OffsetOutOfRangeError as error:
            await self._out_of_range(error)
            return ()
        except KafkaError as error:
            raise unreachable(self._kafka, error) from error
        self._silent_s = 0.0 if pages else self._silent_s + time.monotonic() - begun
        return [record for page in pages.values() for record in page]

    def passed(self, place: Place) -> None:
        """Kafka is told later."""
        self._passed[TopicPartition(place.topic, place.partition)] = place.next_offset

    async def close(self) -> None:
        """Tell Kafka the place and disconnect."""
        if self._consumer:
            try:
                await self._show_place()
            finally:
                await stop(self._consumer)

    @property
    def _reading(self) -> AIOKafkaConsumer:
        if self._consumer is None:
            raise RuntimeError("the log is not open")
        return self._consumer

    async def _started(self) -> AIOKafkaConsumer:
        made = AIOKafkaConsumer(
            **client_options(self._kafka),
            group_id=f"client.{self._topic}",  # For its lag alone: nobody ever joins it.
            enable_auto_commit=False,
            auto_offset_reset="none",
            metadata_max_age_ms=METADATA_MS,
        )
        try:
            await start(made, self._kafka)
        except BaseException:
            await stop(made)
            raise
        return made

    async def _firsts(
        self, partitions: Sequence[TopicPartition], within_s: float = LOOK_S
    ) -> dict[TopicPartition, int]:
        async with asyncio.timeout(within_s):
            return dict(await self._reading.beginning_offsets(partitions))

    def _start(self, tp: TopicPartition, place: int | None, first: int) -> int:
        if place is not None and place < first:
            self._gap(
                f"{tp.topic}/{tp.partition}: {first - place} messages were deleted before they were read"
            )
        return max(first, place or 0)

    async def _out_of_range(self, error: OffsetOutOfRangeError) -> None:
        places: dict[TopicPartition, int] = error.args[0]
        firsts = await persist(lambda: self._firsts(list(places)), self._patience_s, self._kafka)
        for tp, place in places.items():
            where = f"{tp.topic}/{tp.partition}: the log has no place {place}; it begins at {firsts[tp]}"
            self._gap(f"{where}, so messages were deleted before they were read or the topic was made anew")
            self._reading.seek(tp, firsts[tp])

    def _gap(self, what: str) -> None:
        if not self._accept_gap:
            raise Gap(f"{what}. Ask Sinergi's operators what you missed, then start with accept_gap=True")
        log.warning("%s; reading on at the beginning, as accepted", what)

    async def _keep_up(self) -> None:
        if self._silent_s > self._look_s:
            await self._look()
        if time.monotonic() - self._shown_at > LOOK_S:
            await self._show_place()
        await self._take_new_partitions()

    async def _look(self) -> None:
        begun = time.monotonic()
        left_s = max(self._patience_s - self._silent_s, 0.0)
        try:
            await self._firsts(list(self._reading.assignment()), min(LOOK_S, left_s))
        except (KafkaError, TimeoutError) as error:
            silent_s = self._silent_s + time.monotonic() - begun
            if silent_s >= self._patience_s:
                raise unreachable(self._kafka, error, self._patience_s) from error
            log.warning("no answer from Kafka at %s for %.0f s, waiting", addresses(self._kafka), silent_s)
        else:
            self._silent_s = 0.0

    async def _show_place(self) -> None:
        """Tell Kafka how far we are. Nothing rests on it, so that it fails is no reason to stop."""
        self._shown_at = time.monotonic()
        if not self._passed or self._silent_s > self._look_s:
            return
        try:
            async with asyncio.timeout(1):
                await self._reading.commit(self._passed)
        except (KafkaError, TimeoutError) as error:
            log.warning("the lag of %s cannot be shown: %r", self._topic, error)
        else:
            self._passed = {}

    async def _take_new_partitions(self) -> None:
        known = self._reading.partitions_for_topic(self._topic) or set()
        ours = {tp.partition for tp in self._reading.assignment()}
        if not known - ours:
            return
        starts = {tp: await self._reading.position(tp) for tp in self._reading.assignment()}
        self._assign(starts | {TopicPartition(self._topic, number): 0 for number in known - ours})

    def _assign(self, starts: Mapping[TopicPartition, int]) -> None:
        self._reading.assign(list(starts))
        for tp, offset in starts.items():
            self._reading.seek(tp, offset)


async def stop(consumer: AIOKafkaConsumer) -> None:
    """Disconnect, in a few seconds from brokers that do not answer too.

    There aiokafka 0.14 waits for one request after the other, 40 s for each, or ends its stop halfway as
    if somebody had cancelled it: by a fetch that it cancelled itself while that waited to try again.
    """
    if await _ended(consumer.stop()):
        return
    if consumer._coordinator:  # noqa: SLF001
        await _ended(consumer._coordinator._stop_commit_offsets_refresh_task())  # noqa: SLF001
    if consumer._fetcher:  # noqa: SLF001
        await _ended(consumer._fetcher.close())  # noqa: SLF001
    await _ended(consumer._client.close())  # noqa: SLF001


async def _ended(closing: Coroutine[None, None, None]) -> bool:
    """Whether it came to its end within `STOP_S`, and was not cancelled. Raises what it raises."""
    task = asyncio.create_task(closing)
    await asyncio.wait({task}, timeout=STOP_S)
    task.cancel()
    await asyncio.wait({task}, timeout=STOP_S)
    if task.done() and not task.cancelled():
        task.result()
        return True
    return False
