"""words -> place, as a circle that holds what they mean about nine times in ten."""

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from schemas.classified import Place
from streams.core.locate.area import Area, narrowed
from streams.core.locate.map import Map
from streams.core.locate.narrowing import Spot, spot
from streams.core.locate.reading import Mention, mentions

SMALL_M = 500.0
"""Up to this a landmark is in one kelurahan rather than in its surroundings."""


class Said(NamedTuple):
    """The place that words name, with all that they mention."""

    place: Place
    mentions: tuple[Mention, ...]


def in_words(city: Map, text: str, place: str = "") -> Place | None:
    """The place that the names in a text agree on; `place` is the report's own field of that name."""
    said = said_in(city, text, place)
    return said.place if said else None


def said_in(city: Map, text: str, place: str = "") -> Said | None:
    """As `in_words`, with what was mentioned. The field goes before the text, which may narrow it."""
    [said] = said_in_all(city, [(text, place)])
    return said


def said_in_all(city: Map, given: Sequence[tuple[str, str]]) -> list[Said | None]:
    """The same of several texts with their fields, each by itself."""
    # Step by step over all of them, as `understand_all` goes stage by stage.
    read = [(mentions(city.names, place), mentions(city.names, text)) for text, place in given]
    spots = [_better(spot(in_field), spot(in_text)) for in_field, in_text in read]
    return [
        Said(_place(city, found), (*in_field, *in_text)) if found else None
        for found, (in_field, in_text) in zip(spots, read, strict=True)
    ]


def _better(first: Spot | None, second: Spot | None) -> Spot | None:
    if first is None or second is None:
        return first or second
    if first.nearby and not second.nearby:
        return second
    area = narrowed(first.area, second.area) if not second.nearby else None
    return Spot(area, (*first.mentions, *second.mentions), first.nearby) if area else first


def _place(city: Map, found: Spot) -> Place:
    area = found.area
    lat, lon = city.plane.lat_lon(area.x, area.y)
    kelurahan = None if found.nearby else _kelurahan(city, area, found.mentions)
    return Place(
        lat=lat,
        lon=lon,
        error_m=round(area.radius_m),
        by="words",
        kelurahan=kelurahan,
        kecamatan=None if found.nearby else _kecamatan(city, {kelurahan} if kelurahan else area.kelurahan),
        outside=not area.kelurahan,
        evidence=_evidence(city, found),
    )


def _kelurahan(city: Map, area: Area, used: Sequence[Mention]) -> str | None:
    """The only one there is; for a landmark that touches several, the one that holds its middle."""
    if len(area.kelurahan) == 1:
        return min(area.kelurahan)
    if any(mention.name.level == "landmark" for mention in used) and area.radius_m <= SMALL_M:
        held = city.borders.at(area.x, area.y)
        return held if held in area.kelurahan else None
    return None


def _kecamatan(city: Map, kelurahan: Iterable[str]) -> str | None:
    inside = {city.kelurahan[id].kecamatan for id in kelurahan}
    return inside.pop() if len(inside) == 1 else None


def _evidence(city: Map, found: Spot) -> str:
    names = ", ".join(dict.fromkeys(map(_named, found.mentions)))
    said = f"arah atau sekitar: {names}" if found.nearby else f"disebut: {names}"
    return said if found.area.kelurahan else f"{said}, di luar {city.city_name}"


def _named(mention: Mention) -> str:
    name = mention.name.label
    return f"{name} (tertulis '{mention.written}')" if mention.written else name
