"""What stock Faust's two peers share: records of its events, and a producer that sends by the batch."""

from collections.abc import Sequence

import faust
from aiokafka import AIOKafkaProducer

from schemas.message import Message
from sinks.topics import publish
from tests.bench.same_core.task import Task
from tests.bench.same_core.work import Record

BATCH_BYTES = 256 << 10


class Sender:
    """An aiokafka producer of its own: Faust's own sends one after the other."""

    def __init__(self, task: Task) -> None:
        self._brokers = task.brokers
        self._producer: AIOKafkaProducer | None = None

    async def send(self, messages: Sequence[Message]) -> None:
        """Returns once Kafka has all of them."""
        if self._producer is None:
            self._producer = AIOKafkaProducer(
                bootstrap_servers=self._brokers, acks="all", max_batch_size=BATCH_BYTES
            )
            await self._producer.start()
        await publish(self._producer, messages)


def record_of(event: faust.Event) -> Record:
    """Faust has its time stamp in seconds."""
    message = event.message
    headers = tuple(message.headers or ())
    at_ms = round(1_000 * message.timestamp)
    return Record(message.topic, message.partition, message.offset, event.value, headers, at_ms)
