"""Kafka and Postgres for the bench: the product's topics, a stream of reports, and a database a run."""

import secrets
import tempfile
from collections.abc import AsyncIterator, Iterable, Sequence
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

import asyncpg
from aiokafka import AIOKafkaConsumer, AIOKafkaProducer, ConsumerRecord, TopicPartition

from schemas.catalog import load
from schemas.message import Message
from schemas.topics import CLASSIFIED, REJECTED, dispatches, feedback
from sinks.topics import TopicSpec, ensure_topics, publish
from streams.settings import KafkaSettings, PostgresSettings, Settings
from streams.stack import prepare
from streams.stack.embedded import EmbeddedPostgres
from tests.e2e.servers import RealKafka, Tansu

PARTITIONS = 8
SESSION_S = 30.0
BATCH_BYTES = 256 << 10
MIGRATED = "migrated"
"""The database that others are made from."""

Ends = dict[TopicPartition, int]


@dataclass(frozen=True, slots=True)
class Place:
    """A broker and a database server. `outputs` are the topics that a stage writes to."""

    kafka: KafkaSettings
    server: asyncpg.Connection
    url: str
    folder: Path
    producer: AIOKafkaProducer
    consumer: AIOKafkaConsumer

    async def fill(self, prefix: str, messages: Sequence[Message]) -> list[str]:
        """Topics of the same names behind a prefix, with these messages in them; their names."""
        moved = [Message(f"{prefix}.{one.topic}", one.key, one.value, one.headers) for one in messages]
        names = sorted({one.topic for one in moved})
        await ensure_topics(self.kafka, [TopicSpec(name, PARTITIONS) for name in names])
        await publish(self.producer, moved)
        return names

    async def ends(self, topics: Iterable[str]) -> Ends:
        """Where each partition of them ends now."""
        return await self.consumer.end_offsets(_partitions(topics))

    async def read(self, since: Ends) -> list[ConsumerRecord]:
        """What lies in these partitions since then, up to now, each partition's in its order."""
        until = await self.consumer.end_offsets(list(since))
        left = sum(until.values()) - sum(since.values())
        self.consumer.assign(list(since))
        for partition, offset in since.items():
            self.consumer.seek(partition, offset)
        found: list[ConsumerRecord] = []
        while len(found) < left:
            for records in (await self.consumer.getmany(timeout_ms=1_000)).values():
                found += records
        self.consumer.unsubscribe()
        return sorted(found, key=lambda one: (one.topic, one.partition, one.offset))

    @asynccontextmanager
    async def database(self) -> AsyncIterator[str]:
        """An empty one with all tables, gone with the block; its address."""
        name = f"run_{secrets.token_hex(4)}"
        await self.server.execute(f"create database {name} template {MIGRATED}")
        try:
            yield _named(self.url, name)
        finally:
            await self.server.execute(f"drop database {name} with (force)")


def outputs(stage: str) -> list[str]:
    """The product's topics that it writes to."""
    catalog = load()
    if stage == "triage":
        return [CLASSIFIED, REJECTED]
    return [*map(dispatches, catalog.agencies), *map(feedback, catalog.channels)]


@asynccontextmanager
async def place(*, embedded: bool) -> AsyncIterator[Place]:
    """Started, and ended with the block."""
    async with AsyncExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="sinergi-bench-")))
        postgres = stack.enter_context(EmbeddedPostgres(folder / "pg"))
        kafka = stack.enter_context(Tansu(folder / "log") if embedded else RealKafka(folder / "kafka"))
        asked = {"partitions": PARTITIONS, "session_timeout_s": SESSION_S}
        settings = kafka.settings().model_copy(update=asked)
        server = await asyncpg.connect(postgres.url)
        stack.push_async_callback(server.close)
        await server.execute(f"create database {MIGRATED}")
        migrated = PostgresSettings(url=_named(postgres.url, MIGRATED))
        await prepare(Settings(kafka=settings, postgres=migrated, folder=folder))
        brokers = ",".join(settings.brokers)
        producer = AIOKafkaProducer(
            bootstrap_servers=brokers,
            acks="all",
            enable_idempotence=settings.idempotent,
            max_batch_size=BATCH_BYTES,
        )
        consumer = AIOKafkaConsumer(bootstrap_servers=brokers, enable_auto_commit=False)
        for client in (producer, consumer):
            await client.start()
            stack.push_async_callback(client.stop)
        yield Place(settings, server, postgres.url, folder, producer, consumer)


def _partitions(topics: Iterable[str]) -> list[TopicPartition]:
    return [TopicPartition(topic, number) for topic in topics for number in range(PARTITIONS)]


def _named(url: str, database: str) -> str:
    return urlsplit(url)._replace(path=f"/{database}").geturl()
