"""A report beside an incident, in figures: what the model weighs.

A new feature is one line in `_features` and one name in `FEATURES`; `evidence` says which words it gets.
"""

from collections.abc import Iterator, Sequence
from math import log1p

from streams.core.dedupe.candidates import WALK_M, Candidates, just_now
from streams.core.dedupe.compare import Candidate
from streams.core.dedupe.grams import Rarity
from streams.core.dedupe.model import Values
from streams.core.dedupe.photos import same_photo
from streams.core.dedupe.sighting import Kind, Sighting


def features(sighting: Sighting, found: Candidates, rarity: Rarity) -> Iterator[Values]:
    """The figures of each candidate."""
    texts = _alike(sighting, found.possible, rarity)
    for candidate, text in zip(found.possible, texts, strict=True):
        yield _features(sighting, candidate, found, text)


def _features(sighting: Sighting, candidate: Candidate, found: Candidates, text: float | None) -> Values:
    known, kind, walked = candidate.known, sighting.kind, found.walked
    category = known.category == sighting.category
    family = not category and _is_family(kind, known.kind)
    if walked and candidate.founder_m <= WALK_M and just_now(sighting, known):
        walked -= 1
    return (
        float(category),
        float(family),
        kind.prior if category else 0.0,
        float(kind.private),
        log1p(candidate.likely_m / kind.spread_m),
        log1p(candidate.nearer),
        log1p(max(0, walked)),
        log1p(candidate.gap_s / 3600 / kind.lasts_h),
        text,
        float(same_photo(sighting.photos, known.trace.photos)) if sighting.photos else 0.0,
        float(candidate.spoke_at is not None),
    )


def _is_family(one: Kind, other: Kind) -> bool:
    return not (one.unknown or other.unknown) and one.family == other.family


def _alike(sighting: Sighting, candidates: Sequence[Candidate], rarity: Rarity) -> list[float | None]:
    text = sighting.grams
    worded = [at for at, one in enumerate(candidates) if text and one.known.text]
    alike: list[float | None] = [None] * len(candidates)
    if worded:
        cosines = rarity.cosines(text, [candidates[at].known.text for at in worded])
        for at, cosine in zip(worded, cosines, strict=True):
            alike[at] = cosine
    return alike
