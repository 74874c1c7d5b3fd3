"""Kafka and Postgres for the bench: topics to read, topics and tables to write, and what came of it."""

import secrets
import tempfile
import time
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import asyncpg
from confluent_kafka import Consumer, ConsumerGroupTopicPartitions, KafkaException, Producer, TopicPartition
from confluent_kafka.admin import AdminClient, NewTopic, OffsetSpec

from streams.embedded import EmbeddedPostgres
from tests.bench.engine.expected import fingerprint
from tests.bench.engine.reports import PARTITIONS
from tests.bench.engine.work import COLUMNS, TABLE
from tests.e2e.servers import RealKafka
from tests.waiting import wait_until

READ_S = 60.0


@dataclass
class Scene:
    """A broker and a database. Topics carry the broker's own time of append."""

    brokers: str
    postgres: str
    folder: Path

    def __post_init__(self) -> None:
        self._admin = AdminClient({"bootstrap.servers": self.brokers, "log_level": 2})

    def topic(self, kind: str) -> str:
        """A new topic."""
        name = f"{kind}-{secrets.token_hex(4)}"
        config = {"message.timestamp.type": "LogAppendTime"}
        created = self._admin.create_topics([NewTopic(name, PARTITIONS, 1, config=config)])
        created[name].result(30)
        wait_until(lambda: self._led(name), f"the topic {name}")
        return name

    def drop(self, topic: str) -> None:
        """Its records take up memory and disk."""
        self._admin.delete_topics([topic])[topic].result(30)

    def fill(self, topic: str, records: Iterable[tuple[int, bytes, bytes]]) -> None:
        """Publish records with their partitions; returns once all are there."""
        producer = Producer(
            {"bootstrap.servers": self.brokers, "linger.ms": 50, "queue.buffering.max.messages": 10_000_000}
        )
        for partition, key, value in records:
            producer.produce(topic, value, key, partition)
        if producer.flush(READ_S):
            raise TimeoutError(f"{topic} was not filled")

    def ends(self, topic: str) -> int:
        """How many records lie in it."""
        found = self._admin.list_offsets({tp: OffsetSpec.latest() for tp in _partitions(topic)})
        return sum(future.result(10).offset for future in found.values())

    def _led(self, topic: str) -> bool:
        try:
            return self.ends(topic) == 0
        except KafkaException:  # Brokers learn of it one after the other.
            return False

    def committed(self, group: str, topic: str) -> int:
        """How many records of it the group has committed."""
        asked = ConsumerGroupTopicPartitions(group, _partitions(topic))
        try:
            found = self._admin.list_consumer_group_offsets([asked])[group].result(10)
        except KafkaException:  # Its coordinator does not know it yet.
            return 0
        return sum(max(0, tp.offset) for tp in found.topic_partitions)

    def read(self, topic: str) -> Iterator[tuple[int, bytes]]:
        """Time of append in ms, and value, of all records that lie in it now."""
        left = self.ends(topic)
        reader = Consumer(
            {"bootstrap.servers": self.brokers, "group.id": "bench", "enable.auto.commit": False}
        )
        reader.assign([TopicPartition(topic, n, 0) for n in range(PARTITIONS)])
        deadline = time.monotonic() + READ_S
        while left:
            for record in reader.consume(10_000, 1.0):
                if record.error():
                    raise RuntimeError(record.error().str())
                left -= 1
                yield record.timestamp()[1], record.value()
            if time.monotonic() > deadline:
                raise TimeoutError(f"{left} records of {topic} could not be read")
        reader.close()

    def decided(self, topic: str) -> str:
        """A fingerprint of the decisions."""
        return fingerprint(value for _, value in self.read(topic))


class Tables:
    """Where peers write their rows."""

    def __init__(self, connection: asyncpg.Connection) -> None:
        self._connection = connection

    async def new(self) -> str:
        """A table without rows."""
        table = f"rows_{secrets.token_hex(4)}"
        await self._connection.execute(TABLE.format(table=table))
        return table

    async def count(self, table: str) -> int:
        return int(await self._connection.fetchval(f"select count(*) from {table}"))

    async def rows(self, table: str) -> str:
        """A fingerprint of the rows."""
        line = " || E'\\t' || ".join(f"{column}::text" for column in COLUMNS)
        return fingerprint(
            row["line"].encode()
            for row in await self._connection.fetch(f"select {line} as line from {table}")
        )

    async def drop(self, table: str) -> None:
        await self._connection.execute(f"drop table {table}")


@contextmanager
def scene() -> Iterator[Scene]:
    """An Apache Kafka and a PostgreSQL of the bench's own."""
    with (
        tempfile.TemporaryDirectory(prefix="sinergi-bench-") as folder,
        EmbeddedPostgres(Path(folder) / "pg") as server,
        RealKafka(Path(folder) / "kafka") as kafka,
    ):
        yield Scene(",".join(kafka.settings().brokers), server.url, Path(folder))


def _partitions(topic: str) -> Sequence[TopicPartition]:
    return [TopicPartition(topic, number) for number in range(PARTITIONS)]
