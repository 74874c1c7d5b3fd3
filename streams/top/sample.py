"""One look at Kafka and Postgres. Whatever is away is said, and looked for again the next time."""

import asyncio
import time
from collections import Counter
from collections.abc import Awaitable, Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import partial
from typing import Any, TypeVar

from schemas.catalog.models import Catalog
from sinks.postgres import Pool
from sinks.reading_top import Decided, TopReader
from sinks.reading_watch import Questions, Unsent, WatchReader, Works
from streams.connections import ANY_AWAY, postgres
from streams.settings import Settings
from streams.topology import topology
from streams.watch.ages import Ages
from streams.watch.brokers import Brokers, brokers
from streams.watch.lag import Lag, lags, taken_in
from streams.watch.reach import Reach

LATELY_S = 60.0
"""Decisions are counted over so long."""
SELDOM_S = 10.0
"""So old may be what takes long to count: of 100,000 open incidents 0.2 s."""
ANSWER_S = 4.0
"""So long a part may take; what needs longer is away."""

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Counts:
    """What Postgres holds; `works` and `questions` as they were at most `SELDOM_S` before."""

    decided: Decided
    outbox: Sequence[Unsent]
    works: Sequence[Works]
    questions: Questions
    events: int


@dataclass(frozen=True, slots=True)
class _Open:
    """What waits for people, and when that was counted."""

    works: Sequence[Works]
    questions: Questions
    at_s: float


@dataclass(frozen=True, slots=True)
class Sample:
    """One moment: `at_s` by a clock that only goes forward. A part that is away says why."""

    at: datetime
    at_s: float
    ends: Mapping[str, int] | str
    lags: Sequence[Lag] | str
    counts: Counts | str


class Sampler:
    """Holds the connections from one look to the next."""

    def __init__(self, settings: Settings, catalog: Catalog) -> None:
        self._catalog = catalog
        self._topics = [spec.name for spec in topology(settings.kafka, catalog)]
        self._brokers = Reach(partial(brokers, settings.kafka))
        self._pool = Reach(partial(postgres, settings.postgres))
        self._ages = Ages()
        self._open: _Open | None = None

    async def sample(self) -> Sample:
        """Never raises for what is away; takes a few times `ANSWER_S` at most."""
        counts, (at_s, ends, behind) = await asyncio.gather(
            _told(self._counts, [self._pool], "Postgres"), self._kafka()
        )
        return Sample(datetime.now(UTC), at_s, ends, behind, counts)

    async def close(self) -> None:
        """Let go of the connections."""
        await self._brokers.drop()
        await self._pool.drop()

    async def _kafka(self) -> tuple[float, Mapping[str, int] | str, Sequence[Lag] | str]:
        """One after the other, since a connection answers one question at a time."""
        ends = await _told(self._ends, [self._brokers], "Kafka")
        at_s = time.monotonic()
        behind = (
            ends if isinstance(ends, str) else await _told(self._lags, [self._brokers], "Kafka or Postgres")
        )
        return at_s, ends, behind

    async def _ends(self) -> Mapping[str, int]:
        return await _ends_of(await self._brokers.get(), self._topics)

    async def _lags(self) -> Sequence[Lag]:
        asked, reader = await self._brokers.get(), WatchReader(await self._pool.get())
        taken = await taken_in(reader, asked.cluster)
        return (await lags(asked, taken, self._catalog, self._ages, datetime.now(UTC))).behind

    async def _counts(self) -> Counts:
        pool = await self._pool.get()
        if self._open is None or time.monotonic() - self._open.at_s >= SELDOM_S:
            self._open = await _open_of(WatchReader(pool))
        return await _counts_of(pool, self._open)


async def _ends_of(asked: Brokers, topics: Collection[str]) -> Mapping[str, int]:
    found: Counter[str] = Counter()
    for partition, end in (await asked.ends(await asked.of(topics))).items():
        found[partition.topic] += end
    return found


async def _open_of(watch: WatchReader) -> _Open:
    return _Open(await watch.works(), await watch.questions(), time.monotonic())


async def _counts_of(pool: Pool, open: _Open) -> Counts:
    top = TopReader(pool)
    decided, outbox = await top.decided(LATELY_S), await WatchReader(pool).outbox()
    return Counts(decided, outbox, open.works, open.questions, await top.events())


async def _told(look: Callable[[], Awaitable[T]], uses: Sequence[Reach[Any]], whom: str) -> T | str:
    """What was seen, or why nothing was; a connection that failed is opened anew the next time."""
    try:
        async with asyncio.timeout(ANSWER_S):
            return await look()
    except ANY_AWAY as error:
        for connection in uses:
            await connection.drop()
        return str(error) or f"{whom} does not answer in time"
