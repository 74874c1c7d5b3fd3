"""Kafka and the keys of reporters as the bench of triage needs them: nothing leaves the process."""

import asyncio
from collections.abc import Collection, Mapping, Sequence
from typing import Any, cast

from aiokafka import AIOKafkaProducer, ConsumerRecord, TopicPartition
from aiokafka.consumer.fetcher import READ_UNCOMMITTED, PartitionRecords
from aiokafka.producer.message_accumulator import BatchBuilder

from schemas.message import Message
from sinks.keyring import Key, Keyring
from sinks.topics import publish
from streams.wire import Records

PARTITIONS = 8
BATCH_BYTES = 1 << 20


class Held(Keyring):
    """Every reporter has a key."""

    def __init__(self) -> None:
        self._keys: dict[str, Key] = {}

    async def of(self, voices: Collection[str]) -> Mapping[str, Key]:
        """Made at the first question."""
        return {voice: self._keys.setdefault(voice, Key.made()) for voice in voices}


class Nowhere:
    """Makes batches as a producer does, and drops them."""

    async def partitions_for(self, _topic: str) -> Collection[int]:
        """As many as a topic of ours has."""
        return range(PARTITIONS)

    def create_batch(self) -> BatchBuilder:
        """As aiokafka's producer."""
        return BatchBuilder(BATCH_BYTES, 0)

    async def send_batch(self, batch: BatchBuilder, _topic: str, *, partition: int) -> asyncio.Future[None]:
        """It is there at once."""
        batch.close()
        batch._build()
        sent = asyncio.get_running_loop().create_future()
        sent.set_result(None)
        return sent


async def publish_nowhere(messages: Sequence[Message]) -> None:
    """Group, number and pack."""
    await publish(cast("AIOKafkaProducer", Nowhere()), messages)


def arrived(messages: Sequence[Message]) -> bytes:
    """A batch of one partition, as a broker answers with it."""
    batch = BatchBuilder(1 << 30, 0)
    for message in messages:
        batch.append(timestamp=None, key=message.key, value=message.value, headers=list(message.headers))
    batch.close()
    return bytes(batch._build())


def fetched(topic: str, content: bytes) -> list[ConsumerRecord[Any, Any]]:
    """The records of an answer, as our consumers get them."""
    here = TopicPartition(topic, 0)
    return list(PartitionRecords(here, Records(content), [], 0, None, None, True, READ_UNCOMMITTED))
