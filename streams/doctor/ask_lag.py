"""Looks twice at how far each process has come, and at the newest records, by the eyes of the watch."""

import asyncio
from collections.abc import AsyncIterator, Iterator, Mapping, Sequence
from contextlib import AsyncExitStack, asynccontextmanager, contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import partial

import asyncpg
from aiokafka import TopicPartition
from aiokafka.errors import KafkaError

from schemas.catalog.models import Catalog
from sinks.reading_watch import WatchReader
from streams.connections import NO_POSTGRES, no_broker, no_postgres
from streams.duties import resolve_duty
from streams.settings import KafkaSettings, PostgresSettings, Settings
from streams.watch.ages import Ages
from streams.watch.brokers import Brokers, brokers
from streams.watch.lag import Lag, Lags, Place, lags, taken_in

POSTGRES_S = 5.0
"""One statement."""
KAFKA_S = 10.0
"""All that one look asks."""


@dataclass(frozen=True, slots=True)
class Standing:
    """How far processes have come: at two moments, and in what the log then holds: [begin, end).

    `committed` is what resolve had committed to Kafka before both. `newest_s` are seconds since 1970 by the
    newest record of each partition, `asked_at` when that was asked.
    """

    before: Sequence[Lag]
    after: Sequence[Lag]
    places: Sequence[Place]
    log: Mapping[TopicPartition, tuple[int, int]]
    newest_s: Mapping[TopicPartition, float]
    asked_at: datetime
    committed: Mapping[TopicPartition, int | None]


async def ask_lag(settings: Settings, catalog: Catalog, *, seconds: float) -> Standing:
    """Raises `UnreachableError`, which says of whom."""
    async with AsyncExitStack() as stack:
        with _of_postgres(settings.postgres):
            pool = await asyncpg.create_pool(
                settings.postgres.url, min_size=1, max_size=1, timeout=POSTGRES_S, command_timeout=POSTGRES_S
            )
        stack.callback(pool.terminate)  # A server that stands still would hold up a goodbye.
        async with _of_kafka(settings.kafka):
            asked = await stack.enter_async_context(brokers(settings.kafka, answer_s=KAFKA_S / 2))
        committed = await _committed(settings, asked, catalog)
        look = partial(_look, settings, asked, WatchReader(pool), catalog, Ages())
        before = await look()
        await asyncio.sleep(seconds)
        after = await look()
        last = {one: end - 1 for one, (begin, end) in after.log.items() if end > begin}
        asked_at = datetime.now(UTC)
        async with _of_kafka(settings.kafka):
            newest = await asked.records(last)
    newest_s = {one: record.timestamp / 1000 for one, record in newest.items()}
    return Standing(before.behind, after.behind, after.places, after.log, newest_s, asked_at, committed)


async def _committed(
    settings: Settings, asked: Brokers, catalog: Catalog
) -> Mapping[TopicPartition, int | None]:
    duty = resolve_duty(catalog)
    async with _of_kafka(settings.kafka):
        return await asked.committed(duty.group, await asked.of(duty.reads))


async def _look(
    settings: Settings, asked: Brokers, reader: WatchReader, catalog: Catalog, ages: Ages
) -> Lags:
    with _of_postgres(settings.postgres):
        taken = await taken_in(reader, asked.cluster)
    async with _of_kafka(settings.kafka):
        return await lags(asked, taken, catalog, ages, datetime.now(UTC))


@contextmanager
def _of_postgres(settings: PostgresSettings) -> Iterator[None]:
    try:
        yield
    except NO_POSTGRES as error:
        raise no_postgres(settings, error) from error


@asynccontextmanager
async def _of_kafka(settings: KafkaSettings) -> AsyncIterator[None]:
    try:
        async with asyncio.timeout(KAFKA_S):
            yield
    except (KafkaError, TimeoutError) as error:
        raise no_broker(settings, error) from error
