"""A report beside an incident, in figures: what the model weighs.

A new feature is one line in `_features` and one name in `FEATURES`; `evidence` says which words it gets.
"""

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from schemas.incident import Point
from streams.core.dedupe.grams import Rarity, grams
from streams.core.dedupe.known import Known
from streams.core.dedupe.photos import same_photo
from streams.core.dedupe.places import NAMED_M, agree, off_m
from streams.core.dedupe.sighting import Sighting
from streams.core.geo import DEGREE_M

FEATURES = (
    "same_category", "same_family", "unknown_category", "other_category", "prior", "private",
    "apart_in_spreads", "apart", "off_centre", "closer", "crowd",
    "gap_in_lasts", "closed", "closed_days", "text", "same_address", "same_photo", "same_voice",
)  # fmt: skip
"""The figures of a pair, in order; None where there is nothing to compare."""

Values = tuple[float | None, ...]

WINDOW_H = 720.0
CROWD_M = 300.0

TOO_VAGUE_M = 600.0
"""A place that may lie so far off, such as a kelurahan, is none that could be compared."""

SOMEWHERE_M = 100.0
"""How far apart two reports are taken to be that something else than their places binds together."""


@dataclass(frozen=True, slots=True)
class Candidate:
    """An incident that a report may speak of. `apart_m` is None where no place can be compared.

    `named`: words call the two places the same. `off_m` is how far both places together are off on the
    mean, `slack_m` at most.
    """

    known: Known
    apart_m: float | None
    founder_m: float
    centre_m: float
    off_m: float
    slack_m: float
    named: bool
    gap_s: float
    spoke_at: float | None

    @property
    def likely_m(self) -> float:
        """How far apart they are, with what the places are off."""
        if self.apart_m is None:
            return NAMED_M if self.named else SOMEWHERE_M
        likely = math.hypot(self.apart_m, self.off_m)
        return min(likely, NAMED_M) if self.named and self.off_m else likely


def compare(sighting: Sighting, known: Known, metres: float | None, spoke_at: float | None) -> Candidate:
    """A report beside an incident; `metres` from its first point, None where one has no place."""
    gap_s = max(known.opened_at - sighting.at, sighting.at - known.last_at, 0.0)
    here, points = sighting.point, known.trace.points
    if here is None or metres is None:
        named = agree(sighting.address, known.trace.address)
        return Candidate(known, None, 0.0, 0.0, 0.0, 0.0, named, gap_s, spoke_at)
    slack_m = here.error_m + points[0].error_m
    if max(here.error_m, points[0].error_m) > TOO_VAGUE_M:
        named = agree(sighting.address, known.trace.address)
        return Candidate(known, None, metres, 0.0, 0.0, slack_m, named, gap_s, spoke_at)
    nearest_m, centre_m, error_m = (
        _members(here, points) if len(points) > 1 else (metres, metres, points[0].error_m)
    )
    off = off_m(here.error_m, error_m)
    # Words tell points apart only where they are the same to the letter: a house number is enough.
    named = agree(sighting.address, known.trace.address) if off else _equal(sighting, known)
    return Candidate(known, nearest_m, metres, centre_m, off, slack_m, named, gap_s, spoke_at)


def _equal(sighting: Sighting, known: Known) -> bool:
    return bool(sighting.address) and sighting.address == known.trace.address


def _members(here: Point, points: Sequence[Point]) -> tuple[float, float, float]:
    """Metres to the nearest of several points and to their middle, and how far off the nearest is."""
    narrow = math.cos(math.radians(here.lat))
    north = [(point.lat - here.lat) * DEGREE_M for point in points]
    east = [(point.lon - here.lon) * DEGREE_M * narrow for point in points]
    metres, nearest = min(zip(map(math.hypot, north, east), range(len(points)), strict=True))
    return metres, math.hypot(sum(north), sum(east)) / len(points), points[nearest].error_m


def features(
    sighting: Sighting, candidates: Sequence[Candidate], possible: Sequence[bool], rarity: Rarity
) -> Iterator[tuple[Candidate, Values]]:
    """The figures of the possible ones among the candidates, which come nearest first."""
    texts = iter(
        _alike(sighting, [one for one, may in zip(candidates, possible, strict=True) if may], rarity)
    )
    same = sum(one.known.category == sighting.category for one in candidates)
    nearer = 0
    for candidate, may in zip(candidates, possible, strict=True):
        if may:
            yield candidate, _features(sighting, candidate, nearer, same, next(texts))
        nearer += candidate.known.category == sighting.category


def _features(sighting: Sighting, candidate: Candidate, nearer: int, same: int, text: float | None) -> Values:
    known, kind = candidate.known, sighting.kind
    metres, gap_h = candidate.likely_m, candidate.gap_s / 3600
    category = known.category == sighting.category
    unknown = not category and (kind.unknown or known.kind.unknown)
    family = not (category or unknown) and kind.family == known.kind.family
    closed = known.closed_at is not None
    closed_days = max(0.0, sighting.at - (known.closed_at or 0.0)) / 86_400 if closed else 0.0
    within = min(1.0, ((metres + 10) / CROWD_M) ** 2) * min(1.0, (gap_h + 1) / WINDOW_H)
    address = bool(sighting.address and known.trace.address)
    return (
        float(category),
        float(family),
        float(unknown),
        float(not (category or unknown or family)),
        kind.prior if category else 0.0,
        float(kind.private),
        math.log1p(metres / kind.spread_m),
        math.log1p(metres / 10),
        math.log1p(max(0.0, candidate.centre_m - kind.spread_m - candidate.off_m) / 20),
        math.log1p(nearer),
        math.log((same - category + 0.5) * within),
        math.log1p(gap_h / kind.lasts_h),
        float(closed),
        math.log1p(closed_days),
        text,
        float(candidate.named) if address else None,
        float(same_photo(sighting.photos, known.trace.photos)),
        float(candidate.spoke_at is not None),
    )


def _alike(sighting: Sighting, candidates: Sequence[Candidate], rarity: Rarity) -> list[float | None]:
    text = grams(sighting.text)
    worded = [at for at, one in enumerate(candidates) if text and one.known.text]
    alike: list[float | None] = [None] * len(candidates)
    if worded:
        cosines = rarity.cosines(text, [candidates[at].known.text for at in worded])
        for at, cosine in zip(worded, cosines, strict=True):
            alike[at] = cosine
    return alike
