"""Coordinates that cannot be where the words say: the phone was at home."""

from schemas.classified import Place
from streams.core.geo import distance_m
from streams.core.locate.area import Area
from streams.core.locate.map import Map
from streams.core.locate.words import Said

MARGIN_M = 1_500.0
"""Beyond both errors: a circle holds nine places in ten, and people name what is somewhat farther off."""


def contradicted(city: Map, point: Place, said: Said | None) -> str | None:
    """Why the point cannot be meant, in Indonesian, or None.

    Only names that say where something is count, written without a fault; streets do not, since
    not all are known. One name that fits is enough to believe the point.
    """
    if said is None or not _is_firm(said):
        return None
    x, y = city.plane.xy(point.lat, point.lon)
    if any(_may_hold(area, x, y, point) for m in said.mentions for area in m.name.areas):
        return None
    apart_m = distance_m(point.lat, point.lon, said.place.lat, said.place.lon)
    if apart_m <= said.place.error_m + point.error_m + MARGIN_M:
        return None
    where = city.kelurahan[point.kelurahan].name if point.kelurahan else f"luar {city.city_name}"
    names = " dan ".join(dict.fromkeys(m.name.label for m in said.mentions))
    kilometres = f"{apart_m / 1_000:.1f}".replace(".", ",")
    return f"koordinat di {where}, tetapi teks menyebut {names} ({kilometres} km)"


def covering(point: Place, said: Said, reason: str) -> Place:
    """The words' place, so vague that it holds the contradicted point too and joins no incident."""
    there = said.place
    apart_m = distance_m(point.lat, point.lon, there.lat, there.lon)
    error_m = max(there.error_m, round(apart_m + point.error_m))
    return there.model_copy(update={"error_m": error_m, "evidence": f"{there.evidence}; {reason}"})


def _is_firm(said: Said) -> bool:
    if any(m.away or m.written or m.borrowed or m.name.common for m in said.mentions):
        return False
    levels = {m.name.level for m in said.mentions}
    if said.place.outside:
        return all(m.introduced for m in said.mentions)
    return bool(levels & {"kelurahan", "kecamatan", "landmark"})


def _may_hold(area: Area, x: float, y: float, point: Place) -> bool:
    if point.kelurahan and point.kelurahan in area.kelurahan:
        return True
    here = Area(x, y, point.error_m, area.kelurahan)
    return area.apart_m(here) <= area.radius_m + point.error_m + MARGIN_M
