"""What Kafka tells of partitions to somebody who reads nothing away."""

import time
from collections.abc import AsyncGenerator, AsyncIterator, Collection, Iterable, Mapping, Sequence
from contextlib import AsyncExitStack, asynccontextmanager
from typing import TypeAlias

from aiokafka import AIOKafkaConsumer, ConsumerRecord, TopicPartition
from aiokafka.admin import AIOKafkaAdminClient
from aiokafka.errors import GroupCoordinatorNotAvailableError, KafkaError

from sinks.fetching import heed_fetching
from sinks.kafka_access import client_options
from sinks.kafka_clients import start
from streams.connections import no_broker
from streams.settings import KafkaSettings
from streams.wire import read_safely

ONE_BATCH_BYTES = 1
"""Kafka gives at least one, however large."""
FETCH_WAIT_MS = 50
ANSWER_S = 10.0
GIVE_UP_S = 3.0
"""So long records may take to come."""


Partitions: TypeAlias = Mapping[str, Sequence[TopicPartition]]
"""By topic."""


def of_topics(there: Partitions, topics: Iterable[str]) -> list[TopicPartition]:
    """The partitions of these topics, as far as they are there."""
    return [partition for topic in topics for partition in there.get(topic, ())]


class Brokers:
    """Questions to Kafka, one at a time. All raise `KafkaError`; the asker says how long one may take."""

    def __init__(self, consumer: AIOKafkaConsumer, admin: AIOKafkaAdminClient, cluster: str) -> None:
        self._consumer = consumer
        self._admin = admin
        self.cluster = cluster

    async def partitions(self) -> Partitions:
        """Of all topics that are there: Kafka is asked for all of them in any case."""
        return {
            one["topic"]: [TopicPartition(one["topic"], number) for number in range(len(one["partitions"]))]
            for one in await self._admin.describe_topics()
        }

    async def of(self, topics: Iterable[str]) -> list[TopicPartition]:
        """The partitions of these topics, as far as they are there."""
        return of_topics(await self.partitions(), topics)

    async def beginnings(self, partitions: Collection[TopicPartition]) -> Mapping[TopicPartition, int]:
        """The oldest offset that each still holds."""
        self._look_around(partitions)
        return await self._consumer.beginning_offsets(list(partitions)) if partitions else {}

    async def ends(self, partitions: Collection[TopicPartition]) -> Mapping[TopicPartition, int]:
        """The offset that the next record will have.

        Tansu 0.6 tells the offset behind the first record of the last batch, however many follow in it.
        """
        self._look_around(partitions)
        return await self._consumer.end_offsets(list(partitions)) if partitions else {}

    async def committed(
        self, group: str, partitions: Collection[TopicPartition]
    ) -> dict[TopicPartition, int | None]:
        """How far a group has finished each; None where it never committed."""
        if not partitions:
            return {}
        # Asked for all that a group has, Tansu answers in a form that nobody can read.
        found = await self._admin.list_consumer_group_offsets(group, partitions=list(partitions))
        if len(found) < len(partitions):
            # aiokafka does not look at the error of the whole answer, as of a Kafka that has just started.
            raise GroupCoordinatorNotAvailableError(f"what {group} has committed is not known yet")
        return {tp: found[tp].offset if found[tp].offset >= 0 else None for tp in partitions}

    async def exact_ends(self, partitions: Collection[TopicPartition]) -> Mapping[TopicPartition, int]:
        """The same, exact on Tansu too; it fetches the last record of each."""
        begins, told = await self.beginnings(partitions), await self.ends(partitions)
        last = {tp: end - 1 for tp, end in told.items() if end > begins[tp]}
        async with self._assigned(last) as reading:
            await _firsts(reading, last)
            return {tp: max(end, reading.highwater(tp) or 0 if tp in last else 0) for tp, end in told.items()}

    async def records(self, offsets: Mapping[TopicPartition, int]) -> dict[TopicPartition, ConsumerRecord]:
        """Of each partition the first record from an offset on; none where none came in time.

        Raises `OffsetOutOfRangeError` for one that retention has removed meanwhile.
        """
        async with self._assigned(offsets) as reading:
            return await _firsts(reading, offsets)

    async def log(
        self, partition: TopicPartition, reach: range, page: int
    ) -> AsyncGenerator[Sequence[ConsumerRecord], None]:
        """The records of a partition with these offsets, at most so many at a time.

        Raises `OffsetOutOfRangeError` if the log does not hold the first of them, or ends before it.
        """
        async with self._assigned({partition: reach.start}) as reading:
            while await reading.position(partition) < reach.stop:
                heed_fetching(reading)
                pages = await reading.getmany(partition, timeout_ms=FETCH_WAIT_MS, max_records=page)
                for records in pages.values():
                    if within := [record for record in records if record.offset < reach.stop]:
                        yield within

    def _look_around(self, partitions: Collection[TopicPartition]) -> None:
        """Have aiokafka ask for all topics where it does not know one: else it asks for each by itself.

        That took 4 to 28 seconds for the topics of a city on a Kafka.
        """
        if any(self._consumer.partitions_for_topic(partition.topic) is None for partition in partitions):
            self._consumer.assign([])

    @asynccontextmanager
    async def _assigned(self, offsets: Mapping[TopicPartition, int]) -> AsyncIterator[AIOKafkaConsumer]:
        self._consumer.assign(list(offsets))
        try:
            for partition, offset in offsets.items():
                self._consumer.seek(partition, offset)
            yield self._consumer
        finally:
            self._consumer.assign([])  # What is assigned is fetched, and holds up all other questions.


async def _firsts(
    reading: AIOKafkaConsumer, partitions: Collection[TopicPartition]
) -> dict[TopicPartition, ConsumerRecord]:
    """The next record of each, as far as they come in time."""
    found: dict[TopicPartition, ConsumerRecord] = {}
    deadline = time.monotonic() + GIVE_UP_S
    while (missing := set(partitions) - found.keys()) and time.monotonic() < deadline:
        heed_fetching(reading)
        pages = await reading.getmany(*missing, timeout_ms=FETCH_WAIT_MS)
        found |= {partition: records[0] for partition, records in pages.items()}
        reading.pause(*pages)
    return found


@asynccontextmanager
async def brokers(
    settings: KafkaSettings, *, answer_s: float = ANSWER_S, fetch_bytes: int = ONE_BATCH_BYTES
) -> AsyncIterator[Brokers]:
    """Connections of their own, which fetch about so much of each partition. Raises `UnreachableError`.

    `answer_s` is how long one request may take. Who cancels a connection that is being made leaves it open
    until it is collected, so it should be less than the asker waits.
    """
    read_safely()
    answer_ms = round(answer_s * 1000)
    consumer = AIOKafkaConsumer(
        **client_options(settings),
        enable_auto_commit=False,
        auto_offset_reset="none",
        fetch_max_wait_ms=FETCH_WAIT_MS,
        max_partition_fetch_bytes=fetch_bytes,
        request_timeout_ms=answer_ms,
    )
    admin = AIOKafkaAdminClient(**client_options(settings), request_timeout_ms=answer_ms)
    async with AsyncExitStack() as stack:
        stack.push_async_callback(consumer.stop)
        stack.push_async_callback(admin.close)
        try:
            await start(consumer, settings)
            await admin.start()
            cluster = settings.cluster or str((await admin.describe_cluster())["cluster_id"])
        except KafkaError as error:
            raise no_broker(settings, error) from error
        yield Brokers(consumer, admin, cluster)
