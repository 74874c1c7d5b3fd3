"""Records that keep coming while workers come and go."""

import asyncio
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager

from aiokafka import AIOKafkaProducer

from streams.settings import KafkaSettings
from tests.waiting import uncut


@asynccontextmanager
async def feed(
    kafka: KafkaSettings, topics: Sequence[str], partitions: int
) -> AsyncIterator[dict[tuple[str, int], int]]:
    """Send to all partitions until the block ends; the log's ends are filled in then."""
    ends: dict[tuple[str, int], int] = {}
    producer = AIOKafkaProducer(bootstrap_servers=list(kafka.brokers))
    enough = asyncio.Event()

    async def send() -> None:
        while not enough.is_set():
            for topic in topics:
                for partition in range(partitions):
                    sent = await producer.send_and_wait(topic, b"x", partition=partition)
                    ends[topic, partition] = sent.offset + 1
            await asyncio.sleep(0.02)

    try:
        await uncut(producer.start())
        feeding = asyncio.create_task(send())
        try:
            yield ends
        finally:
            enough.set()
            await feeding
    finally:
        await producer.stop()
