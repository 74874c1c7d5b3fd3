"""What commands ask Postgres about corrections. Nothing here writes."""

from dataclasses import dataclass
from datetime import datetime

from asyncpg import Record

from schemas.correction import Correction
from schemas.result import Refusal, Result
from sinks.correction_rows import refusal_of
from sinks.postgres import Pool
from sinks.sql import queries

CORRECTIONS_MAX = 100
"""So many corrections of one incident are shown."""


@dataclass(frozen=True, slots=True)
class KnownCorrection:
    """A correction, and what became of it. `incidents` ends with the one where its reports are."""

    correction: Correction
    result: Result
    refusal: Refusal | None
    incidents: tuple[str, ...]
    undone_by: str | None
    recorded_at: datetime


class CorrectionReader:
    """Questions to Postgres."""

    def __init__(self, pool: Pool) -> None:
        self._pool = pool
        self._sql = queries()

    async def one(self, id: str) -> KnownCorrection | None:
        """One correction."""
        row = await self._pool.fetchrow(self._sql["correction"], id)
        return _known(row) if row else None

    async def of_incident(self, incident_id: str) -> list[KnownCorrection]:
        """What was put right of an incident, or refused, the latest first."""
        found = await self._pool.fetch(self._sql["corrections_of_incident"], incident_id, CORRECTIONS_MAX)
        return [_known(row) for row in found]


def _known(row: Record) -> KnownCorrection:
    return KnownCorrection(
        correction=Correction.model_validate_json(row["content"]),
        result=Result(row["result"]),
        refusal=refusal_of(row),
        incidents=tuple(row["incidents"]),
        undone_by=row["undone_by"],
        recorded_at=row["recorded_at"],
    )
