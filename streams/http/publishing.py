"""Records to Kafka, one by one, each confirmed before its sender hears of it."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from aiokafka import AIOKafkaProducer
from aiokafka.errors import KafkaError

from schemas.trace_context import TRACEPARENT
from streams.http.faults import later
from streams.http.running import running
from streams.logs import logger
from streams.logs.error_words import words
from streams.metrics import HttpMetrics

EXPIRES_S = 5.0
"""For how long the producer tries (see `streams.connections.producer`)."""
UNDER_WAY_MAX = 1_000
"""So many requests wait for Kafka at once; with more of them we say so rather than grow."""
ASK_AGAIN_S = 0.5
ANSWERS_S = 2.0

log = logger(__name__)


class Publisher:
    """Publishes what was accepted.

    A record that failed is never sent later. It may have reached Kafka all the same, if only the answer was
    lost; so nothing more is sent until Kafka answers a question, and who repeats the request repeats the
    very same record (see `Stamps`).
    """

    def __init__(self, producer: AIOKafkaProducer, metrics: HttpMetrics) -> None:
        self._producer = producer
        self._metrics = metrics
        self._under_way = 0
        self._away = asyncio.Event()

    @asynccontextmanager
    async def kept(self) -> AsyncIterator[None]:
        """Whenever Kafka is away, ask until it is back; until the end of the block."""
        async with running(self._keep_asking(), "is Kafka back?"):
            yield

    async def publish(self, topic: str, key: str, value: bytes, traceparent: str | None = None) -> None:
        """Return once all replicas in sync have it. Raises a `Fault` of 503: `unavailable` if it was not
        sent, `uncertain` if nobody can tell whether Kafka has it.
        """
        if self._away.is_set() or self._under_way >= UNDER_WAY_MAX:
            raise later(503, "unavailable")
        self._under_way += 1
        try:
            headers = [(TRACEPARENT, traceparent.encode())] if traceparent else None
            await self._producer.send_and_wait(topic, value, key=key.encode(), headers=headers)
        except KafkaError as error:
            if not self._away.is_set():
                log.warning("Kafka did not confirm a record", topic=topic, error=words(error))
                self._away.set()
            raise later(503, "uncertain") from error
        finally:
            self._under_way -= 1
        self._metrics.published.labels(topic).inc()

    async def answers(self) -> bool:
        """Whether Kafka answers a question now."""
        try:
            async with asyncio.timeout(ANSWERS_S):
                await self._producer.client.fetch_all_metadata()
        except (KafkaError, TimeoutError):
            return False
        return True

    async def _keep_asking(self) -> None:
        while True:
            await self._away.wait()
            while not await self.answers():  # noqa: ASYNC110  (another process must be asked)
                await asyncio.sleep(ASK_AGAIN_S)
            log.warning("Kafka answers again")
            self._away.clear()
