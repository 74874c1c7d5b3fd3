"""Which incidents a report is compared with: the nearest, and where words, photos or the voice lead."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from streams.core.dedupe.compare import Candidate, compare
from streams.core.dedupe.grid import REACH_MAX_M, Near
from streams.core.dedupe.held import Held
from streams.core.dedupe.known import Known
from streams.core.dedupe.model import Bounds
from streams.core.dedupe.photos import same_photo
from streams.core.dedupe.places import apart_m
from streams.core.dedupe.sighting import Sighting

DAY_S = 86_400.0
NEAREST = 30
WALK_M, WALK_S = 150.0, 1_800.0
LED_TO = 10
"""So many that something else than the place leads to."""


@dataclass(frozen=True, slots=True)
class Candidates:
    """Those that may take the report in; and of all that are near, whether they may or not, how many
    are of its category, and how many the same channel spoke of just now: perhaps one person, walking.
    """

    possible: list[Candidate]
    same: int
    walked: int


def candidates(sighting: Sighting, held: Held, bounds: Bounds) -> Candidates:
    """Of at most `NEAREST` near ones and a few others, nearest first."""
    near: list[Near] = []
    if here := sighting.point:
        reach_m = min(max(bounds.reach_m, here.error_m), REACH_MAX_M)
        since = sighting.at - bounds.active_days * DAY_S
        near = held.nearest(here.lat, here.lon, reach_m, since, NEAREST)
    spoke_at = dict(held.voices.heard_of(sighting.voice)) if sighting.voice else {}
    possible, same, walked = [], 0, 0
    for metres, id, known in near:
        if may_take(sighting, known, metres, bounds):
            possible.append(compare(sighting, known, metres, spoke_at.get(id), same))
        same += known.category == sighting.category
        walked += metres <= WALK_M and just_now(sighting, known)
    possible = [one for one in possible if one.apart_m is not None or _bound(sighting, one)]
    if led := _led_to(sighting, held, bounds, spoke_at):
        beyond = led - {id for _, id, _ in near}
        possible += _beyond(sighting, beyond, held, bounds, spoke_at=spoke_at, same=same)
    return Candidates(possible, same, walked)


def just_now(sighting: Sighting, known: Known) -> bool:
    """Whether the same channel spoke of the incident minutes ago."""
    return known.trace.channel == sighting.channel and abs(sighting.at - known.last_at) <= WALK_S


def may_take(sighting: Sighting, known: Known, metres: float | None, bounds: Bounds) -> bool:
    """Whether the incident may take the report in at all, whatever the score."""
    return (
        known.closed_at is None
        and (metres is None or _reaches(sighting, known, metres, bounds))
        and abs(sighting.at - known.opened_at) <= bounds.life_of_s(known.kind)
        and (not sighting.kind.private or _same_household(sighting, known, metres, bounds))
    )


def _reaches(sighting: Sighting, known: Known, metres: float, bounds: Bounds) -> bool:
    slack_m = sighting.point.error_m + known.error_m if sighting.point else 0.0
    return metres - slack_m <= bounds.extent_of_m(known.kind)


def _same_household(sighting: Sighting, known: Known, metres: float | None, bounds: Bounds) -> bool:
    late_s = sighting.at - known.last_at
    return metres is not None and metres <= bounds.private_m and late_s <= bounds.private_h * 3600


def _led_to(sighting: Sighting, held: Held, bounds: Bounds, spoke_at: Mapping[str, float]) -> set[str]:
    here = sighting.point
    led = set(spoke_at)
    if sighting.photos:
        led |= held.pictured(sighting.photos)
    if sighting.telling:
        led |= held.named(sighting.telling, vague=here is not None and here.error_m <= bounds.vague_m)
    return led


def _beyond(
    sighting: Sighting,
    led: set[str],
    held: Held,
    bounds: Bounds,
    *,
    spoke_at: Mapping[str, float],
    same: int,
) -> Iterator[Candidate]:
    """Those that were spoken of last; they are as far as can be known."""
    last = sorted([(-known.last_at, known.id, known) for known in map(held.__getitem__, led)])
    for _, id, known in last[:LED_TO]:
        here = sighting.point
        metres = apart_m(here, known.founder) if here and known.founder else None
        if may_take(sighting, known, metres, bounds):
            found = compare(sighting, known, metres, spoke_at.get(id), same)
            if found.apart_m is not None or _bound(sighting, found):
                yield found


def _bound(sighting: Sighting, candidate: Candidate) -> bool:
    """Without a place; category and text alone are of half the city."""
    return (
        candidate.named
        or candidate.spoke_at is not None
        or same_photo(sighting.photos, candidate.known.trace.photos)
    )
