"""Places in square cells of one size, looked through from the inside out."""

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from streams.core.dedupe.known import Known
from streams.core.geo import DEGREE_M

LATITUDE_MAX = 60.0
"""Beyond this a cell is so narrow that its rings do not reach as far as they are made for: less is found."""

_ROW = 1 << 24
"""More than there are columns, so that a row and a column make one number."""


@dataclass(slots=True, eq=False)
class Pin:
    """Where an incident lies, in degrees, and what is known of it: another version takes the place of one."""

    lat: float
    lon: float
    known: Known


@dataclass(slots=True)
class Cells:
    """Incidents by the cell that they are pinned in; `rings` are made by `rings_of`."""

    cell_m: float
    rings: Sequence[Sequence[int]]
    _degrees: float = field(init=False)
    _held: dict[int, list[Pin]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self._degrees = self.cell_m / DEGREE_M

    def __len__(self) -> int:
        return len(self._held)

    def add(self, pin: Pin) -> None:
        """Take in an incident with its place."""
        cell = self._cell(pin.lat, pin.lon)
        if held := self._held.get(cell):
            held.append(pin)
        else:
            self._held[cell] = [pin]  # Most small cells have one: an empty list would make room for four.

    def remove(self, pin: Pin) -> None:
        """Let go of one that was taken in."""
        cell = self._cell(pin.lat, pin.lon)
        held = self._held[cell]
        held.remove(pin)
        if not held:
            del self._held[cell]

    def near(self, lat: float, lon: float, reach_m: float) -> list[Pin]:
        """All that is in reach, and what lies in one cell with it."""
        rings = math.ceil(reach_m / (self.cell_m * math.cos(math.radians(lat)))) + 1
        here, held = self._cell(lat, lon), self._held.get
        return [pin for ring in self.rings[:rings] for offset in ring for pin in held(here + offset, ())]

    def around(self, lat: float, lon: float, reach_m: float) -> Iterator[tuple[float, list[Pin]]]:
        """Ring by ring, what lies in it, and within how many metres nothing is missed so far."""
        ring_m = self.cell_m * math.cos(math.radians(lat))
        here = self._cell(lat, lon)
        for ring, offsets in enumerate(self.rings[: math.ceil(reach_m / ring_m) + 1]):
            held: list[Pin] = []
            for offset in offsets:
                if cell := self._held.get(here + offset):
                    held += cell
            yield ring * ring_m, held

    def _cell(self, lat: float, lon: float) -> int:
        return int(lat // self._degrees) * _ROW + int(lon // self._degrees)


def rings_of(cell_m: float, reach_m: float) -> Sequence[Sequence[int]]:
    """How far cells are from one in the middle, as numbers, ring by ring, up to a reach."""
    rings = math.ceil(reach_m / cell_m / math.cos(math.radians(LATITUDE_MAX))) + 1
    return [list(_ring(ring)) for ring in range(rings)]


def _ring(ring: int) -> Iterator[int]:
    for north in range(-ring, ring + 1):
        for east in range(-ring, ring + 1):
            if max(abs(north), abs(east)) == ring:
                yield north * _ROW + east
