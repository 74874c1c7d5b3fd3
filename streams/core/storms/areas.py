"""The areas of a city in which incidents are counted, and which of them are neighbours."""

from collections import Counter, defaultdict
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from functools import lru_cache

from shapely import MultiPolygon, Polygon, STRtree

from schemas.catalog.models import Catalog, Kelurahan
from schemas.classified import Place
from schemas.event import Area
from streams.core.geo import DEGREE_M

CITY = Area()
"""The whole city; an incident lies in it and nowhere closer when its place is not known."""
TOUCHING_M = 100.0
"""Borders of neighbours are drawn some metres apart, and a river may lie between."""


@dataclass(frozen=True, slots=True)
class Areas:
    """Kelurahan in kecamatan in the city, and the neighbours of each kelurahan."""

    kelurahan: Mapping[str, int]
    """How many a kecamatan has."""
    touching: Mapping[str, frozenset[str]]
    """Kelurahan by kelurahan."""

    @classmethod
    def of(cls, catalog: Catalog) -> "Areas":
        """Prepare a catalog."""
        wards = list(catalog.kelurahan.values())
        return cls(Counter(ward.kecamatan for ward in wards), _touching(wards))

    def share(self, area: Area) -> float:
        """What a place may expect of the one around it before anything is known: all parts are alike."""
        if area.kelurahan:
            return 1 / max(1, self.kelurahan.get(area.kecamatan, 0))
        return self.kelurahan.get(area.kecamatan, 1) / max(1, sum(self.kelurahan.values()))

    def beside(self, area: Area, others: Collection[Area]) -> bool:
        """Whether an area touches one of the others, or lies in one kecamatan with it."""
        touching = self.touching.get(area.kelurahan, ())
        return any(
            (area.kecamatan and area.kecamatan == other.kecamatan) or other.kelurahan in touching
            for other in others
        )


def area_of(place: Place | None) -> Area | None:
    """Where an incident is counted; None outside the city."""
    if place is None:
        return CITY
    return None if place.outside else Area(place.kecamatan or "", place.kelurahan or "")


@lru_cache(maxsize=1_024)
def zones_of(area: Area) -> tuple[Area, ...]:
    """The area itself, its kecamatan, the city: what holds it, from the smallest, each once."""
    return tuple(dict.fromkeys((area, Area(area.kecamatan), CITY)))


def holds(zone: Area, area: Area) -> bool:
    """Whether an area lies in a zone."""
    return zone in zones_of(area)


def _touching(wards: list[Kelurahan]) -> Mapping[str, frozenset[str]]:
    shapes = [MultiPolygon([Polygon(ring) for ring in ward.border]) for ward in wards]
    pairs = STRtree(shapes).query(shapes, predicate="dwithin", distance=TOUCHING_M / DEGREE_M)
    touching: defaultdict[str, set[str]] = defaultdict(set)
    for one, other in pairs.T.tolist():
        if one != other:
            touching[wards[one].id].add(wards[other].id)
    return {id: frozenset(others) for id, others in touching.items()}
