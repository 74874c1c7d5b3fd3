"""Publishes whatever is away, and remembers what was confirmed."""

import asyncio
from collections.abc import Iterable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from typing import Self

from aiokafka import AIOKafkaProducer
from aiokafka.errors import KafkaError

from tests.e2e.reports import Record

NUMBER = "chaos-number"
"""The header that tells which record it is that Kafka has."""
WAITING_MAX = 5_000
"""Unconfirmed; more are not sent before some of them are."""
_AGAIN_S = 0.5
_TRIES = 40


@dataclass(frozen=True, slots=True)
class Confirmed:
    """Where Kafka said that a record lies."""

    topic: str
    partition: int
    offset: int


class Publisher:
    """Numbers records in the order in which they were sent. What was not confirmed may be in Kafka too.

    `last` is the last report of each partition that was.
    """

    def __init__(self, brokers: Sequence[str]) -> None:
        self._brokers = list(brokers)
        self._room = asyncio.Semaphore(WAITING_MAX)
        self._waiting: set[asyncio.Future[object]] = set()
        self._producer: AIOKafkaProducer
        self.sent: list[Record] = []
        self.confirmed: dict[int, Confirmed] = {}
        self.last: dict[tuple[str, int], Record] = {}
        self.errors: list[str] = []

    async def __aenter__(self) -> Self:
        await self._renew()
        return self

    async def __aexit__(self, *_: object) -> None:
        await self._producer.stop()

    async def publish(self, records: Iterable[Record]) -> None:
        """Hand them over in order, without waiting for them to be confirmed."""
        for record in records:
            await self._room.acquire()
            number = len(self.sent)
            self.sent.append(record)
            future = await self._hand_over(record, number)
            self._waiting.add(future)
            future.add_done_callback(lambda done, number=number: self._done(number, done))

    async def flush(self, within_s: float) -> None:
        """Wait until all is confirmed or refused. Raises `TimeoutError`."""
        async with asyncio.timeout(within_s):
            while self._waiting:
                await asyncio.wait(set(self._waiting))

    async def _hand_over(self, record: Record, number: int) -> "asyncio.Future[object]":
        headers = [*record.headers, (NUMBER, b"%d" % number)]
        for _ in range(_TRIES):
            try:
                return await self._producer.send(record.topic, record.value, key=record.key, headers=headers)
            except KafkaError as error:
                # Not taken: an idempotent producer that met what it cannot mend takes nothing any more.
                self.errors.append(repr(error))
                await asyncio.sleep(_AGAIN_S)
                await self._renew()
        raise TimeoutError(f"the producer took no record in {_TRIES} tries: {self.errors[-1]}")

    async def _renew(self) -> None:
        if hasattr(self, "_producer"):
            with suppress(KafkaError, TimeoutError):
                async with asyncio.timeout(5):
                    await self._producer.stop()
        self._producer = AIOKafkaProducer(
            bootstrap_servers=self._brokers,
            acks="all",
            enable_idempotence=True,
            max_request_size=8 << 20,
            request_timeout_ms=15_000,
        )
        await self._producer.start()

    def _done(self, number: int, done: "asyncio.Future[object]") -> None:
        self._waiting.discard(done)
        self._room.release()
        if done.cancelled():
            self.errors.append("cancelled")
        elif error := done.exception():
            self.errors.append(repr(error))
        else:
            at = done.result()
            self.confirmed[number] = Confirmed(at.topic, at.partition, at.offset)  # type: ignore[attr-defined]
            if self.sent[number].problem:
                self.last[at.topic, at.partition] = self.sent[number]  # type: ignore[attr-defined]
