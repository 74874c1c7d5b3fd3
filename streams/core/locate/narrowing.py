"""The mentions of a text -> one circle, and the mentions that led to it."""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import NamedTuple

from streams.core.locate.area import Area, around, narrowed
from streams.core.locate.gazetteer import AREAS, Level
from streams.core.locate.reading import Mention

USEFUL_M = 5_000.0
"""A wider circle is half the city and helps nobody."""
AWAY_M = 2_000.0
"""What happens on the way to a place is mostly that near to it."""

BY_CERTAINTY: tuple[Level, ...] = ("kelurahan", "landmark", "street", "kecamatan")


class Spot(NamedTuple):
    """Where a text says that it is."""

    area: Area
    mentions: tuple[Mention, ...]
    nearby: bool
    """Only places are named that it leads to, or that something else bears the name of."""


def spot(mentions: Sequence[Mention]) -> Spot | None:
    """What the mentions agree on; None if that is nothing, or wider than is useful."""
    if not mentions:
        return None
    here = [m for m in mentions if not (m.away or m.borrowed) and m.name.level != "outside"]
    beyond = [m for m in mentions if not (m.away or m.borrowed) and m.name.level == "outside"]
    if beyond and all(m.name.level == "street" for m in here):
        return Spot(_narrowest(beyond), tuple(beyond), nearby=False)
    return _agreed(here) or _on_the_way([m for m in mentions if m.name.level != "outside" and m not in here])


def _narrowest(mentions: Iterable[Mention]) -> Area:
    areas = [area for mention in mentions for area in mention.name.areas]
    return min(areas, key=lambda area: (area.radius_m, area.x, area.y))


def _on_the_way(leading: Sequence[Mention]) -> Spot | None:
    """Between the places that are named, or on the way to the only one."""
    areas = [a for m in leading if not m.name.common for a in m.name.areas][:AREAS]
    if not areas:
        return None
    area = around(areas)
    wide = replace(area, radius_m=area.radius_m + (AWAY_M if len(areas) == 1 else 0))
    return Spot(wide, tuple(leading), nearby=True) if wide.radius_m <= USEFUL_M else None


def _agreed(mentions: Sequence[Mention]) -> Spot | None:
    if len(mentions) == 1:
        return _alone(mentions[0])
    kept: list[Area] = []
    levels = {m.name.level for m in mentions}
    for level in filter(levels.__contains__, BY_CERTAINTY):
        said = [m for m in mentions if m.name.level == level]
        if level == "street":
            said = [m for m in said if not m.name.common or kept or len(mentions) > len(said)]
        if said:
            kept = _both(kept, _level(said, level))
    if not kept:
        return None
    area = around(kept)
    used = tuple([m for m in mentions if any(a.kelurahan & area.kelurahan for a in m.name.areas)])
    return Spot(area, used, nearby=False) if area.radius_m <= USEFUL_M else None


def _alone(mention: Mention) -> Spot | None:
    """What a text means that names one place, as most do."""
    name = mention.name
    if (name.level == "street" and name.common) or name.around.radius_m > USEFUL_M:
        return None
    return Spot(name.around, (mention,), nearby=False)


def _level(mentions: Sequence[Mention], level: Level) -> list[Area]:
    """Two kelurahan are both meant; two streets cross; of a mall and its estate the mall is meant."""
    if len(mentions) == 1:
        return [*mentions[0].name.areas[:AREAS]]
    areas: list[Area] = []
    for mention in mentions:
        if level == "street":
            areas = _both(areas, mention.name.areas)
        else:
            areas += mention.name.areas
    if level == "landmark":
        areas = [a for a in areas if not any(b is not a and _is_within(b, a) for b in areas)]
    return [*dict.fromkeys(areas)][:AREAS]


def _is_within(small: Area, big: Area) -> bool:
    return small.radius_m < big.radius_m and small.apart_m(big) <= big.radius_m


def _both(kept: Sequence[Area], more: Sequence[Area]) -> list[Area]:
    """What both agree on; where they do not agree, the first."""
    if not kept:
        return [*more]
    pairs = (narrowed(a, b) for a in kept for b in more)
    return [*dict.fromkeys(area for area in pairs if area)][:AREAS] or [*kept]
