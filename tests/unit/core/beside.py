"""One report beside incidents that are known, as de-duplication sees them: no catalog, no reports."""

from dataclasses import replace

from schemas.incident import Point, Trace
from streams.core.dedupe import Bounds, Held, Kind, Known, Sighting
from streams.core.dedupe.grams import grams
from streams.core.geo import DEGREE_M
from tests.unit.core.reports import LAT, LON

HOUR_S, DAY_S = 3_600.0, 86_400.0
AT = 50 * DAY_S
"""When the report was said."""
KIND = Kind("floods", spread_m=40, lasts_h=24, family="air")
PHOTO = "f0f0f0f0f0f0f0f0"


def spot(north_m: float = 0, error_m: float = 10) -> Point:
    return Point(LAT + north_m / DEGREE_M, LON, error_m)


def seen(point: Point | None = None, **about: object) -> Sighting:
    """A report of a flood."""
    usual = {"id": "sorot:r", "at": AT, "category": "banjir", "kind": KIND, "channel": "sorot"}
    return Sighting(**usual | {"point": point} | about)  # type: ignore[arg-type]


def known(id: str = "i", *points: Point, text: str = "", **about: object) -> Known:
    """A flood that one report told of an hour ago."""
    trace = Trace(points, channel="callcenter")
    then = AT - HOUR_S
    one = Known(id, "banjir", KIND, trace, then, then, None, grams(text))
    return replace(one, **about)  # type: ignore[arg-type]


def holding(*those: Known | tuple[Known, str], bounds: Bounds | None = None) -> Held:
    """A voice given with one spoke when it was last reported."""
    held = Held((bounds or Bounds()).vague_m)
    for entry in those:
        one, voice = entry if isinstance(entry, tuple) else (entry, None)
        held.put(one, {voice: one.last_at} if voice else {})
    return held


def traced(one: Known, **about: object) -> Known:
    """The same, with another trace."""
    return replace(one, trace=replace(one.trace, **about))  # type: ignore[arg-type]
