"""Stands for the workers, so that each test decides how far they have come."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import count

from aiokafka import AIOKafkaConsumer, AIOKafkaProducer, TopicPartition

from schemas.catalog.models import Catalog
from schemas.classified import ClassifiedReport
from schemas.message import Message
from schemas.rejection import Origin, reject
from schemas.topics import reports
from sinks.postgres import Pool, Store
from sinks.reading_watch import WatchReader
from sinks.topics import publish
from streams.core.fold import fold
from streams.duties import TRIAGE_GROUP
from streams.settings import KafkaSettings
from streams.watch.brokers import Brokers
from tests.unit.core.city import RULES
from tests.unit.core.reports import classified


@dataclass(frozen=True, slots=True)
class Office:
    """One channel, whose topic has two partitions, and a city without agencies."""

    channel: str
    catalog: Catalog
    kafka: KafkaSettings
    brokers: Brokers
    pool: Pool
    producer: AIOKafkaProducer
    batches: Iterator[int] = field(default_factory=count)

    @property
    def topic(self) -> str:
        return reports(self.channel)

    @property
    def reader(self) -> WatchReader:
        return WatchReader(self.pool)

    def said(self, id: str, text: str = "banjir") -> ClassifiedReport:
        """A report as triage would understand it."""
        return classified(id, channel=self.channel, text=text)

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

    async def record(self, report: ClassifiedReport, offset: int) -> None:
        """Write a report that was read there, as resolve does."""
        partition = await self.partition()
        store = Store(self.pool, self.brokers.cluster)
        async with store.batch(await store.claim("of the test", 0), next(self.batches)) as batch:
            taken = report.model_copy(update={"origin": _origin(partition, offset)})
            folded = fold([taken], RULES.no_incidents(), {}, RULES)
            await batch.record(folded.recorded, folded.incidents.values())

    async def refuse(self, offset: int) -> None:
        """Write a rejection of what was read there, as refuse does."""
        origin = _origin(await self.partition(), offset)
        store = Store(self.pool, self.brokers.cluster)
        async with store.batch(await store.claim("of the test", 0), next(self.batches)) as batch:
            await batch.reject([reject(origin, b"{", code="invalid", reason="alasan", field="id")])


def _origin(partition: TopicPartition, offset: int) -> Origin:
    return Origin(topic=partition.topic, partition=partition.partition, offset=offset)
