"""Reads topics from a mark on: for those who look at what was sent and take nothing away."""

import asyncio
from collections.abc import AsyncIterator, Collection, Sequence
from contextlib import asynccontextmanager

from aiokafka import AIOKafkaConsumer, ConsumerRecord, TopicPartition

from sinks.fetching import heed_fetching
from streams.connections import consumer, counts_of
from streams.settings import KafkaSettings

PAGE_RECORDS = 5_000
READ_S = 30.0


class Tail:
    """What was written to some topics since the tail began, in order within each partition."""

    def __init__(self, consumer: AIOKafkaConsumer, partitions: Sequence[TopicPartition]) -> None:
        self._consumer = consumer
        self._partitions = partitions

    async def read(self) -> list[ConsumerRecord]:
        """Everything since the last call, up to the topics' ends as they are now.

        Raises `KafkaError`, `TimeoutError`.
        """
        found: list[ConsumerRecord] = []
        ends = await self._consumer.end_offsets(self._partitions)
        async with asyncio.timeout(READ_S):
            while behind := [tp for tp in self._partitions if await self._consumer.position(tp) < ends[tp]]:
                found += await self._page(behind, wait_ms=1_000)
            # The end may have been told too early (see `_to_the_end`): take what was fetched with it.
            while page := await self._page(self._partitions, wait_ms=0):
                found += page
        return found

    async def pages(self) -> AsyncIterator[list[ConsumerRecord]]:
        """What was written since the tail began and what will be, a page at a time, without end.

        Raises `KafkaError`.
        """
        while True:
            if page := await self._page(self._partitions, wait_ms=1_000):
                yield page

    async def _page(self, partitions: Sequence[TopicPartition], wait_ms: int) -> list[ConsumerRecord]:
        heed_fetching(self._consumer)
        pages = await self._consumer.getmany(*partitions, timeout_ms=wait_ms, max_records=PAGE_RECORDS)
        return [record for page in pages.values() for record in page]


@asynccontextmanager
async def tail(
    kafka: KafkaSettings, topics: Collection[str], *, from_beginning: bool = False
) -> AsyncIterator[Tail]:
    """A tail that begins at the topics' present ends, or with all that they hold.

    Raises `UnreachableError`, `NotReadyError` for a topic that nobody made.
    """
    counts = await counts_of(kafka, sorted(topics))
    partitions = [TopicPartition(topic, n) for topic in sorted(topics) for n in range(counts[topic])]
    async with consumer(kafka) as reading:
        reading.assign(partitions)
        ours = Tail(reading, partitions)
        if from_beginning:
            await reading.seek_to_beginning(*partitions)
        else:
            await _to_the_end(reading, ours, partitions)
        yield ours


async def _to_the_end(consumer: AIOKafkaConsumer, ours: Tail, partitions: Sequence[TopicPartition]) -> None:
    """Read the last batch of each partition away.

    Tansu 0.6 tells as a partition's end the offset behind the first record of its last batch, not
    behind its last record, so whoever seeks to the end there meets old records.
    """
    ends, begins = await consumer.end_offsets(partitions), await consumer.beginning_offsets(partitions)
    for tp in partitions:
        consumer.seek(tp, max(ends[tp] - 1, begins[tp]))
    await ours.read()
