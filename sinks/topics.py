"""Publishing to Kafka, and making the topics."""

import asyncio
from collections.abc import Awaitable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from struct import unpack_from

from aiokafka import AIOKafkaProducer, TopicPartition
from aiokafka.admin import AIOKafkaAdminClient, NewTopic, RecordsToDelete
from aiokafka.errors import TopicAlreadyExistsError, UnknownTopicOrPartitionError, for_code
from aiokafka.producer.message_accumulator import BatchBuilder

from schemas.message import Message
from sinks.kafka_access import KafkaAccess
from sinks.kafka_clients import admin_of

TOPICS_KNOWN_S = 30.0
"""How long the brokers may take to tell each other, and us, of a topic."""
_POLL_S = 0.1
_SEED, _MIX, _BITS = 0x9747_B28C, 0x5BD1_E995, 0xFFFF_FFFF


@dataclass(frozen=True, slots=True)
class TopicSpec:
    """A topic as it should be. `config` takes Kafka's topic settings, such as `retention.ms`."""

    name: str
    partitions: int
    replication: int = 1
    config: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Ensured:
    """What `ensure_topics` did and found. `miscounted` gives the partitions that a topic has instead."""

    created: tuple[str, ...]
    existing: tuple[str, ...]
    miscounted: Mapping[str, int]


@lru_cache(1 << 13)
def partition_of(key: bytes, partitions: int) -> int:
    """Where a key lives: Java's default partitioner, so every producer agrees on it."""
    return (_murmur2(key) & 0x7FFF_FFFF) % partitions


async def publish(producer: AIOKafkaProducer, messages: Sequence[Message]) -> None:
    """Send all and wait until the brokers have them; a partition's messages keep their order.

    Raises the first error, some messages may have been sent by then; `UnknownTopicOrPartitionError`
    for a topic that nobody made.
    """
    deliveries: list[Awaitable[object]] = []
    grouped = await _by_partition(producer, messages)
    ready = ((at, batch) for at, alike in grouped.items() for batch in _batches(producer, alike))
    try:
        # It waits only for another batch of the same partition. A task for each costs more than to send it.
        for (topic, partition), batch in ready:
            delivery = await producer.send_batch(batch, topic, partition=partition)
            deliveries.append(delivery)
    except Exception:
        await asyncio.gather(*deliveries, return_exceptions=True)
        raise
    for outcome in await asyncio.gather(*deliveries, return_exceptions=True):
        if isinstance(outcome, BaseException):
            raise outcome


async def ensure_topics(kafka: KafkaAccess, specs: Sequence[TopicSpec]) -> Ensured:
    """Create what is missing and change nothing that is there. Raises `KafkaError`, `TimeoutError`."""
    async with admin_of(kafka) as admin:
        before = await _partition_counts(admin)
        missing = [spec for spec in specs if spec.name not in before]
        created = await _create(admin, missing)
        counts = await _known(admin, {spec.name for spec in specs})
        return Ensured(
            created=created,
            existing=tuple(spec.name for spec in specs if spec.name not in created),
            miscounted={s.name: counts[s.name] for s in specs if counts[s.name] != s.partitions},
        )


async def drop_before(kafka: KafkaAccess, offsets: Mapping[TopicPartition, int]) -> None:
    """Nobody can read what lies before these offsets any more. Raises `KafkaError`."""
    if offsets:
        async with admin_of(kafka) as admin:
            await admin.delete_records({tp: RecordsToDelete(offset) for tp, offset in offsets.items()})


async def cluster_id(kafka: KafkaAccess) -> str:
    """The id that the cluster gave itself when its storage was formatted. Raises `KafkaError`."""
    async with admin_of(kafka) as admin:
        return str((await admin.describe_cluster())["cluster_id"])


async def partition_counts(kafka: KafkaAccess) -> dict[str, int]:
    """How many partitions each topic of the cluster has. Raises `KafkaError`."""
    async with admin_of(kafka) as admin:
        return await _partition_counts(admin)


async def _by_partition(
    producer: AIOKafkaProducer, messages: Sequence[Message]
) -> dict[tuple[str, int], list[Message]]:
    topics = dict.fromkeys([message.topic for message in messages])
    shared: dict[str, list[list[Message]]] = {
        topic: [[] for _ in range(await _partitions(producer, topic))] for topic in topics
    }
    for message in messages:
        partitions = shared[message.topic]
        partitions[partition_of(message.key, len(partitions))].append(message)
    return {
        (topic, number): alike
        for topic, partitions in shared.items()
        for number, alike in enumerate(partitions)
        if alike
    }


async def _partitions(producer: AIOKafkaProducer, topic: str) -> int:
    """How many partitions a topic has. aiokafka alone would wait for it as long as for any request."""
    try:
        async with asyncio.timeout(TOPICS_KNOWN_S):
            return len(await producer.partitions_for(topic))
    except TimeoutError as error:
        raise UnknownTopicOrPartitionError(f"nobody made the topic {topic}") from error


def _batches(producer: AIOKafkaProducer, messages: Iterable[Message]) -> Iterator[BatchBuilder]:
    batch = producer.create_batch()
    for _, key, value, headers in messages:
        sent, said = value or None, list(headers)
        if batch.append(timestamp=None, key=key, value=sent, headers=said) is None:
            yield batch
            batch = producer.create_batch()
            # An empty batch takes any message; the broker judges its size.
            batch.append(timestamp=None, key=key, value=sent, headers=said)
    yield batch


def _murmur2(key: bytes) -> int:
    """Austin Appleby's hash as Kafka seeds it, a word at a time: aiokafka's goes through it byte by byte."""
    words = len(key) // 4
    hashed = _SEED ^ len(key)
    for word in unpack_from(f"<{words}I", key):
        mixed = word * _MIX & _BITS
        hashed = hashed * _MIX & _BITS ^ (mixed ^ mixed >> 24) * _MIX & _BITS
    if rest := key[4 * words :]:
        hashed = (hashed ^ int.from_bytes(rest, "little")) * _MIX & _BITS
    hashed = (hashed ^ hashed >> 13) * _MIX & _BITS
    return hashed ^ hashed >> 15


async def _partition_counts(admin: AIOKafkaAdminClient) -> dict[str, int]:
    return {topic["topic"]: len(topic["partitions"]) for topic in await admin.describe_topics()}


async def _known(admin: AIOKafkaAdminClient, names: set[str]) -> dict[str, int]:
    async with asyncio.timeout(TOPICS_KNOWN_S):
        while True:
            counts = await _partition_counts(admin)
            if names <= counts.keys():
                return counts
            await asyncio.sleep(_POLL_S)


async def _create(admin: AIOKafkaAdminClient, specs: Sequence[TopicSpec]) -> tuple[str, ...]:
    if not specs:
        return ()
    response = await admin.create_topics(
        [
            NewTopic(spec.name, spec.partitions, spec.replication, topic_configs=dict(spec.config))
            for spec in specs
        ]
    )
    created = []
    for name, code, *reason in response.topic_errors:
        if code == 0:
            created.append(name)
        elif code != TopicAlreadyExistsError.errno:  # Another worker was faster: fine.
            raise for_code(code)(f"cannot create topic {name}: {reason}")
    return tuple(created)
