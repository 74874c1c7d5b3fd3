"""Faust's transport on aiokafka, with our consumer and producer."""

from collections.abc import Mapping, Sequence
from typing import Any, cast

import aiokafka
import faust
from faust.transport.drivers import aiokafka as driver
from yarl import URL

from streams.transport.buffers import Urgent
from streams.transport.chunk import Owner
from streams.transport.consumer import Consumer
from streams.wire import read_safely


class Producer(driver.Producer):
    """Faust's producer, idempotent on request: Faust has no setting for that."""

    transport: "Transport"

    def _settings_extra(self) -> Mapping[str, Any]:
        return {"acks": "all", "enable_idempotence": self.transport.idempotent}


class Transport(driver.Transport):
    """To be set as `app.transport` before any agent is declared."""

    Consumer = Consumer
    Producer = Producer

    def __init__(
        self,
        app: faust.App,
        brokers: Sequence[str],
        *,
        fetch_wait_ms: int,
        idempotent: bool,
        chunk_s: float,
        urgent: Urgent | None = None,
    ) -> None:
        read_safely()
        super().__init__([URL(f"kafka://{broker}") for broker in brokers], app)
        self.owner: Owner | None = None
        self.fetch_wait_ms = fetch_wait_ms
        self.idempotent = idempotent
        self.chunk_s = chunk_s
        self.urgent = urgent
        self.together: dict[str, str] = {}


def together(app: faust.App, agent: str, topics: Sequence[str]) -> None:
    """Let the agent that reads these topics take small chunks of several partitions in one turn."""
    cast("Transport", app.transport).together |= dict.fromkeys(topics, agent)


def own(app: faust.App, owner: Owner) -> None:
    """Let `owner` say where each partition is read from; before the app starts."""
    cast("Transport", app.transport).owner = owner


def consumer_of(app: faust.App) -> Consumer:
    """The app's consumer: what is assigned to this worker and how far behind it is."""
    return cast("Consumer", app.consumer)


def producer_of(app: faust.App) -> aiokafka.AIOKafkaProducer:
    """The app's aiokafka producer. Raises `faust.exceptions.NotReady` before the app has started."""
    return cast("Producer", app.producer)._ensure_producer()  # noqa: SLF001
