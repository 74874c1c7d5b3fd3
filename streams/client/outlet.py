"""One topic to publish on: what was sent is in Kafka, or an error says that it may not be."""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass
from types import TracebackType
from typing import Self

from aiokafka import AIOKafkaProducer
from aiokafka.errors import KafkaError, UnknownError

from schemas import topics
from schemas.trace_context import TRACEPARENT
from sinks.kafka_access import KafkaAccess, client_options
from sinks.kafka_clients import start
from sinks.topics import partition_counts
from streams.client.brokers import Brokers, access_of, addresses
from streams.client.errors import NotOpen, NoTopic, Unreachable
from streams.client.patience import persist, unreachable
from streams.core.normalize import RECORD_BYTES
from streams.logs.damping import damp

CHUNK = 1_000
"""So many messages are on their way at once."""
WITHIN_S = 30.0
_LINGER_MS = 5
_STOP_S = 2.0
_NO_IDEMPOTENCE = (
    "knows no idempotent producer; the embedded broker does not, and needs `idempotent=False` (`--embedded`)"
)


@dataclass(frozen=True, slots=True)
class Sent:
    """Where Kafka keeps a message, on all replicas in sync."""

    topic: str
    partition: int
    offset: int


@dataclass(frozen=True, slots=True)
class Letter:
    """What goes to the topic."""

    key: str
    value: bytes
    traceparent: str | None = None


class Outlet:
    """An async context manager. Tasks may share one; what they send at once travels together."""

    def __init__(self, topic: str, *, brokers: Brokers, within_s: float, idempotent: bool) -> None:
        self._topic = topic
        self._kafka = access_of(brokers)
        self._within_s = within_s
        self._idempotent = idempotent
        self._producer: AIOKafkaProducer | None = None

    async def __aenter__(self) -> Self:
        """Connect. Raises `Unreachable`, `NoTopic`."""
        damp("aiokafka")
        await topic_there(self._topic, self._kafka, self._within_s)
        self._producer = await persist(self._started, self._within_s, self._kafka)
        return self

    async def __aexit__(
        self, _kind: type[BaseException] | None, _error: BaseException | None, _trace: TracebackType | None
    ) -> None:
        """Disconnect; what Kafka has not taken by then is tried as long as a call may last, and given up."""
        producer, self._producer = self._open, None
        stopping = asyncio.create_task(producer.stop())
        done, _ = await asyncio.wait({stopping}, timeout=_STOP_S)
        if not done:
            # With sequence numbers aiokafka tries for ever; without them a batch that is too old is dropped.
            producer._sender._txn_manager = None  # noqa: SLF001
        await stopping

    async def send(self, letters: Sequence[Letter]) -> tuple[Sent, ...]:
        """Send all and wait until Kafka has them. Raises `Unreachable`; some may be in Kafka by then.

        Raises `NotOpen` outside of the block.
        """
        producer = self._open
        sent: list[Sent] = []
        try:
            async with asyncio.timeout(self._within_s):
                for start in range(0, len(letters), CHUNK):
                    sent += await self._sent(producer, letters[start : start + CHUNK])
        except (KafkaError, TimeoutError) as error:
            raise unreachable(self._kafka, error, self._within_s) from error
        return tuple(sent)

    @property
    def _open(self) -> AIOKafkaProducer:
        if self._producer is None:
            raise NotOpen(f"publish on {self._topic} inside of `async with`")
        return self._producer

    async def _sent(self, producer: AIOKafkaProducer, letters: Sequence[Letter]) -> list[Sent]:
        waiting = [
            await producer.send(self._topic, letter.value, key=letter.key.encode(), headers=_headers(letter))
            for letter in letters
        ]
        return [Sent(at.topic, at.partition, at.offset) for at in await asyncio.gather(*waiting)]

    async def _started(self) -> AIOKafkaProducer:
        made = AIOKafkaProducer(
            **client_options(self._kafka),
            acks="all",
            enable_idempotence=self._idempotent,
            linger_ms=_LINGER_MS,
            max_request_size=RECORD_BYTES * 4,
            request_timeout_ms=round(self._within_s * 1_000),
        )
        try:
            await start(made, self._kafka)
        except BaseException as error:
            await made.stop()
            if self._idempotent and isinstance(error, UnknownError):
                raise Unreachable(f"Kafka at {addresses(self._kafka)} {_NO_IDEMPOTENCE}") from error
            raise
        return made


def _headers(letter: Letter) -> list[tuple[str, bytes]] | None:
    return [(TRACEPARENT, letter.traceparent.encode())] if letter.traceparent else None


async def topic_there(topic: str, kafka: KafkaAccess, within_s: float) -> int:
    """How many partitions it has. Raises `NoTopic`: some brokers would make any topic that is written to,
    and nobody would read it. Raises it for topics that workers write, too. Raises `Unreachable`.
    """
    counts = await persist(lambda: partition_counts(kafka), within_s, kafka)
    theirs = counts.keys() - topics.OWN
    if topic not in theirs:
        kind, _, name = topic.partition(".")
        others = sorted(other.partition(".")[2] for other in theirs if other.startswith(f"{kind}."))
        known = f"there are {', '.join(others)}" if others else "there is none of its kind"
        raise NoTopic(f"{name}: no topic {topic} at {addresses(kafka)}; {known}")
    return counts[topic]
