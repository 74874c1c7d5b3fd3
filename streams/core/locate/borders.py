"""Which kelurahan holds a point, and which lie within its reach.

Borders are cut into bands and cells when the city is loaded: shapely takes 50 microseconds to ask
its tree for one point, this takes a tenth of it.
"""

import math
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from typing import TypeAlias

from shapely import MultiPolygon, Polygon, get_parts, union_all

BAND_M = 250.0
CELL_M = 125.0

Point: TypeAlias = tuple[float, float]
Ring: TypeAlias = Sequence[Point]
Edge: TypeAlias = tuple[float, float, float, float]
"""x, y to x, y; metres"""

OUTSIDE = ""
"""Stands for what lies beyond the city's border."""


@dataclass(frozen=True, slots=True)
class Borders:
    """All borders of a city on its flat map."""

    bands: Mapping[int, Sequence[tuple[float, float, str, Sequence[Edge]]]]
    """By row: each kelurahan's edges that cross it, after their lowest and highest x."""
    cells: Mapping[tuple[int, int], Sequence[tuple[str, Edge]]]
    """By column and row: the edges that touch it, with whom they belong to."""
    whole: dict[tuple[int, int], str] = field(default_factory=dict, compare=False)
    """Cells of the city that no edge touches, as they were asked for: who holds all of each."""

    @classmethod
    def of(cls, rings: Mapping[str, Sequence[Ring]]) -> "Borders":
        """Index the outer rings of each kelurahan; earlier ones win a point on a common border."""
        bands: defaultdict[int, dict[str, list[Edge]]] = defaultdict(dict)
        cells: defaultdict[tuple[int, int], list[tuple[str, Edge]]] = defaultdict(list)
        for id, edge in _edges(rings):
            for row in _steps(edge[1], edge[3], BAND_M):
                bands[row].setdefault(id, []).append(edge)
        for id, edge in [*_edges(rings), *_edges({OUTSIDE: _outline(rings)})]:
            for column in _steps(edge[0], edge[2]):
                for row in _steps(edge[1], edge[3]):
                    cells[column, row].append((id, edge))
        return cls(
            {
                row: [(*_span(edges), id, edges) for id, edges in by_id.items()]
                for row, by_id in bands.items()
            },
            dict(cells),
        )

    def at(self, x: float, y: float) -> str:
        """The kelurahan that holds the point, or `OUTSIDE`."""
        cell = math.floor(x / CELL_M), math.floor(y / CELL_M)
        held = self.whole.get(cell)
        if held is None:
            held = self._holder(x, y)
            if held != OUTSIDE and cell not in self.cells:
                self.whole[cell] = held
        return held

    def _holder(self, x: float, y: float) -> str:
        for west, east, id, edges in self.bands.get(math.floor(y / BAND_M), ()):
            if not west <= x <= east:
                continue
            inside = False
            for ax, ay, bx, by in edges:
                if (ay > y) != (by > y) and x < ax + (y - ay) * (bx - ax) / (by - ay):
                    inside = not inside
            if inside:
                return id
        return OUTSIDE

    def within(self, x: float, y: float, reach_m: float) -> set[str]:
        """Whose border comes within reach, `OUTSIDE` among them; the cost grows with the reach squared."""
        found: set[str] = set()
        rows = _steps(y - reach_m, y + reach_m)
        for column in _steps(x - reach_m, x + reach_m):
            for row in rows:
                for id, edge in self.cells.get((column, row), ()):
                    if id not in found and _distance_m(x, y, edge) <= reach_m:
                        found.add(id)
        return found


def _edges(rings: Mapping[str, Sequence[Ring]]) -> Iterator[tuple[str, Edge]]:
    for id, outlines in rings.items():
        for ring in outlines:
            for (ax, ay), (bx, by) in pairwise(ring):
                yield id, (ax, ay, bx, by)


def _outline(rings: Mapping[str, Sequence[Ring]]) -> list[Ring]:
    """The border of the whole city, without the slivers between neighbours drawn a metre apart."""
    whole = union_all([MultiPolygon([Polygon(ring) for ring in outlines]) for outlines in rings.values()])
    return [[(x, y) for x, y in part.exterior.coords] for part in get_parts(whole)]


def _span(edges: Sequence[Edge]) -> tuple[float, float]:
    return min(min(ax, bx) for ax, _, bx, _ in edges), max(max(ax, bx) for ax, _, bx, _ in edges)


def _steps(start: float, end: float, size_m: float = CELL_M) -> range:
    low, high = min(start, end), max(start, end)
    return range(math.floor(low / size_m), math.floor(high / size_m) + 1)


def _distance_m(x: float, y: float, edge: Edge) -> float:
    ax, ay, bx, by = edge
    dx, dy = bx - ax, by - ay
    length = dx * dx + dy * dy
    share = 0.0 if length == 0 else min(1.0, max(0.0, ((x - ax) * dx + (y - ay) * dy) / length))
    return math.hypot(x - ax - share * dx, y - ay - share * dy)
