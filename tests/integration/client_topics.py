"""Topics of a channel and agency that no other test has, and what lies in them."""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass

from aiokafka import AIOKafkaConsumer, AIOKafkaProducer, ConsumerRecord, TopicPartition

from schemas.dispatch import Kind
from schemas.message import Message
from schemas.topics import dispatches, feedback, progress, replies, reports
from sinks.topics import TopicSpec, ensure_topics, publish
from streams.core.tell import dispatch_record
from streams.settings import KafkaSettings
from tests.unit.cli.hearing import DISPATCH

PARTITIONS = 2


@dataclass(frozen=True, slots=True)
class Topics:
    """`name` is channel and agency at once."""

    kafka: KafkaSettings
    name: str

    @property
    def address(self) -> str:
        return ",".join(self.kafka.brokers)

    async def make(self) -> None:
        names = [make(self.name) for make in (reports, replies, feedback, progress, dispatches)]
        await ensure_topics(self.kafka, [TopicSpec(name, PARTITIONS) for name in names])

    async def tell(self, messages: Sequence[Message]) -> None:
        """Publish as resolve does."""
        async with AIOKafkaProducer(
            bootstrap_servers=self.address, enable_idempotence=self.kafka.idempotent
        ) as producer:
            await publish(producer, messages)

    async def records(self, topic: str) -> list[ConsumerRecord]:
        """All that a topic holds, in order within each partition."""
        found: list[ConsumerRecord] = []
        async with AIOKafkaConsumer(bootstrap_servers=self.address, fetch_max_wait_ms=50) as consumer:
            partitions = [TopicPartition(topic, number) for number in range(PARTITIONS)]
            consumer.assign(partitions)
            await consumer.seek_to_beginning(*partitions)
            ends = await consumer.end_offsets(partitions)
            async with asyncio.timeout(15):
                while any([await consumer.position(tp) < ends[tp] for tp in partitions]):
                    for page in (await consumer.getmany(timeout_ms=1_000)).values():
                        found += page
        return found

    def told(self, incident: str, version: int, kind: Kind = "joined") -> Message:
        """A version of an incident, for this agency."""
        update = {
            "id": f"{incident}/{version}/{self.name}",
            "incident_id": incident,
            "version": version,
            "kind": kind,
            "agency": self.name,
        }
        return dispatch_record(DISPATCH.model_copy(update=update))
