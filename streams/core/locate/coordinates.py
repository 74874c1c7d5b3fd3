"""coordinates -> the kelurahan that holds them, with the doubt of a point near a border."""

from schemas.classified import Place
from streams.core.locate.borders import OUTSIDE
from streams.core.locate.map import Map

BORDER_M = 5.0
"""Borders themselves are no better known than this."""
REACH_MAX_M = 500.0
"""A vaguer point is said to be vague; to list all its neighbours would cost much and tell little."""


def at_coordinates(city: Map, lat: float, lon: float, error_m: float) -> Place:
    """The kelurahan that holds the point; a point outside every border is said to be outside."""
    x, y = city.plane.xy(lat, lon)
    id = city.borders.at(x, y)
    if id == OUTSIDE:
        evidence = f"di luar {city.city_name}"
    else:
        ward = city.kelurahan[id]
        evidence = f"koordinat di {ward.name}, {city.kecamatan_name[ward.kecamatan]}"
    return Place(
        lat=lat,
        lon=lon,
        error_m=error_m,
        by="coordinates",
        kelurahan=id or None,
        kecamatan=city.kelurahan[id].kecamatan if id else None,
        outside=id == OUTSIDE,
        evidence=evidence + _doubt(city, x, y, id, error_m),
    )


def _doubt(city: Map, x: float, y: float, id: str, error_m: float) -> str:
    """Where else the point may lie, in words."""
    if error_m > REACH_MAX_M:
        return f", ketelitian hanya {error_m:.0f} m"
    reach_m = max(error_m, BORDER_M)
    others = city.borders.within(x, y, reach_m) - {id}
    if not others:
        return ""
    names = sorted(city.kelurahan[other].name if other else f"luar {city.city_name}" for other in others)
    return f", dalam {reach_m:.0f} m dari batas dengan {' dan '.join(names)}"
