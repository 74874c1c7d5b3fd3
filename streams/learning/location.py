"""How well words alone say where something is, against where it was. Pure."""

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from streams.core.geo import distance_m
from streams.core.locate import Map, in_words


@dataclass(frozen=True, slots=True)
class Located:
    """What was said, and where it was."""

    text: str
    place: str
    lat: float
    lon: float


@dataclass(frozen=True, slots=True)
class LocationFigures:
    """Of `n` rows a share is placed; the others are figures of those, None if there are none.

    An answer "outside the city" and no answer count as not placed.
    """

    n: int
    placed: float
    median_m: float | None
    p90_m: float | None
    within: float | None
    """Share of the placed whose true place lies within the stated error."""


def location_figures(city: Map, rows: Iterable[Located]) -> LocationFigures:
    """Judge each row by its words."""
    n = 0
    errors_m: list[float] = []
    within = 0
    for row in rows:
        n += 1
        found = in_words(city, row.text, row.place)
        if found is None or found.outside:
            continue
        error_m = distance_m(found.lat, found.lon, row.lat, row.lon)
        errors_m.append(error_m)
        within += error_m <= found.error_m
    return LocationFigures(
        n=n,
        placed=round(len(errors_m) / n, 4) if n else 0.0,
        median_m=_percentile(errors_m, 0.5),
        p90_m=_percentile(errors_m, 0.9),
        within=round(within / len(errors_m), 4) if errors_m else None,
    )


def _percentile(values: Sequence[float], share: float) -> float | None:
    """The smallest value that so large a share does not exceed (nearest rank)."""
    if not values:
        return None
    return round(sorted(values)[math.ceil(share * len(values)) - 1], 1)
