"""Where reports were put, and whether an operator has put their incident right: what training learns from."""

from dataclasses import dataclass
from datetime import datetime

from schemas.classified import Place
from sinks.postgres import Pool
from sinks.report_rows import place_of
from sinks.sql import queries

LATEST = 200_000
"""So many reports, the latest, are enough to learn from, and fit into memory."""


@dataclass(frozen=True, slots=True)
class Placed:
    """A report as it was understood, and its incident. `reviewed`: an operator said what belongs to that."""

    channel: str
    id: str
    reported_at: datetime
    reporter: str | None
    category: str
    text: str
    place_words: str
    place: Place | None
    incident: str
    reviewed: bool


async def placed(pool: Pool, latest: int = LATEST) -> list[Placed]:
    """The latest reports, in the order in which they were said; those of dismissed incidents are left out."""
    return [
        Placed(
            channel=row["channel"],
            id=row["id"],
            reported_at=row["reported_at"],
            reporter=row["reporter"],
            category=row["category"],
            text=row["masked_text"],
            place_words=row["masked_place"],
            place=place_of(row),
            incident=row["incident_id"],
            reviewed=row["reviewed"],
        )
        for row in await pool.fetch(queries()["placed"], latest)
    ]
