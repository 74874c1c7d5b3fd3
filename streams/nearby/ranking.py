"""Which of the incidents around a place a citizen most likely means. Pure."""

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from sinks.nearby import Box, Spotted
from streams.core.dedupe import Kind
from streams.core.geo import DEGREE_M, distance_m

SHOWN = 10
SPREADS = 5.0
"""So many spreads of its category away a citizen may still mean the same: a flood is wider than a hole."""
RADIUS_MIN_M, RADIUS_MAX_M = 150.0, 1_000.0
ANY_RADIUS_M = 300.0
"""Of no category in particular."""
RECENCY = 0.15
OTHER_CATEGORY = 0.6
"""What silence and another category count beside distance: as in `streams/weights/duplicates.toml`, about a
seventh and a half of it."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """Where somebody is and, if known, of what category they would report."""

    lat: float
    lon: float
    at: datetime
    category: str | None = None


@dataclass(frozen=True, slots=True)
class Near:
    """An incident, and how far it is."""

    spotted: Spotted
    distance_m: float


def radius_m(kind: Kind | None) -> float:
    """How far around is looked if nobody says."""
    return min(max(SPREADS * kind.spread_m, RADIUS_MIN_M), RADIUS_MAX_M) if kind else ANY_RADIUS_M


def box_around(wanted: Wanted, radius_m: float) -> Box:
    """What holds the circle."""
    north = radius_m / DEGREE_M
    east = north / max(math.cos(math.radians(wanted.lat)), 0.01)
    return Box(wanted.lat - north, wanted.lon - east, wanted.lat + north, wanted.lon + east)


def ranked(
    wanted: Wanted, spotted: Iterable[Spotted], radius_m: float, kinds: Mapping[str, Kind]
) -> Sequence[Near]:
    """The likeliest first, at most `SHOWN`; ties go by id."""
    near = (Near(one, distance_m(wanted.lat, wanted.lon, one.lat, one.lon)) for one in spotted)
    within = [one for one in near if one.distance_m <= radius_m]
    return sorted(within, key=lambda one: (_unlikely(one, wanted, kinds), one.spotted.id))[:SHOWN]


def _unlikely(near: Near, wanted: Wanted, kinds: Mapping[str, Kind]) -> float:
    """Distance in spreads, silence in what its kind lasts, and whether it is of another category."""
    kind = kinds.get(near.spotted.category) or Kind()
    silent_h = max(0.0, (wanted.at - near.spotted.last_reported_at).total_seconds() / 3600)
    other = wanted.category is not None and near.spotted.category != wanted.category
    return (
        math.log1p(near.distance_m / kind.spread_m)
        + RECENCY * math.log1p(silent_h / kind.lasts_h)
        + OTHER_CATEGORY * other
    )
