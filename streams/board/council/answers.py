"""The council's figures, as pages ask for them."""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

from schemas.catalog.models import Catalog
from sinks.reading_council import By, cases, heard
from sinks.sql import Pool
from streams.board.council.shared import Shared
from streams.council.figures import Row, rows, whole
from streams.council.hearing import OBSERVED_DAYS, Heardness, heardness
from streams.council.period import Period
from streams.http.asking import asking

DAY_S = 86_400


@dataclass(frozen=True, slots=True)
class Answers:
    """How fast the city answered: each group, all cases as one, and when that was so."""

    rows: Sequence[Row]
    whole: Row
    taken_at: datetime


@dataclass(frozen=True, slots=True)
class HeardAt:
    """How often is reported where, None if nothing can be said; and when that was so."""

    found: Heardness | None
    taken_at: datetime


class CouncilAnswers:
    """Asked of Postgres at most once a minute for each period, and worked out beside the event loop.

    Raises a `Fault` of 503 where Postgres is away or takes too long.
    """

    def __init__(self, pool: Pool, catalog: Catalog) -> None:
        self._pool = pool
        self._catalog = catalog
        self._kecamatan = {id: one.kecamatan for id, one in catalog.kelurahan.items()}
        self._shared = Shared()

    async def answers(self, by: By, period: Period) -> Answers:
        """Of what was first reported in that time."""
        return await self._shared.of((by, period), lambda: self._answers(by, period))

    async def hearing(self, period: Period) -> HeardAt:
        """The same of how often is reported, by kelurahan."""
        return await self._shared.of(("hearing", period), lambda: self._hearing(period))

    async def _answers(self, by: By, period: Period) -> Answers:
        catalog = self._catalog
        with asking():
            found = await cases(self._pool, by, *period, catalog.city.zone)
        told, all_of_them = await asyncio.to_thread(lambda: (rows(found, catalog), whole(found, catalog)))
        return Answers(told, all_of_them, found.taken_at)

    async def _hearing(self, period: Period) -> HeardAt:
        with asking():
            cells = await heard(self._pool, *period, OBSERVED_DAYS * DAY_S)
        return HeardAt(await asyncio.to_thread(heardness, cells, self._kecamatan), datetime.now(UTC))
