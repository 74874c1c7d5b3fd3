"""Incidents by place: the nearest ones, however many there are."""

import math
from collections.abc import Sequence
from dataclasses import dataclass, field

from streams.core.dedupe.known import Known
from streams.core.geo import DEGREE_M

CELL_M = 75.0
REACH_MAX_M = 600.0
LATITUDE_MAX = 60.0
"""Beyond this a cell is so narrow that the rings would not reach `REACH_MAX_M`."""

_SIZE = CELL_M / DEGREE_M
_ROW = 1 << 24
"""More than there are columns, so that a row and a column make one number."""

_RINGS: Sequence[Sequence[int]] = [
    [
        north * _ROW + east
        for north in range(-ring, ring + 1)
        for east in range(-ring, ring + 1)
        if max(abs(north), abs(east)) == ring
    ]
    for ring in range(math.ceil(REACH_MAX_M / CELL_M / math.cos(math.radians(LATITUDE_MAX))) + 1)
]

Near = tuple[float, str, Known]
"""metres, id, incident: so that ties go by id"""


@dataclass(slots=True)
class Grid:
    """A grid of cells, looked through ring by ring until enough are found that none beyond is nearer."""

    _cells: dict[int, list[Known]] = field(default_factory=dict)

    def add(self, known: Known) -> None:
        """Take in an incident that has a place."""
        self._cells.setdefault(_cell(known), []).append(known)

    def remove(self, known: Known) -> None:
        """Let go of one that was taken in."""
        cell = _cell(known)
        held = self._cells[cell]
        held[:] = [one for one in held if one.id != known.id]
        if not held:
            del self._cells[cell]

    def nearest(self, lat: float, lon: float, reach_m: float, since: float, most: int) -> list[Near]:
        """At most so many whose first point is in reach (to `REACH_MAX_M`), spoken of since, by distance."""
        narrow = math.cos(math.radians(lat))
        ring_m = CELL_M * narrow
        here = _number(lat, lon)
        cells = self._cells
        found: list[Near] = []
        for ring in range(math.ceil(reach_m / ring_m) + 1):
            for offset in _RINGS[ring]:
                if held := cells.get(here + offset):
                    found += [
                        near for near in _within(held, lat, lon, narrow, reach_m) if near[2].last_at >= since
                    ]
            sure_m = ring * ring_m
            if len(found) >= most and sum(metres <= sure_m for metres, _, _ in found) >= most:
                break
        found.sort(key=_order)
        return found[:most]


def _within(held: list[Known], lat: float, lon: float, narrow: float, reach_m: float) -> list[Near]:
    found = []
    for known in held:
        point = known.trace.points[0]
        metres = DEGREE_M * math.hypot(point.lat - lat, (point.lon - lon) * narrow)
        if metres <= reach_m:
            found.append((metres, known.id, known))
    return found


def _order(near: Near) -> tuple[float, str]:
    return near[:2]


def _cell(known: Known) -> int:
    point = known.trace.points[0]
    return _number(point.lat, point.lon)


def _number(lat: float, lon: float) -> int:
    return int(lat // _SIZE) * _ROW + int(lon // _SIZE)
