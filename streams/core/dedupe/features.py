"""A report beside an incident, in figures: what the model weighs.

A new feature is one line in `_features` and one name in `FEATURES`; `evidence` says which words it gets.
"""

import math
from collections.abc import Iterator, Mapping, Sequence

from streams.core.dedupe.candidates import WALK_M, Candidates, just_now
from streams.core.dedupe.compare import Candidate
from streams.core.dedupe.grams import Rarity
from streams.core.dedupe.photos import same_photo
from streams.core.dedupe.sighting import Sighting

FEATURES = (
    "same_category", "same_family", "prior", "private", "apart_in_spreads", "closer", "walk", "gap_in_lasts",
    "text", "same_photo", "same_voice",
)  # fmt: skip
"""The figures of a pair, in order; None where there is nothing to compare."""

AT: Mapping[str, int] = {feature: index for index, feature in enumerate(FEATURES)}

Values = tuple[float | None, ...]


def features(sighting: Sighting, found: Candidates, rarity: Rarity) -> Iterator[Values]:
    """The figures of each candidate."""
    texts = _alike(sighting, found.possible, rarity)
    for candidate, text in zip(found.possible, texts, strict=True):
        yield _features(sighting, candidate, found, text)


def _features(sighting: Sighting, candidate: Candidate, found: Candidates, text: float | None) -> Values:
    known, kind = candidate.known, sighting.kind
    category = known.category == sighting.category
    unknown = kind.unknown or known.kind.unknown
    family = not (category or unknown) and kind.family == known.kind.family
    walked = candidate.founder_m <= WALK_M and just_now(sighting, known)
    return (
        float(category),
        float(family),
        kind.prior if category else 0.0,
        float(kind.private),
        math.log1p(candidate.likely_m / kind.spread_m),
        math.log1p(candidate.nearer),
        math.log1p(max(0, found.walked - walked)),
        math.log1p(candidate.gap_s / 3600 / kind.lasts_h),
        text,
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
