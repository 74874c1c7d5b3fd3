"""The audit log in Postgres: who saw or changed what."""

import json
from collections.abc import AsyncIterator, Collection, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sinks.audit_chain import EMPTY, Head, Row
from sinks.sql import Connection, Pool, queries

PAGE = 5_000
"""So many rows are in memory at a time."""


@dataclass(frozen=True, slots=True)
class Noted:
    """One row, for a person."""

    number: int
    at: datetime
    login: str
    account: str
    named: str
    what: str
    of: tuple[str, ...]
    details: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Newest:
    """The last row, and how long ago `sinergi retain` ended last, or else the first row was written."""

    head: Head
    retained_s: float | None


async def note(
    asked: "Pool | Connection",
    what: str,
    of: Collection[str] = (),
    details: Mapping[str, object] | None = None,
) -> int:
    """Add that this process did it, in the open transaction if there is one; the number of the row.

    Changes of keys, webhooks, corrections and migrations are noted by triggers of their tables.
    """
    number: int = await asked.fetchval(
        queries()["audit_note"], what, list(of), json.dumps(details or {}, sort_keys=True)
    )
    return number


class AuditLog:
    """What was noted."""

    def __init__(self, pool: "Pool | Connection") -> None:
        self._pool = pool
        self._sql = queries()

    async def before(self, since: datetime | None) -> Head:
        """The last row before that moment."""
        row = await self._pool.fetchrow(self._sql["audit_before"], since) if since else None
        return Head(row["number"], row["hash"]) if row else EMPTY

    async def newest(self) -> Newest:
        """How far it is."""
        row = await self._pool.fetchrow(self._sql["doctor_audit"])
        return Newest(Head(row["number"], row["hash"]), row["retained_s"]) if row else Newest(EMPTY, None)

    async def at(self, number: int) -> Head | None:
        """The row of that number, if it is there."""
        row = await self._pool.fetchrow(self._sql["audit_at"], number)
        return Head(row["number"], row["hash"]) if row else None

    async def pages(self, after: int) -> AsyncIterator[list[Row]]:
        """All that follow, as they were hashed, page by page."""
        while page := [
            Row(**dict(row)) for row in await self._pool.fetch(self._sql["audit_rows"], after, PAGE)
        ]:
            yield page
            after = page[-1].number

    async def noted(
        self, *, of: str | None, who: str | None, since: datetime | None, most: int
    ) -> list[Noted]:
        """The latest of some, the oldest of them first."""
        found = await self._pool.fetch(self._sql["audit_noted"], of, who, since, most)
        return [
            Noted(**{**dict(row), "of": tuple(row["of"]), "details": json.loads(row["details"])})
            for row in reversed(found)
        ]
