"""Which incidents a report is compared with: the nearest, and where words, photos or the voice lead."""

from streams.core.dedupe.features import Candidate, compare
from streams.core.dedupe.grid import REACH_MAX_M, Near
from streams.core.dedupe.held import Held
from streams.core.dedupe.known import Known
from streams.core.dedupe.model import Bounds
from streams.core.dedupe.photos import same_photo
from streams.core.dedupe.places import apart_m
from streams.core.dedupe.sighting import Sighting

DAY_S = 86_400.0
NEAREST = 30
LED_TO = 10
"""So many that something else than the place leads to."""


def candidates(sighting: Sighting, held: Held, bounds: Bounds) -> list[Candidate]:
    """At most `bounds.candidates` near ones, nearest first, then a few others."""
    near: list[Near] = []
    if here := sighting.point:
        reach_m = min(max(bounds.reach_m, here.error_m), REACH_MAX_M)
        since = sighting.at - bounds.active_days * DAY_S
        near = held.nearest(here.lat, here.lon, reach_m, since, NEAREST)
    there = {id for _, id, _ in near}
    others = sorted((-held[id].last_at, id) for id in _led_to(sighting, held, bounds) - there)
    return [
        *(compare(sighting, known, metres, held.spoke_at(id, sighting.voice)) for metres, id, known in near),
        *(_beyond(sighting, held[id], held) for _, id in others[:LED_TO]),
    ]


def _beyond(sighting: Sighting, known: Known, held: Held) -> Candidate:
    here, there = sighting.point, known.founder
    metres = apart_m(here, there) if here and there else None
    return compare(sighting, known, metres, held.spoke_at(known.id, sighting.voice))


def _led_to(sighting: Sighting, held: Held, bounds: Bounds) -> set[str]:
    here = sighting.point
    led = held.pictured(sighting.photos)
    if sighting.address:
        led |= held.named(sighting.address, vague=here is not None and here.error_m <= bounds.vague_m)
    if sighting.voice:
        led |= {known.id for known, _ in held.of_voice(sighting.voice)}
    return led


def within_bounds(sighting: Sighting, candidate: Candidate, bounds: Bounds) -> bool:
    """Whether the incident may take the report in at all, whatever the score."""
    known = candidate.known
    life_s = bounds.life_of_s(known.kind)
    return (
        known.closed_at is None
        and -life_s <= sighting.at - known.opened_at <= life_s
        and candidate.founder_m - candidate.slack_m <= bounds.extent_of_m(known.kind)
        and (candidate.apart_m is not None or _linked(sighting, candidate))
        and (not sighting.kind.private or _same_household(candidate, bounds))
    )


def _linked(sighting: Sighting, candidate: Candidate) -> bool:
    """Without a place; category and text alone are of half the city."""
    return (
        candidate.named
        or candidate.spoke_at is not None
        or same_photo(sighting.photos, candidate.known.trace.photos)
    )


def _same_household(candidate: Candidate, bounds: Bounds) -> bool:
    near = candidate.apart_m is not None and candidate.apart_m <= bounds.private_m
    return near and candidate.gap_s <= bounds.private_h * 3600
