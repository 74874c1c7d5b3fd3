"""Stands for the workers, so that each test decides how far they have come."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from aiokafka import AIOKafkaConsumer, AIOKafkaProducer, TopicPartition

from schemas.catalog.models import Catalog
from schemas.message import Message
from schemas.topics import reports
from sinks.postgres import Pool
from sinks.reading_watch import WatchReader
from sinks.topics import publish
from streams.settings import KafkaSettings
from streams.watch.brokers import Brokers
from streams.watch.lag import TRIAGE_GROUP


@dataclass(frozen=True, slots=True)
class Office:
    """One channel, whose topic has two partitions, and a city without agencies."""

    channel: str
    catalog: Catalog
    kafka: KafkaSettings
    brokers: Brokers
    pool: Pool
    producer: AIOKafkaProducer

    @property
    def topic(self) -> str:
        return reports(self.channel)

    @property
    def reader(self) -> WatchReader:
        return WatchReader(self.pool)

    async def publish(self, *values: bytes, topic: str | None = None) -> None:
        """All to one partition, in order."""
        await publish(self.producer, [Message(topic or self.topic, b"key", value, ()) for value in values])

    async def partition(self) -> TopicPartition:
        """The one that `publish` writes to."""
        found = await self.brokers.ends([TopicPartition(self.topic, n) for n in range(2)])
        return max(found, key=found.__getitem__)

    async def triage_finished(self, offsets: Mapping[TopicPartition, int]) -> None:
        """Commit as triage does."""
        async with AIOKafkaConsumer(
            bootstrap_servers=list(self.kafka.brokers), group_id=TRIAGE_GROUP, enable_auto_commit=False
        ) as member:
            member.assign(list(offsets))
            await member.commit(dict(offsets))

    async def consumed(self, offsets: Mapping[TopicPartition, int]) -> None:
        """As resolve does."""
        rows: Sequence[tuple[object, ...]] = [
            (self.brokers.cluster, *partition, offset) for partition, offset in offsets.items()
        ]
        await self.pool.executemany(
            "insert into consumed (cluster, topic, partition, next_offset, epoch) values ($1, $2, $3, $4, 1)"
            " on conflict (cluster, topic, partition) do update set next_offset = excluded.next_offset",
            rows,
        )
