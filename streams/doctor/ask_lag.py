"""Looks twice at how far each process has come, and at the newest records, by the eyes of the watch."""

import asyncio
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime

import asyncpg
from aiokafka import TopicPartition
from aiokafka.errors import KafkaError

from schemas.catalog.models import Catalog
from sinks.reading_watch import WatchReader
from streams.connections import NO_POSTGRES, no_broker, no_postgres
from streams.settings import Settings
from streams.watch.ages import Ages
from streams.watch.brokers import Brokers, brokers
from streams.watch.lag import Lag, Place, lags, places_of

ANSWER_S = 5.0
ALL_S = 10.0


@dataclass(frozen=True, slots=True)
class Standing:
    """How far processes have come: at two moments, and in what the log then holds: [begin, end).

    `newest_s` are seconds since 1970 by the newest record of each partition, `asked_at` when that was asked.
    """

    before: tuple[Lag, ...]
    after: tuple[Lag, ...]
    places: tuple[Place, ...]
    log: Mapping[TopicPartition, tuple[int, int]]
    newest_s: Mapping[TopicPartition, float]
    asked_at: datetime


async def ask_lag(settings: Settings, catalog: Catalog, *, seconds: float) -> Standing:
    """Raises `UnreachableError`."""
    try:
        pool = await asyncpg.create_pool(
            settings.postgres.url, min_size=1, max_size=1, timeout=ANSWER_S, command_timeout=ANSWER_S
        )
    except NO_POSTGRES as error:
        raise no_postgres(settings.postgres, error) from error
    try:
        async with asyncio.timeout(ALL_S + seconds), brokers(settings.kafka) as asked:
            return await _ask(asked, WatchReader(pool), catalog, seconds)
    except (KafkaError, TimeoutError) as error:
        raise no_broker(settings.kafka, error) from error
    except NO_POSTGRES as error:
        raise no_postgres(settings.postgres, error) from error
    finally:
        pool.terminate()  # A server that stands still would hold up a goodbye.


async def _ask(asked: Brokers, reader: WatchReader, catalog: Catalog, seconds: float) -> Standing:
    ages = Ages()
    before = await lags(asked, reader, catalog, ages, datetime.now(UTC))
    await asyncio.sleep(seconds)
    after = await lags(asked, reader, catalog, ages, datetime.now(UTC))
    places = await places_of(asked, reader, catalog)
    partitions = {place.partition for place in places}
    begins, ends = await asked.beginnings(partitions), await asked.ends(partitions)
    last = {one: ends[one] - 1 for one in partitions if ends[one] > begins[one]}
    asked_at = datetime.now(UTC)
    newest = await asked.records(last)
    return Standing(
        tuple(before),
        tuple(after),
        tuple(places),
        {one: (begins[one], ends[one]) for one in partitions},
        {one: record.timestamp / 1000 for one, record in newest.items()},
        asked_at,
    )
