"""What callers of the HTTP intake may read of reports: never a word that was not masked."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime

from asyncpg import Record

from schemas.classified import Place, ReportKey
from schemas.incident import Incident
from sinks.incident_rows import incidents_of
from sinks.report_rows import place_of
from sinks.sql import Pool, queries

ANSWER_S = 5.0
"""A list of what is rare, far back in a long time, may take longer: then it is not answered."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which reports. None means all; `closed` asks for those that are over, or those that are not."""

    since: datetime
    until: datetime
    categories: Sequence[str] | None
    closed: bool | None
    offset: int
    limit: int


@dataclass(frozen=True, slots=True)
class Viewer:
    """Who asks: a channel sees its own reports, everybody those of `public` categories, if not dismissed."""

    channel: str | None
    public: Sequence[str]


@dataclass(frozen=True, slots=True)
class KnownRequest:
    """A report with the incident it is in."""

    channel: str
    id: str
    reported_at: datetime
    text: str
    place_words: str
    place: Place | None
    incident: Incident


class RequestReader:
    """Questions to Postgres."""

    def __init__(self, pool: Pool) -> None:
        self._pool = pool
        self._sql = queries()

    async def page(self, viewer: Viewer, wanted: Wanted) -> list[KnownRequest]:
        """Some of the reports of a time, the newest first."""
        rows = await self._pool.fetch(
            self._sql["requests"],
            wanted.since,
            wanted.until,
            viewer.channel,
            wanted.categories,
            wanted.closed,
            viewer.public,
            wanted.limit,
            wanted.offset,
            timeout=ANSWER_S,
        )
        return await self._with_incidents(rows)

    async def named(self, viewer: Viewer, keys: Collection[ReportKey]) -> list[KnownRequest]:
        """Those of these reports that there are, the newest first."""
        columns = [channel for channel, _ in keys], [id for _, id in keys]
        rows = await self._pool.fetch(self._sql["requests_named"], *columns, viewer.channel, viewer.public)
        return await self._with_incidents(rows)

    async def _with_incidents(self, rows: Sequence[Record]) -> list[KnownRequest]:
        ids = sorted({row["incident_id"] for row in rows})
        incidents = await incidents_of(self._pool, ids) if ids else {}
        return [
            KnownRequest(
                channel=row["channel"],
                id=row["id"],
                reported_at=row["reported_at"],
                text=row["masked_text"],
                place_words=row["masked_place"],
                place=place_of(row),
                incident=incidents[row["incident_id"]],
            )
            for row in rows
        ]
