"""A report beside one incident, measured: how far apart in place and time."""

import math
from collections.abc import Sequence
from typing import NamedTuple

from schemas.incident import Point
from streams.core.dedupe.known import Known
from streams.core.dedupe.places import NAMED_M, agree, off_m
from streams.core.dedupe.sighting import Sighting
from streams.core.geo import DEGREE_M

TOO_VAGUE_M = 600.0
"""A place that may lie so far off, such as a kelurahan, is none that could be compared."""

SOMEWHERE_M = 100.0
"""How far apart two reports are taken to be that something else than their places binds together."""


class Candidate(NamedTuple):
    """An incident that a report may speak of. `apart_m` is None where no place can be compared.

    `named`: words call the two places the same. `off_m` is how far both places together are off on the
    mean. `nearer`: how many of the report's category lie nearer.
    """

    known: Known
    apart_m: float | None
    founder_m: float
    off_m: float
    named: bool
    gap_s: float
    spoke_at: float | None
    nearer: int

    @property
    def likely_m(self) -> float:
        """How far apart they are, with what the places are off."""
        if self.apart_m is None:
            return NAMED_M if self.named else SOMEWHERE_M
        likely = math.hypot(self.apart_m, self.off_m)
        return min(likely, NAMED_M) if self.named and self.off_m else likely


def compare(
    sighting: Sighting, known: Known, metres: float | None, spoke_at: float | None, nearer: int
) -> Candidate:
    """A report beside an incident; `metres` from its first point, None where one has no place."""
    gap_s = max(known.opened_at - sighting.at, sighting.at - known.last_at, 0.0)
    here, points = sighting.point, known.trace.points
    if here is None or metres is None or max(here.error_m, points[0].error_m) > TOO_VAGUE_M:
        named = _agree(sighting, known)
        return Candidate(known, None, 0.0, 0.0, named, gap_s, spoke_at, nearer)
    nearest_m, error_m = _nearest(here, points) if len(points) > 1 else (metres, points[0].error_m)
    off = off_m(here.error_m, error_m)
    # Words tell points apart only where they are the same to the letter: a house number is enough.
    named = _agree(sighting, known) if off else _equal(sighting, known)
    return Candidate(known, nearest_m, metres, off, named, gap_s, spoke_at, nearer)


def _agree(sighting: Sighting, known: Known) -> bool:
    return agree(sighting.address, known.trace.address, sighting.telling)


def _equal(sighting: Sighting, known: Known) -> bool:
    return bool(sighting.address) and sighting.address == known.trace.address


def _nearest(here: Point, points: Sequence[Point]) -> tuple[float, float]:
    """Metres to the nearest of several points, and how far off that is."""
    narrow = math.cos(math.radians(here.lat))
    north = [(point.lat - here.lat) * DEGREE_M for point in points]
    east = [(point.lon - here.lon) * DEGREE_M * narrow for point in points]
    metres, nearest = min(zip(map(math.hypot, north, east), range(len(points)), strict=True))
    return metres, points[nearest].error_m
