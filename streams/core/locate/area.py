"""Circles on a flat map: how what several names may mean is narrowed or joined."""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from functools import reduce

from streams.core.geo import DEGREE_M


@dataclass(frozen=True, slots=True)
class Plane:
    """A flat map around a point; x and y are metres to the east and north of it."""

    lat: float
    lon: float
    east_m: float
    """Metres in one degree of longitude."""

    @classmethod
    def around(cls, lat: float, lon: float) -> "Plane":
        """The map whose middle is this point."""
        return cls(lat, lon, DEGREE_M * math.cos(math.radians(lat)))

    def xy(self, lat: float, lon: float) -> tuple[float, float]:
        """Where a point lies on the map."""
        return (lon - self.lon) * self.east_m, (lat - self.lat) * DEGREE_M

    def lat_lon(self, x: float, y: float) -> tuple[float, float]:
        """The way back, to 5 digits: about a metre."""
        return round(self.lat + y / DEGREE_M, 5), round(self.lon + x / self.east_m, 5)


@dataclass(frozen=True, slots=True)
class Area:
    """A circle that a name may mean and the kelurahan it touches; none if it lies outside the city."""

    x: float
    y: float
    radius_m: float
    kelurahan: frozenset[str]

    def apart_m(self, other: "Area") -> float:
        """From centre to centre."""
        return math.hypot(other.x - self.x, other.y - self.y)

    def holds(self, other: "Area") -> bool:
        """Whether the other lies wholly within."""
        return self.apart_m(other) + other.radius_m <= self.radius_m


def narrowed(a: Area, b: Area) -> Area | None:
    """A circle around what both have in common; None if they share no kelurahan.

    The smaller one stays whole where most of it is shared, and where the circles do not even meet:
    they are drawn around most of a name's area, not all of it.
    """
    kelurahan = a.kelurahan & b.kelurahan
    if not kelurahan:
        return None
    small, big = sorted((a, b), key=lambda area: (area.radius_m, area.x, area.y))
    apart = small.apart_m(big)
    if apart + small.radius_m <= big.radius_m or apart >= small.radius_m + big.radius_m:
        return Area(small.x, small.y, small.radius_m, kelurahan)
    along = (apart**2 + small.radius_m**2 - big.radius_m**2) / (2 * apart)
    if along <= 0:
        return Area(small.x, small.y, small.radius_m, kelurahan)
    share = along / apart
    return Area(
        small.x + share * (big.x - small.x),
        small.y + share * (big.y - small.y),
        math.sqrt(small.radius_m**2 - along**2),
        kelurahan,
    )


def around(areas: Sequence[Area]) -> Area:
    """A circle around all of them."""
    return reduce(_around_both, areas)


def _around_both(a: Area, b: Area) -> Area:
    kelurahan = a.kelurahan | b.kelurahan
    for one, other in ((a, b), (b, a)):
        if one.holds(other):
            return Area(one.x, one.y, one.radius_m, kelurahan)
    apart = a.apart_m(b)
    radius_m = (apart + a.radius_m + b.radius_m) / 2
    share = (radius_m - a.radius_m) / apart
    return Area(a.x + share * (b.x - a.x), a.y + share * (b.y - a.y), radius_m, kelurahan)
