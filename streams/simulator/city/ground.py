"""The ground of the city: kelurahan with their borders, and streets, of which only the names are known."""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from random import Random

from schemas.catalog.models import Catalog, Kelurahan, Landmark
from streams.core.geo import DEGREE_M
from streams.core.locate.area import Plane
from streams.core.locate.borders import OUTSIDE, Borders

STREET_M = (150.0, 900.0)
LANDMARK_M = 150.0
"""Half the length along which things happen at a landmark that is no road."""
ROAD_M = 1_200.0
SHORTEST_M = 20.0
NEAR_M = 1_500.0
"""A landmark farther off is not named to say where something is."""
NEIGHBOURS = 4


@dataclass(frozen=True, slots=True)
class Road:
    """A line along which things happen. `landmark`: its names stand by themselves, without "jl"."""

    ward: int
    names: tuple[str, ...]
    landmark: bool
    x: float
    y: float
    east: float
    north: float
    half_m: float
    near: tuple[str, ...] = ()

    def at(self, along_m: float) -> tuple[float, float]:
        """A point so far from the middle, kept on the road."""
        kept = max(-self.half_m, min(self.half_m, along_m))
        return self.x + kept * self.east, self.y + kept * self.north


@dataclass(frozen=True, slots=True)
class Ward:
    """A kelurahan.

    `people` is its share of them: no table by kelurahan is at hand, so it is the mean of its shares of
    the city's ground and of the streets that the catalog knows, which are those with a school.
    """

    id: str
    names: tuple[str, ...]
    district: str
    x: float
    y: float
    people: float
    roads: tuple[Road, ...]
    neighbours: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Ground:
    """All of it, on a flat map in metres."""

    plane: Plane
    borders: Borders
    wards: tuple[Ward, ...]
    index: Mapping[str, int]

    @classmethod
    def of(cls, catalog: Catalog, rng: Random) -> "Ground":
        """Draw the streets of a catalog."""
        plane = Plane.around(
            sum(ward.lat for ward in catalog.kelurahan.values()) / len(catalog.kelurahan),
            sum(ward.lon for ward in catalog.kelurahan.values()) / len(catalog.kelurahan),
        )
        return _Surveyor(catalog, plane, rng).ground()

    def lat_lon(self, x: float, y: float) -> tuple[float, float]:
        """To 6 digits, as phones say it."""
        plane = self.plane
        return round(plane.lat + y / DEGREE_M, 6), round(plane.lon + x / plane.east_m, 6)

    def around(self, x: float, y: float, reach_m: float) -> list[int]:
        """Kelurahan whose middle lies within reach."""
        return [
            number for number, ward in enumerate(self.wards) if math.hypot(ward.x - x, ward.y - y) <= reach_m
        ]


class _Surveyor:
    def __init__(self, catalog: Catalog, plane: Plane, rng: Random) -> None:
        self._catalog = catalog
        self._plane = plane
        self._rng = rng
        self._ids = sorted(catalog.kelurahan)
        self._rings = {
            id: [[plane.xy(lat, lon) for lon, lat in ring] for ring in catalog.kelurahan[id].border]
            for id in self._ids
        }
        self._borders = Borders.of(self._rings)
        self._index = {id: number for number, id in enumerate(self._ids)}
        self._middle = {
            id: plane.xy(catalog.kelurahan[id].lat, catalog.kelurahan[id].lon) for id in self._ids
        }

    def ground(self) -> Ground:
        marks = self._marks()
        ground_m2 = {id: sum(abs(_area_m2(ring)) for ring in self._rings[id]) for id in self._ids}
        whole_m2 = sum(ground_m2.values())
        streets = sum(len(ward.streets) for ward in self._catalog.kelurahan.values())
        wards = []
        for id in self._ids:
            ward = self._catalog.kelurahan[id]
            shares = ground_m2[id] / whole_m2, len(ward.streets) / max(1, streets)
            wards.append(self._ward(ward, sum(shares) / 2, marks))
        return Ground(self._plane, self._borders, tuple(wards), self._index)

    def _ward(self, ward: Kelurahan, people: float, marks: Sequence[Road]) -> Ward:
        x, y = self._middle[ward.id]
        own = self._index[ward.id]
        by_distance = sorted(self._ids, key=lambda other: (math.dist(self._middle[other], (x, y)), other))
        return Ward(
            id=ward.id,
            names=(ward.name, *ward.aliases),
            district=self._catalog.kecamatan[ward.kecamatan].name,
            x=x,
            y=y,
            people=people,
            roads=(
                *(self._street(name, ward, marks) for name in ward.streets or (ward.name,)),
                *(mark for mark in marks if mark.ward == own),
            ),
            neighbours=tuple(self._index[id] for id in by_distance[1 : NEIGHBOURS + 1]),
        )

    def _street(self, name: str, ward: Kelurahan, marks: Sequence[Road]) -> Road:
        x, y = self._inside(ward.id)
        near = sorted(
            (mark for mark in marks if math.hypot(mark.x - x, mark.y - y) <= NEAR_M),
            key=lambda mark: (math.hypot(mark.x - x, mark.y - y), mark.names),
        )
        half_m = self._rng.uniform(*STREET_M) / 2
        return self._road(self._index[ward.id], (name,), (x, y), half_m, near[0].names if near else ())

    def _marks(self) -> list[Road]:
        """Landmarks that lie in the city, roads among them."""
        marks = []
        for id in sorted(self._catalog.landmarks):
            mark = self._catalog.landmarks[id]
            x, y = self._plane.xy(mark.lat, mark.lon)
            ward = self._borders.at(x, y)
            if ward != OUTSIDE:
                names = (mark.name, *mark.aliases)
                half_m = ROAD_M if _is_road(mark) else LANDMARK_M
                marks.append(self._road(self._index[ward], names, (x, y), half_m, names, landmark=True))
        return marks

    def _road(
        self,
        ward: int,
        names: tuple[str, ...],
        middle: tuple[float, float],
        half_m: float,
        near: tuple[str, ...],
        *,
        landmark: bool = False,
    ) -> Road:
        """In some direction, as long as both ends stay within the kelurahan."""
        angle = self._rng.uniform(0, math.pi)
        east, north = math.cos(angle), math.sin(angle)
        while half_m > SHORTEST_M and any(
            self._borders.at(middle[0] + side * east, middle[1] + side * north) != self._ids[ward]
            for side in (half_m, -half_m)
        ):
            half_m *= 0.7
        return Road(ward, names, landmark, *middle, east, north, half_m, near)

    def _inside(self, ward: str) -> tuple[float, float]:
        xs, ys = zip(*(point for ring in self._rings[ward] for point in ring), strict=True)
        for _ in range(1_000):
            x, y = self._rng.uniform(min(xs), max(xs)), self._rng.uniform(min(ys), max(ys))
            if self._borders.at(x, y) == ward:
                return x, y
        return self._middle[ward]


def _is_road(mark: Landmark) -> bool:
    return mark.name.startswith(("Jl. ", "Tol ", "Kali "))


def _area_m2(ring: Sequence[tuple[float, float]]) -> float:
    return sum(ax * by - bx * ay for (ax, ay), (bx, by) in zip(ring, [*ring[1:], ring[0]], strict=True)) / 2
