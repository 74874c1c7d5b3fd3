"""What the board asks Postgres of incidents: masked words, and no person."""

from collections.abc import AsyncIterator, Sequence
from dataclasses import dataclass
from datetime import datetime

from asyncpg import Record

from schemas.classified import Review
from schemas.correction import report_name_of
from schemas.incident import Incident, Link
from sinks.incident_rows import incident_of
from sinks.report_rows import review_of
from sinks.rows import link_of
from sinks.sql import Pool, queries

CHANNEL = "sinergi_incidents"
"""On which Postgres tells ids of incidents that changed, with spaces between."""
PAGE_ROWS = 500


@dataclass(frozen=True, slots=True)
class BoardRow:
    """An incident as a line of the board: JSON (see `board_rows`), and the agencies that may see it."""

    id: str
    agencies: frozenset[str]
    content: bytes


@dataclass(frozen=True, slots=True)
class BoardReport:
    """A report of an incident, masked, and why it is there."""

    channel: str
    id: str
    reported_at: datetime
    text: str
    place: str
    category: str
    confidence: float
    review: tuple[Review, ...]
    link: Link

    @property
    def name(self) -> str:
        """`channel:id`, as corrections name it."""
        return report_name_of((self.channel, self.id))


class BoardReader:
    """Questions to Postgres."""

    def __init__(self, pool: Pool) -> None:
        self._pool = pool
        self._sql = queries()

    async def open_ids(self, limit: int) -> list[str]:
        """Open incidents, the newest first."""
        return [row["id"] for row in await self._pool.fetch(self._sql["board_open"], limit)]

    async def rows(self, ids: Sequence[str]) -> AsyncIterator[tuple[Sequence[str], list[BoardRow]]]:
        """These incidents a page at a time: which they were, and those of them that are open."""
        for first in range(0, len(ids), PAGE_ROWS):
            page = ids[first : first + PAGE_ROWS]
            found = await self._pool.fetch(self._sql["board_rows"], page)
            yield page, [_row_of(row) for row in found if row["shown"]]

    async def incident(self, id: str) -> Incident | None:
        """One incident, its last version."""
        row = await self._pool.fetchrow(self._sql["board_incident"], id)
        return incident_of(row) if row else None

    async def reports_of(self, id: str, limit: int) -> list[BoardReport]:
        """The first reports of an incident, the one that founded it first."""
        return [_report_of(row) for row in await self._pool.fetch(self._sql["board_reports"], id, limit)]


def _row_of(row: Record) -> BoardRow:
    return BoardRow(row["id"], frozenset(row["agencies"]), row["content"].encode())


def _report_of(row: Record) -> BoardReport:
    return BoardReport(
        channel=row["channel"],
        id=row["id"],
        reported_at=row["reported_at"],
        text=row["masked_text"],
        place=row["masked_place"],
        category=row["category"],
        confidence=row["confidence"],
        review=review_of(row),
        link=link_of(row),
    )
