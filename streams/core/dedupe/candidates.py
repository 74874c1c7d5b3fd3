"""Which incidents a report is compared with: the nearest, and where words, photos or the voice lead."""

from collections.abc import Iterator
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
    """Those that may take the report in; and how many of all that are near, whether they may or not, the
    same channel spoke of just now: perhaps one person, walking.
    """

    possible: list[Candidate]
    walked: int


def candidates(sighting: Sighting, held: Held, bounds: Bounds) -> Candidates:
    """Of at most `NEAREST` near ones and a few others, nearest first."""
    near: list[Near] = []
    if here := sighting.point:
        reach_m = min(max(bounds.reach_m, here.error_m), REACH_MAX_M)
        since = sighting.at - bounds.active_days * DAY_S
        near = held.nearest(here.lat, here.lon, reach_m, since, NEAREST)
    possible, same, walked = [], 0, 0
    for metres, id, known in near:
        if may_take(sighting, known, metres, bounds):
            possible.append(compare(sighting, known, metres, held.spoke_at(id, sighting.voice), same))
        same += known.category == sighting.category
        walked += metres <= WALK_M and just_now(sighting, known)
    if led := _led_to(sighting, held, bounds):
        possible += _beyond(sighting, led - {id for _, id, _ in near}, held, bounds, same)
    return Candidates([one for one in possible if one.apart_m is not None or _bound(sighting, one)], walked)


def just_now(sighting: Sighting, known: Known) -> bool:
    """Whether the same channel spoke of the incident minutes ago."""
    return known.trace.channel == sighting.channel and abs(sighting.at - known.last_at) <= WALK_S


def may_take(sighting: Sighting, known: Known, metres: float | None, bounds: Bounds) -> bool:
    """Whether the incident may take the report in at all, whatever the score."""
    return (
        known.closed_at is None
        and (metres is None or metres - _slack_m(sighting, known) <= bounds.extent_of_m(known.kind))
        and abs(sighting.at - known.opened_at) <= bounds.life_of_s(known.kind)
        and (not sighting.kind.private or _same_household(sighting, known, metres, bounds))
    )


def _slack_m(sighting: Sighting, known: Known) -> float:
    return sighting.point.error_m + known.error_m if sighting.point else 0.0


def _same_household(sighting: Sighting, known: Known, metres: float | None, bounds: Bounds) -> bool:
    late_s = sighting.at - known.last_at
    return metres is not None and metres <= bounds.private_m and late_s <= bounds.private_h * 3600


def _led_to(sighting: Sighting, held: Held, bounds: Bounds) -> set[str]:
    here = sighting.point
    led = held.pictured(sighting.photos) if sighting.photos else set()
    if sighting.address:
        led |= held.named(sighting.address, vague=here is not None and here.error_m <= bounds.vague_m)
    if sighting.voice:
        led |= {known.id for known, _ in held.of_voice(sighting.voice)}
    return led


def _beyond(sighting: Sighting, led: set[str], held: Held, bounds: Bounds, same: int) -> Iterator[Candidate]:
    """Those that were spoken of last; they are as far as can be known."""
    for _, id in sorted((-held[id].last_at, id) for id in led)[:LED_TO]:
        known, here = held[id], sighting.point
        metres = apart_m(here, known.founder) if here and known.founder else None
        if may_take(sighting, known, metres, bounds):
            yield compare(sighting, known, metres, held.spoke_at(id, sighting.voice), same)


def _bound(sighting: Sighting, candidate: Candidate) -> bool:
    """Without a place; category and text alone are of half the city."""
    return (
        candidate.named
        or candidate.spoke_at is not None
        or same_photo(sighting.photos, candidate.known.trace.photos)
    )
