"""Incidents by place: the nearest ones, however many there are."""

import heapq
import math
from collections.abc import Sequence
from dataclasses import dataclass, field

from streams.core.dedupe.cells import Cells, Entry, rings_of
from streams.core.dedupe.known import Known
from streams.core.geo import DEGREE_M

REACH_MAX_M = 600.0

FEW = 100
"""So many incidents are looked at one by one; in a denser place small cells lead to the nearest."""

WIDE_M, SMALL_M = 301.0, 75.0
_WIDE_RINGS, _SMALL_RINGS = rings_of(WIDE_M, REACH_MAX_M), rings_of(SMALL_M, REACH_MAX_M)

Near = tuple[float, str, Known]
"""metres, id, incident: so that ties go by id"""


@dataclass(slots=True)
class Grid:
    """Wide cells for where incidents are few, small ones for where they are many."""

    _wide: Cells = field(default_factory=lambda: Cells(WIDE_M, _WIDE_RINGS))
    _small: Cells = field(default_factory=lambda: Cells(SMALL_M, _SMALL_RINGS))

    def __len__(self) -> int:
        return len(self._wide) + len(self._small)

    def add(self, known: Known) -> None:
        """Take in an incident that has a place."""
        lat, lon, _ = known.trace.points[0]
        entry = (lat, lon, known.id, known)
        self._wide.add(entry)
        self._small.add(entry)

    def remove(self, known: Known) -> None:
        """Let go of one that was taken in."""
        self._wide.remove(known)
        self._small.remove(known)

    def nearest(self, lat: float, lon: float, reach_m: float, since: float, most: int) -> list[Near]:
        """At most so many whose first point is in reach (to `REACH_MAX_M`), spoken of since, by distance."""
        held: list[Entry] = []
        for _, ring in self._wide.around(lat, lon, reach_m):
            held += ring
        if len(held) <= FEW:
            found = _within(held, lat, lon, reach_m, since)
        else:
            found = self._enough(lat, lon, reach_m, since, most)
        return heapq.nsmallest(most, found, key=_order)

    def _enough(self, lat: float, lon: float, reach_m: float, since: float, most: int) -> list[Near]:
        """Until so many are found that none beyond is nearer."""
        found: list[Near] = []
        for sure_m, held in self._small.around(lat, lon, reach_m):
            found += _within(held, lat, lon, reach_m, since)
            if len(found) >= most and sum(metres <= sure_m for metres, _, _ in found) >= most:
                break
        return found


def _within(held: Sequence[Entry], lat: float, lon: float, reach_m: float, since: float) -> list[Near]:
    narrow = math.cos(math.radians(lat))
    found = []
    for there_lat, there_lon, id, known in held:
        metres = DEGREE_M * math.hypot(there_lat - lat, (there_lon - lon) * narrow)
        if metres <= reach_m and known.last_at >= since:
            found.append((metres, id, known))
    return found


def _order(near: Near) -> tuple[float, str]:
    return near[:2]
