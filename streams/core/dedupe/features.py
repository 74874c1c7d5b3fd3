"""A report beside an incident, in figures: what the model weighs.

A new feature is one line in `_features` and one name in `FEATURES`; `evidence` says which words it gets.
"""

import math
from collections.abc import Iterator, Sequence

from streams.core.dedupe.candidates import WALK_M, Candidates, just_now
from streams.core.dedupe.compare import Candidate
from streams.core.dedupe.grams import Rarity
from streams.core.dedupe.photos import same_photo
from streams.core.dedupe.sighting import Sighting

FEATURES = (
    "same_category", "same_family", "unknown_category", "other_category", "prior", "private",
    "apart_in_spreads", "apart", "apart_wide", "off_centre", "off_founder", "closer", "crowd",
    "walk", "walked", "same_channel", "gap_in_lasts", "gap", "gap_wide", "closed", "closed_days",
    "text", "same_address", "same_photo", "same_voice",
)  # fmt: skip
"""The figures of a pair, in order; None where there is nothing to compare."""

Values = tuple[float | None, ...]

WINDOW_H = 720.0
CROWD_M = 300.0


def features(sighting: Sighting, found: Candidates, rarity: Rarity) -> Iterator[Values]:
    """The figures of each candidate."""
    texts = _alike(sighting, found.possible, rarity)
    for candidate, text in zip(found.possible, texts, strict=True):
        yield _features(sighting, candidate, found, text)


def _features(sighting: Sighting, candidate: Candidate, found: Candidates, text: float | None) -> Values:
    known, kind = candidate.known, sighting.kind
    metres, gap_h = candidate.likely_m, candidate.gap_s / 3600
    category = known.category == sighting.category
    unknown = not category and (kind.unknown or known.kind.unknown)
    family = not (category or unknown) and kind.family == known.kind.family
    closed = known.closed_at is not None
    closed_days = max(0.0, sighting.at - (known.closed_at or 0.0)) / 86_400 if closed else 0.0
    within = min(1.0, ((metres + 10) / CROWD_M) ** 2) * min(1.0, (gap_h + 1) / WINDOW_H)
    walked = candidate.founder_m <= WALK_M and just_now(sighting, known)
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
        math.log1p(metres / 40),
        math.log1p(max(0.0, candidate.centre_m - kind.spread_m - candidate.off_m) / 20),
        math.log1p(max(0.0, candidate.founder_m - candidate.off_m) / 40),
        math.log1p(candidate.nearer),
        math.log((max(0, found.same - category) + 0.5) * within),
        math.log1p(max(0, found.walked - walked)),
        float(walked),
        float(known.trace.channel == sighting.channel),
        math.log1p(gap_h / kind.lasts_h),
        math.log1p(gap_h / 6),
        math.log1p(gap_h / 100),
        float(closed),
        math.log1p(closed_days),
        text,
        float(candidate.named) if address else None,
        float(same_photo(sighting.photos, known.trace.photos)),
        float(candidate.spoke_at is not None),
    )


def _alike(sighting: Sighting, candidates: Sequence[Candidate], rarity: Rarity) -> list[float | None]:
    text = sighting.grams
    worded = [at for at, one in enumerate(candidates) if text and one.known.text]
    alike: list[float | None] = [None] * len(candidates)
    if worded:
        cosines = rarity.cosines(text, [candidates[at].known.text for at in worded])
        for at, cosine in zip(worded, cosines, strict=True):
            alike[at] = cosine
    return alike
