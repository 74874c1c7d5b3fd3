"""What commands ask Postgres about what agencies said and reporters answered. Nothing here writes."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from asyncpg import Record
from pydantic import TypeAdapter

from schemas.heard import Check
from schemas.progress import Progress, Said
from schemas.reply import Answer
from schemas.report import Photo
from schemas.result import Refusal, Result
from sinks.correction_rows import refusal_of
from sinks.postgres import Pool
from sinks.sql import queries

PROGRESS_MAX = 100
REPLIES_MAX = 100
"""So many of one incident are shown: the last."""

_CHECKS = TypeAdapter(tuple[Check, ...])


@dataclass(frozen=True, slots=True)
class KnownProgress:
    """What an agency said, its personal data masked, and what became of it.

    `digest` is of what the agency wrote, `instead` who should act in place of one that refused.
    """

    agency: str
    id: str
    incident_id: str
    said: Said
    by: str
    at: datetime
    why: str
    instead: str | None
    photos: tuple[Photo, ...]
    digest: str
    result: Result
    refusal: Refusal | None
    checks: tuple[Check, ...]
    recorded_at: datetime

    @property
    def name(self) -> str:
        """`agency/id`, as dispatches name it."""
        return f"{self.agency}/{self.id}"


@dataclass(frozen=True, slots=True)
class KnownReply:
    """What a reporter answered, and what became of it. `incident_id` is where the report was then."""

    channel: str
    id: str
    report_id: str
    incident_id: str
    round: int
    answer: Answer
    at: datetime
    digest: str
    result: Result
    refusal: Refusal | None
    recorded_at: datetime


class LifeReader:
    """Questions to Postgres."""

    def __init__(self, pool: Pool) -> None:
        self._pool = pool
        self._sql = queries()

    async def progress_of(self, incident_id: str) -> list[KnownProgress]:
        """What was said about an incident, the last of it, in order."""
        found = await self._pool.fetch(self._sql["progress_of_incident"], incident_id, PROGRESS_MAX)
        return [_progress(row) for row in found]

    async def progress(self, agency: str, id: str) -> KnownProgress | None:
        """One thing that an agency said."""
        row = await self._pool.fetchrow(self._sql["progress"], agency, id)
        return _progress(row) if row else None

    async def progress_named(self, agencies: Sequence[str], id: str) -> list[KnownProgress]:
        """What any of these agencies said by this id."""
        return [_progress(row) for row in await self._pool.fetch(self._sql["progress_named"], agencies, id)]

    async def replies_of(self, incident_id: str) -> list[KnownReply]:
        """What reporters of an incident answered and was taken, the last of it, in order."""
        found = await self._pool.fetch(self._sql["replies_of_incident"], incident_id, REPLIES_MAX)
        return [_reply(row) for row in found]

    async def due_by(self, at: datetime) -> int:
        """How many incidents time changes until then, when a tick says so."""
        number: int = await self._pool.fetchval(self._sql["due_by"], at)
        return number

    async def reply(self, channel: str, id: str) -> KnownReply | None:
        """One answer."""
        row = await self._pool.fetchrow(self._sql["reply"], channel, id)
        return _reply(row) if row else None

    async def replies_named(self, channels: Sequence[str], id: str) -> list[KnownReply]:
        """What any of these channels sent as an answer by this id."""
        return [_reply(row) for row in await self._pool.fetch(self._sql["replies_named"], channels, id)]


def _progress(row: Record) -> KnownProgress:
    progress = Progress.model_validate_json(row["content"])
    return KnownProgress(
        agency=row["agency"],
        id=row["id"],
        incident_id=row["incident_id"],
        said=progress.said,
        by=row["by"],
        at=row["at"],
        why=row["why"],
        instead=progress.agency,
        photos=progress.photos,
        digest=row["digest"],
        result=Result(row["result"]),
        refusal=refusal_of(row),
        checks=_CHECKS.validate_json(row["checks"]),
        recorded_at=row["recorded_at"],
    )


def _reply(row: Record) -> KnownReply:
    return KnownReply(
        channel=row["channel"],
        id=row["id"],
        report_id=row["report_id"],
        incident_id=row["incident_id"],
        round=row["round"],
        answer=row["answer"],
        at=row["at"],
        digest=row["digest"],
        result=Result(row["result"]),
        refusal=refusal_of(row),
        recorded_at=row["recorded_at"],
    )
