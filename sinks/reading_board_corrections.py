"""What the board asks Postgres of what operators put right, and of what waits for their answer."""

from dataclasses import dataclass
from datetime import datetime
from typing import Annotated

from asyncpg import Record
from pydantic import Field, TypeAdapter

from schemas.correction import Undo, What
from schemas.result import Refusal, Result
from sinks.correction_rows import refusal_of
from sinks.sql import Pool, queries

_WHAT: TypeAdapter[What] = TypeAdapter(Annotated[What, Field(discriminator="kind")])


@dataclass(frozen=True, slots=True)
class BoardCorrection:
    """A correction and what became of it; `by` is the login of an account, or what a command said.

    `incidents` ends with the one where its reports are; they are those it named if it was refused.
    """

    id: str
    at: datetime
    what: What
    why: str
    by: str
    result: Result
    refusal: Refusal | None
    incidents: tuple[str, ...]
    undone_by: str | None

    @property
    def stands(self) -> bool:
        """Whether it holds, and could be taken back."""
        return self.result is Result.APPLIED and self.undone_by is None and not isinstance(self.what, Undo)


class BoardCorrections:
    """Questions to Postgres."""

    def __init__(self, pool: Pool) -> None:
        self._pool = pool
        self._sql = queries()

    async def of_incident(self, incident_id: str, limit: int) -> list[BoardCorrection]:
        """What was put right of an incident, or refused, the latest first."""
        found = await self._pool.fetch(self._sql["board_corrections"], incident_id, limit)
        return [_correction_of(row) for row in found]

    async def one(self, id: str) -> BoardCorrection | None:
        """One correction, once resolve has heard of it."""
        row = await self._pool.fetchrow(self._sql["board_correction"], id)
        return _correction_of(row) if row else None

    async def questions(self, limit: int) -> list[str]:
        """Open incidents that are perhaps the same as another one, in the order in which to answer."""
        return [row["id"] for row in await self._pool.fetch(self._sql["board_questions"], limit)]


def _correction_of(row: Record) -> BoardCorrection:
    return BoardCorrection(
        id=row["id"],
        at=row["at"],
        what=_WHAT.validate_json(row["what"]),
        why=row["why"],
        by=row["by"],
        result=Result(row["result"]),
        refusal=refusal_of(row),
        incidents=tuple(row["incidents"]),
        undone_by=row["undone_by"],
    )
