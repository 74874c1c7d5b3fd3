"""What Kafka tells of partitions to somebody who reads nothing away."""

import time
from collections.abc import AsyncIterator, Collection, Mapping
from contextlib import AsyncExitStack, asynccontextmanager

from aiokafka import AIOKafkaConsumer, ConsumerRecord, TopicPartition
from aiokafka.admin import AIOKafkaAdminClient
from aiokafka.errors import KafkaError

from streams.connections import cluster_of, no_broker
from streams.settings import KafkaSettings

FETCH_BYTES = 64 << 10
"""Kafka gives at least one batch, however large; more of them are not wanted here."""
FETCH_WAIT_MS = 50
GIVE_UP_S = 3.0
"""So long records may take to come."""


class Brokers:
    """Questions to Kafka, one at a time. All raise `KafkaError`."""

    def __init__(self, consumer: AIOKafkaConsumer, admin: AIOKafkaAdminClient, cluster: str) -> None:
        self._consumer = consumer
        self._admin = admin
        self.cluster = cluster

    async def partitions(self, topics: Collection[str]) -> list[TopicPartition]:
        """Those of these topics, as far as they are there."""
        found = {one["topic"]: len(one["partitions"]) for one in await self._admin.describe_topics()}
        return [TopicPartition(topic, number) for topic in topics for number in range(found.get(topic, 0))]

    async def beginnings(self, partitions: Collection[TopicPartition]) -> Mapping[TopicPartition, int]:
        """The oldest offset that each still holds."""
        return await self._consumer.beginning_offsets(list(partitions)) if partitions else {}

    async def ends(self, partitions: Collection[TopicPartition]) -> Mapping[TopicPartition, int]:
        """The offset that the next record will have.

        Tansu 0.6 tells the offset behind the first record of the last batch, however many follow in it.
        """
        return await self._consumer.end_offsets(list(partitions)) if partitions else {}

    async def committed(
        self, group: str, partitions: Collection[TopicPartition]
    ) -> dict[TopicPartition, int | None]:
        """How far a group has finished each; None where it never committed."""
        if not partitions:
            return {}
        # Asked for all that a group has, Tansu answers in a form that nobody can read.
        found = await self._admin.list_consumer_group_offsets(group, partitions=list(partitions))
        return {tp: found[tp].offset if found[tp].offset >= 0 else None for tp in partitions}

    async def records(self, offsets: Mapping[TopicPartition, int]) -> dict[TopicPartition, ConsumerRecord]:
        """Of each partition the first record from an offset on; none where none came in time.

        Raises `OffsetOutOfRangeError` for one that retention has removed meanwhile.
        """
        if not offsets:
            return {}
        found: dict[TopicPartition, ConsumerRecord] = {}
        self._consumer.assign(list(offsets))
        try:
            for partition, offset in offsets.items():
                self._consumer.seek(partition, offset)
            deadline = time.monotonic() + GIVE_UP_S
            while (missing := offsets.keys() - found.keys()) and time.monotonic() < deadline:
                pages = await self._consumer.getmany(*missing, timeout_ms=FETCH_WAIT_MS)
                found |= {partition: records[0] for partition, records in pages.items()}
                self._consumer.pause(*pages)
        finally:
            self._consumer.assign([])  # What is assigned is fetched, and holds up all other questions.
        return found


@asynccontextmanager
async def brokers(settings: KafkaSettings) -> AsyncIterator[Brokers]:
    """Connections of their own. Raises `UnreachableError`."""
    consumer = AIOKafkaConsumer(
        bootstrap_servers=list(settings.brokers),
        enable_auto_commit=False,
        auto_offset_reset="none",
        fetch_max_wait_ms=FETCH_WAIT_MS,
        max_partition_fetch_bytes=FETCH_BYTES,
    )
    admin = AIOKafkaAdminClient(bootstrap_servers=list(settings.brokers))
    async with AsyncExitStack() as stack:
        stack.push_async_callback(consumer.stop)
        stack.push_async_callback(admin.close)
        try:
            cluster = await cluster_of(settings)
            await consumer.start()
            await admin.start()
        except KafkaError as error:
            raise no_broker(settings, error) from error
        yield Brokers(consumer, admin, cluster)
