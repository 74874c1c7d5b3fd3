"""Publishing and making topics, on a broker."""

import asyncio
from collections import defaultdict
from collections.abc import AsyncIterator

import pytest
import pytest_asyncio
from aiokafka import AIOKafkaConsumer, AIOKafkaProducer, TopicPartition
from aiokafka.admin.config_resource import ConfigResource, ConfigResourceType
from aiokafka.errors import KafkaError, UnknownTopicOrPartitionError
from aiokafka.partitioner import DefaultPartitioner

from schemas.message import Message
from sinks import topics
from sinks.kafka_clients import admin_of
from sinks.topics import TopicSpec, cluster_id, ensure_topics, publish
from streams.stack.embedded import EmbeddedBroker
from tests.conftest import Broker

pytestmark = pytest.mark.asyncio(loop_scope="session")

BATCH_BYTES = 1_000
"""Small, so that a few messages fill several batches."""


@pytest_asyncio.fixture(loop_scope="session")
async def producer(broker: Broker) -> AsyncIterator[AIOKafkaProducer]:
    async with AIOKafkaProducer(
        bootstrap_servers=list(broker.kafka.brokers),
        max_batch_size=BATCH_BYTES,
        enable_idempotence=broker.kafka.idempotent,
    ) as running:
        yield running


async def test_messages_arrive_whole_and_in_order_where_their_key_belongs(broker, producer, unique):
    counts = {f"{unique}-a": 3, f"{unique}-b": 2}
    await ensure_topics(broker.kafka, [TopicSpec(name, number) for name, number in counts.items()])
    headers = (("ce_id", b"1"), ("ce_type", b"t"))
    messages = [
        Message(topic, b"key-%d" % (number % 7), b"%d" % number, headers)
        for number in range(200)
        for topic in counts
    ]
    await publish(producer, messages)

    expected: dict[tuple[str, int], list[bytes]] = defaultdict(list)
    partitioner = DefaultPartitioner()
    for message in messages:
        partitions = list(range(counts[message.topic]))
        expected[message.topic, partitioner(message.key, partitions, partitions)].append(message.value)
    records = await read(broker, counts, len(messages))
    assert {place: [record.value for record in found] for place, found in records.items()} == expected
    assert {tuple(record.headers) for found in records.values() for record in found} == {headers}
    assert max(len(values) for values in expected.values()) * 10 > BATCH_BYTES


async def test_a_message_larger_than_a_batch_is_sent_alone(broker, producer, unique):
    await ensure_topics(broker.kafka, [TopicSpec(unique, 1)])
    sizes = [10, BATCH_BYTES * 3, 20]
    await publish(producer, [Message(unique, b"k", b"x" * size, ()) for size in sizes])
    records = await read(broker, {unique: 1}, len(sizes))
    assert [len(record.value) for record in records[unique, 0]] == sizes


async def test_publishing_nothing_is_nothing(producer):
    await publish(producer, [])


async def test_a_message_that_cannot_be_sent_raises(tmp_path, unique):
    with EmbeddedBroker(tmp_path / "log") as broker:
        await ensure_topics(broker.settings(), [TopicSpec(unique, 1)])
        producer = AIOKafkaProducer(bootstrap_servers=list(broker.brokers), request_timeout_ms=500)
        await producer.start()
        await producer.partitions_for(unique)
    with pytest.raises(KafkaError):
        await publish(producer, [Message(unique, b"k", b"v", ())])
    await producer.stop()


async def test_a_topic_that_nobody_made_is_named_soon(broker, producer, unique, monkeypatch):
    if broker.embedded:
        pytest.skip("the embedded broker makes every topic that is asked for")
    monkeypatch.setattr(topics, "TOPICS_KNOWN_S", 0.3)
    async with asyncio.timeout(10):
        with pytest.raises(UnknownTopicOrPartitionError, match=unique):
            await publish(producer, [Message(unique, b"k", b"v", ())])


async def test_topics_are_made_once_and_found_again(broker, unique):
    specs = [TopicSpec(f"{unique}-{name}", 2, config={"retention.ms": "3600000"}) for name in "ab"]
    names = tuple(spec.name for spec in specs)
    first = await ensure_topics(broker.kafka, specs)
    assert (first.created, first.existing, first.miscounted) == (names, (), {})
    again = await ensure_topics(
        broker.kafka, [*specs[:1], TopicSpec(names[1], 5), TopicSpec(f"{unique}-c", 1)]
    )
    assert (again.created, again.existing) == ((f"{unique}-c",), names)
    assert again.miscounted == {names[1]: 2}


async def test_a_topic_has_the_config_that_was_asked_for(broker, unique):
    asked = {"retention.ms": "3600000", "max.message.bytes": "2000000"}
    await ensure_topics(broker.kafka, [TopicSpec(unique, 1, config=asked)])
    async with admin_of(broker.kafka) as admin:
        resource = ConfigResource(ConfigResourceType.TOPIC, unique)
        [response] = await admin.describe_configs([resource])
    [(code, _, _, name, entries)] = response.resources
    found = {entry[0]: entry[1] for entry in entries}
    if broker.embedded and not found:
        pytest.skip("the embedded broker tells no config")
    assert (code, name) == (0, unique)
    assert found.items() >= asked.items()


async def test_a_cluster_has_an_id_that_stays(broker):
    first = await cluster_id(broker.kafka)
    assert first == await cluster_id(broker.kafka)
    assert first
    assert first == (broker.kafka.cluster or first)


async def read(broker: Broker, counts: dict[str, int], count: int) -> dict[tuple[str, int], list]:
    found: dict[tuple[str, int], list] = defaultdict(list)
    async with AIOKafkaConsumer(bootstrap_servers=list(broker.kafka.brokers)) as consumer:
        partitions = [
            TopicPartition(name, number) for name, total in counts.items() for number in range(total)
        ]
        consumer.assign(partitions)
        await consumer.seek_to_beginning(*partitions)
        async with asyncio.timeout(15):
            while sum(map(len, found.values())) < count:
                for tp, records in (await consumer.getmany(timeout_ms=5_000)).items():
                    found[tp.topic, tp.partition] += records
    return found
