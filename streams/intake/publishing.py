"""Records to Kafka, one by one, each confirmed before its sender hears of it."""

import asyncio

from aiokafka import AIOKafkaProducer
from aiokafka.errors import KafkaError

from streams.intake.faults import later

UNDER_WAY_MAX = 1_000
"""So many requests wait for Kafka at once; with more of them we say so rather than grow."""
RETRY_AFTER_S = 5.0


class Publisher:
    """Publishes what was accepted. The producer's own bound says how long it tries."""

    def __init__(self, producer: AIOKafkaProducer) -> None:
        self._producer = producer
        self._under_way = 0

    async def publish(self, topic: str, key: str, value: bytes) -> None:
        """Return once all replicas in sync have it. Raises a `Fault` of 503: then it was not accepted."""
        if self._under_way >= UNDER_WAY_MAX:
            raise later(503, "unavailable", RETRY_AFTER_S)
        self._under_way += 1
        try:
            await asyncio.shield(self._producer.send_and_wait(topic, value, key=key.encode()))
        except KafkaError as error:
            raise later(503, "unavailable", RETRY_AFTER_S) from error
        finally:
            self._under_way -= 1
