"""Incidents by place: the nearest ones, however many there are."""

import math
from collections.abc import Sequence
from dataclasses import dataclass, field

from streams.core.dedupe.cells import Cells, Pin, rings_of
from streams.core.dedupe.known import Known
from streams.core.geo import DEGREE_M

REACH_MAX_M = 600.0

FEW = 100
"""So many incidents are looked at one by one; in a denser place small cells lead to the nearest."""

WIDE_M, SMALL_M = 304.0, 75.0
"""A wide cell is 300 m wide as far as 9 degrees from the equator: there 9 cells hold what is in reach."""
_WIDE_RINGS, _SMALL_RINGS = rings_of(WIDE_M, REACH_MAX_M), rings_of(SMALL_M, REACH_MAX_M)

_ROUNDING = 1 + 1e-9

Near = tuple[float, str, Known]
"""metres, id, incident: so that ties go by id"""


@dataclass(slots=True)
class Grid:
    """Wide cells for where incidents are few, small ones for where they are many."""

    _wide: Cells = field(default_factory=lambda: Cells(WIDE_M, _WIDE_RINGS))
    _small: Cells = field(default_factory=lambda: Cells(SMALL_M, _SMALL_RINGS))

    def __len__(self) -> int:
        return len(self._wide) + len(self._small)

    def add(self, pin: Pin) -> None:
        """Take in an incident that has a place."""
        self._wide.add(pin)
        self._small.add(pin)

    def remove(self, pin: Pin) -> None:
        """Let go of one that was taken in."""
        self._wide.remove(pin)
        self._small.remove(pin)

    def nearest(self, lat: float, lon: float, reach_m: float, since: float, most: int) -> list[Near]:
        """At most so many whose first point is in reach (to `REACH_MAX_M`), spoken of since, by distance."""
        held = self._wide.near(lat, lon, reach_m)
        if len(held) <= FEW:
            found = _within(held, lat, lon, reach_m, since)
        else:
            found = self._enough(lat, lon, reach_m, since, most)
        # No two have one id, so incidents are never compared.
        found.sort()
        return found[:most]

    def _enough(self, lat: float, lon: float, reach_m: float, since: float, most: int) -> list[Near]:
        """Until so many are found that none beyond is nearer."""
        found: list[Near] = []
        for sure_m, held in self._small.around(lat, lon, reach_m):
            found += _within(held, lat, lon, reach_m, since)
            if len(found) >= most:
                found.sort()
                del found[most:]
                # Beyond the farthest of these nothing counts any more.
                reach_m = found[-1][0]
                if reach_m <= sure_m:
                    break
        return found


def _within(held: Sequence[Pin], lat: float, lon: float, reach_m: float, since: float) -> list[Near]:
    narrow = math.cos(math.radians(lat))
    span = reach_m / DEGREE_M * _ROUNDING
    south, north = lat - span, lat + span
    found = []
    for pin in held:
        if south <= pin.lat <= north:
            metres = DEGREE_M * math.hypot(pin.lat - lat, (pin.lon - lon) * narrow)
            if metres <= reach_m and (known := pin.known).last_at >= since:
                found.append((metres, known.id, known))
    return found
