"""Open incidents around a place, and one that somebody points at, as Postgres has them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from schemas.incident import Incident
from sinks.incident_rows import incidents_on_the_way
from sinks.sql import Connection, Pool, queries


@dataclass(frozen=True, slots=True)
class Box:
    """Between two parallels and two meridians; degrees, WGS 84."""

    south: float
    west: float
    north: float
    east: float


@dataclass(frozen=True, slots=True)
class Spotted:
    """As much of an open incident as it takes to choose among many."""

    id: str
    category: str
    lat: float
    lon: float
    last_reported_at: datetime


class Surroundings:
    """Reads only."""

    def __init__(self, asked: "Connection | Pool") -> None:
        self._asked = asked
        self._sql = queries()

    async def spotted(
        self, box: Box, keys: Sequence[str], *, but: Sequence[str], most: int
    ) -> Sequence[Spotted]:
        """Of each key at most so many in the box, nearest to its middle; none of the categories `but`."""
        found = await self._asked.fetch(
            self._sql["nearby"], keys, but, box.south, box.west, box.north, box.east, most
        )
        return [Spotted(**row) for row in found]

    async def followed(self, id: str) -> Incident | None:
        """The incident that has the reports of this one by now; None if there is none of this id."""
        left = dict(await incidents_on_the_way(self._asked, [id]))
        incident = left.pop(id, None)
        while incident and (further := left.pop(incident.moved_to or "", None)):
            incident = further
        return incident
