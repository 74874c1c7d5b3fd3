"""Clients of Kafka, started or told why not."""

import asyncio
import time
from collections.abc import AsyncIterator, Awaitable, Callable, Collection, Mapping
from contextlib import asynccontextmanager
from functools import partial
from typing import TypeVar

from aiokafka import AIOKafkaConsumer, AIOKafkaProducer
from aiokafka.errors import KafkaConnectionError, KafkaError

from sinks.kafka_access import client_options
from sinks.kafka_clients import NOT_ALLOWED, NotLetInError, start
from sinks.topics import cluster_id, partition_counts
from streams.connections.errors import NotReadyError, UnreachableError
from streams.logs.error_words import words
from streams.settings import KafkaSettings
from streams.wire import read_safely

REQUEST_BYTES = 8 << 20
"""More than any topic takes: what is too large is refused by the broker, and so by a test of it."""
FETCH_BYTES = 8 << 20
"""More than any topic takes in one message."""
LINGER_MS = 5
BROKER_POLL_S = 0.5
MAKE_TOPICS = "run `sinergi topics`"

Answer = TypeVar("Answer")


@asynccontextmanager
async def producer(
    settings: KafkaSettings, *, expires_s: float | None = None
) -> AsyncIterator[AIOKafkaProducer]:
    """A producer that waits until all replicas in sync have a record.

    With `expires_s` a record fails after at most twice that time, and is never sent later. An idempotent
    producer would go on trying for as long as Kafka is away, so this one may send a record twice.
    """
    made = AIOKafkaProducer(
        **client_options(settings),
        acks="all",
        enable_idempotence=settings.idempotent and expires_s is None,
        request_timeout_ms=40_000 if expires_s is None else round(expires_s * 1000),
        linger_ms=LINGER_MS,
        max_batch_size=256 << 10,
        max_request_size=REQUEST_BYTES,
    )
    async with _started(made, settings):
        yield made


@asynccontextmanager
async def consumer(settings: KafkaSettings) -> AsyncIterator[AIOKafkaConsumer]:
    """A consumer of no group, to be told which partitions to read and from where."""
    read_safely()
    made = AIOKafkaConsumer(
        **client_options(settings),
        enable_auto_commit=False,
        auto_offset_reset="none",
        fetch_max_wait_ms=settings.fetch_wait_ms,
        max_partition_fetch_bytes=FETCH_BYTES,
    )
    async with _started(made, settings):
        yield made


@asynccontextmanager
async def _started(
    client: AIOKafkaProducer | AIOKafkaConsumer, settings: KafkaSettings
) -> AsyncIterator[None]:
    try:
        try:
            await start(client, settings)
        except KafkaError as error:
            raise no_broker(settings, error) from error
        yield
    finally:
        await client.stop()


async def counts_of(
    settings: KafkaSettings, topics: Collection[str], *, wait_s: float = 0, remedy: str = MAKE_TOPICS
) -> Mapping[str, int]:
    """How many partitions each topic has; waits up to `wait_s` for a broker that is not there yet.

    Raises `UnreachableError`, and `NotReadyError` with the remedy for topics that nobody made.
    """
    found = await answered(partial(partition_counts, settings), settings, wait_s)
    if missing := [topic for topic in topics if topic not in found]:
        hidden = "" if settings.security == "plaintext" else " (or hidden from this account: `sinergi acl`)"
        raise NotReadyError(f"topics are missing: {', '.join(missing)}{hidden}; {remedy}")
    return found


async def cluster_of(settings: KafkaSettings, *, wait_s: float = 0) -> str:
    """The cluster's id, by which Postgres keeps offsets and rejections. Raises `UnreachableError`."""
    if settings.cluster is not None:
        return settings.cluster
    return await answered(partial(cluster_id, settings), settings, wait_s)


async def answered(ask: Callable[[], Awaitable[Answer]], settings: KafkaSettings, wait_s: float) -> Answer:
    """Ask, and again where another broker, or the same one later, may answer. Raises `UnreachableError`."""
    deadline = time.monotonic() + wait_s
    while True:
        try:
            return await ask()
        except (KafkaError, TimeoutError) as error:
            again = isinstance(error, KafkaError) and error.retriable
            if not again or time.monotonic() >= deadline:
                raise no_broker(settings, error) from error
            await asyncio.sleep(BROKER_POLL_S)


def no_broker(settings: KafkaSettings, error: Exception) -> UnreachableError:
    """What to tell of a broker that did not answer."""
    if isinstance(error, NotLetInError):
        return UnreachableError(f"Kafka at {', '.join(settings.brokers)}: {error}")
    if isinstance(error, NOT_ALLOWED):
        who = settings.username or "this account"
        return UnreachableError(f"Kafka does not allow it to {who} ({words(error)}): see `sinergi acl`")
    why = "no broker answers" if isinstance(error, KafkaConnectionError) else words(error)
    return UnreachableError(f"no Kafka at {', '.join(settings.brokers)}: {why}")
