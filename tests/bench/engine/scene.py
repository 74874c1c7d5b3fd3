"""Kafka and Postgres for the bench: topics to read, topics and tables to write, and what came of it."""

import secrets
import tempfile
from collections.abc import AsyncIterator, Iterable
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass
from pathlib import Path

import asyncpg
from aiokafka import AIOKafkaConsumer, AIOKafkaProducer, TopicPartition
from aiokafka.admin import AIOKafkaAdminClient

from sinks.topics import TopicSpec, ensure_topics
from streams.settings import KafkaSettings
from streams.stack.embedded import EmbeddedPostgres
from tests.bench.engine.expected import fingerprint
from tests.bench.engine.reports import PARTITIONS
from tests.bench.engine.work import COLUMNS, TABLE
from tests.e2e.servers import RealKafka

BATCH_BYTES = 256 << 10


@dataclass
class Scene:
    """A broker and a database. Topics carry the broker's own time of append."""

    kafka: KafkaSettings
    postgres_url: str
    folder: Path
    postgres: asyncpg.Connection
    producer: AIOKafkaProducer
    consumer: AIOKafkaConsumer
    admin: AIOKafkaAdminClient

    @property
    def brokers(self) -> str:
        return ",".join(self.kafka.brokers)

    async def topic(self, kind: str) -> str:
        """A new topic."""
        name = f"{kind}-{secrets.token_hex(4)}"
        config = {"message.timestamp.type": "LogAppendTime"}
        await ensure_topics(self.kafka, [TopicSpec(name, PARTITIONS, config=config)])
        return name

    async def drop(self, topic: str) -> None:
        """Its records take up memory and disk."""
        await self.admin.delete_topics([topic])

    async def fill(self, topic: str, records: Iterable[tuple[int, bytes, bytes]]) -> None:
        """Publish records with their partitions; returns once all are there."""
        batches, sent = {}, []
        for partition, key, value in records:
            batch = batches.get(partition) or batches.setdefault(partition, self.producer.create_batch())
            if batch.append(timestamp=None, key=key, value=value) is None:
                sent.append(await self.producer.send_batch(batch, topic, partition=partition))
                batch = batches[partition] = self.producer.create_batch()
                batch.append(timestamp=None, key=key, value=value)
        for partition, batch in batches.items():
            sent.append(await self.producer.send_batch(batch, topic, partition=partition))
        for one in sent:
            await one

    async def ends(self, topic: str) -> int:
        """How many records lie in it."""
        return sum((await self.consumer.end_offsets(_partitions(topic))).values())

    async def committed(self, group: str, topic: str) -> int:
        """How many records of it the group has committed."""
        found = await self.admin.list_consumer_group_offsets(group, partitions=_partitions(topic))
        return sum(max(0, committed.offset) for committed in found.values())

    async def read(self, topic: str) -> AsyncIterator[tuple[int, bytes]]:
        """Time of append in ms, and value, of all records that lie in it now."""
        left = await self.ends(topic)
        self.consumer.assign(_partitions(topic))
        await self.consumer.seek_to_beginning()
        while left:
            for records in (await self.consumer.getmany(timeout_ms=1_000)).values():
                left -= len(records)
                for record in records:
                    yield record.timestamp, record.value
        self.consumer.unsubscribe()

    async def decided(self, topic: str) -> str:
        """A fingerprint of the decisions."""
        return fingerprint([value async for _, value in self.read(topic)])

    async def table(self) -> str:
        """A table without rows."""
        table = f"rows_{secrets.token_hex(4)}"
        await self.postgres.execute(TABLE.format(table=table))
        return table

    async def drop_table(self, table: str) -> None:
        """Its rows take up disk."""
        await self.postgres.execute(f"drop table {table}")

    async def count(self, table: str) -> int:
        """How many rows there are."""
        return int(await self.postgres.fetchval(f"select count(*) from {table}"))

    async def rows(self, table: str) -> str:
        """A fingerprint of the rows."""
        line = " || E'\\t' || ".join(f"{column}::text" for column in COLUMNS)
        found = await self.postgres.fetch(f"select {line} as line from {table}")
        return fingerprint(row["line"].encode() for row in found)


@asynccontextmanager
async def scene() -> AsyncIterator[Scene]:
    """An Apache Kafka and a PostgreSQL of the bench's own."""
    async with AsyncExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="sinergi-bench-")))
        server = stack.enter_context(EmbeddedPostgres(folder / "pg"))
        kafka = stack.enter_context(RealKafka(folder / "kafka")).settings()
        connection = await asyncpg.connect(server.url)
        stack.push_async_callback(connection.close)
        brokers = ",".join(kafka.brokers)
        producer = AIOKafkaProducer(bootstrap_servers=brokers, max_batch_size=BATCH_BYTES)
        consumer = AIOKafkaConsumer(bootstrap_servers=brokers, enable_auto_commit=False)
        admin = AIOKafkaAdminClient(bootstrap_servers=brokers)
        for client in (producer, consumer):
            await client.start()
            stack.push_async_callback(client.stop)
        await admin.start()
        stack.push_async_callback(admin.close)
        yield Scene(kafka, server.url, folder, connection, producer, consumer, admin)


def _partitions(topic: str) -> list[TopicPartition]:
    return [TopicPartition(topic, number) for number in range(PARTITIONS)]
