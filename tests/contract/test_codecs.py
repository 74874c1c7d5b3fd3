"""Whoever publishes chooses the codec; what one of them chose must not stop who reads."""

import pytest
from aiokafka import AIOKafkaConsumer, AIOKafkaProducer
from aiokafka.admin import AIOKafkaAdminClient, NewTopic

from tests.conftest import Broker


@pytest.mark.parametrize("codec", ["gzip", "snappy", "lz4", "zstd"])
async def test_every_codec_of_kafka_is_read(broker: Broker, unique: str, codec: str) -> None:
    brokers = list(broker.kafka.brokers)
    admin = AIOKafkaAdminClient(bootstrap_servers=brokers)
    await admin.start()
    await admin.create_topics([NewTopic(unique, 1, 1)])
    await admin.close()
    async with AIOKafkaProducer(bootstrap_servers=brokers, compression_type=codec) as producer:
        await producer.send_and_wait(unique, b"banjir" * 500)
    async with AIOKafkaConsumer(
        unique, bootstrap_servers=brokers, auto_offset_reset="earliest", enable_auto_commit=False
    ) as consumer:
        assert (await consumer.getone()).value == b"banjir" * 500
