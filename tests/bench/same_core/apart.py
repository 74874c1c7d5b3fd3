"""For engines that know no event loop: the store's runs in a thread, and Kafka is spoken to by librdkafka.

A batch is decided while the one before is written.
"""

import asyncio
from collections.abc import Coroutine, Sequence
from concurrent.futures import Future
from threading import Thread
from typing import Any, TypeVar

from confluent_kafka import KafkaError, KafkaException, Producer
from confluent_kafka import Message as Delivered

from schemas.message import Message
from tests.bench.engine.rdkafka import WRITES
from tests.bench.same_core.stage import Stage
from tests.bench.same_core.task import Task
from tests.bench.same_core.work import Record

WITHIN_S = 60.0

_Answer = TypeVar("_Answer")


class Sender:
    """Messages with their headers, which librdkafka takes one by one and sends by the batch."""

    def __init__(self, brokers: str) -> None:
        self._producer = Producer({"bootstrap.servers": brokers, **WRITES})
        self._failed: list[KafkaError] = []

    def send(self, messages: Sequence[Message]) -> None:
        """Returns once Kafka has all of them. Raises `KafkaException`, `TimeoutError`."""
        for one in messages:
            self._producer.produce(
                one.topic, one.value or None, one.key, headers=list(one.headers), on_delivery=self._delivered
            )
        left = self._producer.flush(WITHIN_S)
        if self._failed:
            raise KafkaException(self._failed[0])
        if left:
            raise TimeoutError(f"{left} messages are not sent after {WITHIN_S:.0f} s")

    def _delivered(self, error: KafkaError | None, _message: Delivered) -> None:
        if error is not None:
            self._failed.append(error)


class Apart:
    """At most one batch is being written while another is decided."""

    def __init__(self, stage: Stage, task: Task) -> None:
        self._loop = asyncio.new_event_loop()
        Thread(target=self._loop.run_forever, daemon=True).start()
        self._stage = self._begun(stage.connected()).result(WITHIN_S)
        self._sender = Sender(task.brokers)
        self._writing: Future[None] | None = None

    def take(self, records: Sequence[Record]) -> None:
        """Raises what writing the batch before raised."""
        read = self._stage.read(records)
        known = self._begun(self._stage.known(read)).result(WITHIN_S)
        decided = self._stage.decide(read, known)
        self.wait()
        self._writing = self._begun(self._stage.write(decided, self._send))

    def wait(self) -> None:
        """Until all is written. Raises what that raised."""
        if self._writing:
            self._writing.result(WITHIN_S)
            self._writing = None

    async def _send(self, messages: Sequence[Message]) -> None:
        await asyncio.to_thread(self._sender.send, messages)

    def _begun(self, work: Coroutine[Any, Any, _Answer]) -> Future[_Answer]:
        return asyncio.run_coroutine_threadsafe(work, self._loop)
