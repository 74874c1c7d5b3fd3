"""Connections for commands: what cannot be reached is said in one line, without passwords."""

import asyncio
import re
import time
from collections.abc import AsyncIterator, Awaitable, Callable, Collection, Iterable, Mapping
from contextlib import asynccontextmanager
from functools import partial
from typing import TypeVar
from urllib.parse import parse_qsl, urlencode, urlsplit

import asyncpg
from aiokafka import AIOKafkaConsumer, AIOKafkaProducer
from aiokafka.errors import KafkaConnectionError, KafkaError

from sinks.kafka_access import client_options
from sinks.kafka_clients import NOT_ALLOWED, NotLetInError, start
from sinks.migrate import Newer, missing_migrations, newer_migrations
from sinks.pool import APPLICATION, CONNECTIONS, connect
from sinks.sql import Migration, Pool
from sinks.topics import cluster_id, partition_counts
from streams.error_words import words
from streams.logs import logger
from streams.settings import KafkaSettings, PostgresSettings
from streams.wire import read_safely

REQUEST_BYTES = 8 << 20
"""More than any topic takes: what is too large is refused by the broker, and so by a test of it."""
FETCH_BYTES = 8 << 20
"""More than any topic takes in one message."""
LINGER_MS = 5
NOTICE_S = 2.0
BROKER_POLL_S = 0.5
UNREADABLE = "an address that cannot be read (percent-encode what is special in its password)"
_SCHEMES = frozenset({"postgres", "postgresql"})
_HOST = r"(\[[0-9a-fA-F:.]+\]|[\w.%-]*)(:\d+)?"
_HOSTS = re.compile(rf"{_HOST}(,{_HOST})*", re.ASCII)
_SHOWN = frozenset({"application_name", "dbname", "host", "port", "sslmode", "user"})
MAKE_TOPICS = "run `sinergi topics`"
START_NEWER = "start a release that does"


class UnreachableError(Exception):
    """Kafka or Postgres does not answer, or not as it should."""


class NotReadyError(Exception):
    """Something that must be there first is not, in words for a person."""


NO_POSTGRES = (OSError, ValueError, asyncpg.PostgresError, asyncpg.InterfaceError)
"""What a command meets at its first connection, a wrong address and a refusal included; it tells and ends."""

AWAY = (
    OSError,
    asyncpg.PostgresConnectionError,
    asyncpg.InterfaceError,
    asyncpg.InternalClientError,  # So asyncpg fails at times whose connection was cut off while it was idle.
    asyncpg.OperatorInterventionError,
    asyncpg.InsufficientResourcesError,
)
"""What a process that runs meets of a Postgres that is not there, about to go, too slow or full.

It goes on without. All else is our own fault; no answer in time is an `OSError` too.
"""

ANY_AWAY = (*AWAY, KafkaError, UnreachableError, NotReadyError)
"""The same of Kafka and Postgres, where connections are opened anew: no tables and no topics yet included."""

Answer = TypeVar("Answer")

log = logger(__name__)


@asynccontextmanager
async def postgres(
    settings: PostgresSettings,
    *,
    wait_s: float = 0,
    unchecked: bool = False,
    process: str | None = None,
    size: int = CONNECTIONS,
) -> AsyncIterator[Pool]:
    """A pool of at most `size` connections; waits up to `wait_s` for a Postgres that is not there yet.

    It has all tables of this version, unless `unchecked`; `process` is who asks for it. Raises
    `UnreachableError`, `NotReadyError`.
    """
    async with await open_pool(settings, wait_s=wait_s, process=process, size=size) as pool:
        if not unchecked:
            await migrated(pool)
        yield pool


async def migrated(pool: Pool) -> None:
    """Raises `NotReadyError` where Postgres has not all tables of this version, or is too new for it."""
    if missing := await missing_migrations(pool):
        raise NotReadyError(f"migrations are missing: {_names(missing)}; run `sinergi migrate`")
    newer = await newer_migrations(pool)
    if told := too_new(newer):
        raise NotReadyError(f"{told}; {START_NEWER}")
    if newer:
        log.info("the database is newer than this code, which fits it all the same", newer=_names(newer))


def too_new(newer: Collection[Newer]) -> str | None:
    """What to tell of steps with which this code must not work; None if there are none."""
    if unfit := [step for step in newer if not step.fits]:
        return (
            f"the database is too new for this code: {_names(unfit)} needs code that knows migration "
            f"{max(step.needs for step in unfit):04}"
        )
    return None


def _names(steps: Iterable[Migration | Newer]) -> str:
    return ", ".join(f"{step.number:04} {step.name}" for step in steps)


async def open_pool(
    settings: PostgresSettings,
    *,
    wait_s: float,
    process: str | None = None,
    cleared: bool = True,
    size: int = CONNECTIONS,
) -> Pool:
    """The same, for somebody else to close. Says that it waits. Raises `UnreachableError`."""
    url = without_password(settings.url)
    notice = asyncio.get_running_loop().call_later(
        NOTICE_S, partial(log.warning, "waiting for Postgres", postgres=url, at_most_s=wait_s)
    )
    try:
        return await connect(
            settings.url,
            wait_s=wait_s,
            statement_timeout_s=settings.statement_timeout_s,
            size=size,
            name=f"{APPLICATION}-{process}" if process else APPLICATION,
            cleared=cleared,
        )
    except NO_POSTGRES as error:
        raise no_postgres(settings, error) from error
    finally:
        notice.cancel()


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


def no_postgres(settings: PostgresSettings, error: Exception) -> UnreachableError:
    """What to tell of a Postgres that could not be reached."""
    why = "no answer in time" if isinstance(error, TimeoutError) else words(error)
    return UnreachableError(f"no Postgres at {without_password(settings.url)}: {why}")


def without_password(url: str) -> str:
    """The URL as it may be shown: a password can stand in the query too, and, written wrongly, anywhere."""
    try:
        scheme, place, path, query, fragment = urlsplit(url)
    except ValueError:
        return UNREADABLE
    account, at, hosts = place.rpartition("@")
    if scheme not in _SCHEMES or fragment or "@" in path or not _HOSTS.fullmatch(hosts):
        return UNREADABLE
    user, colon, _ = account.partition(":")
    shown = urlencode([(name, value) for name, value in parse_qsl(query) if name in _SHOWN], safe="/")
    return f"{scheme}://{user}{colon and ':***'}{at}{hosts}{path}{shown and f'?{shown}'}"
