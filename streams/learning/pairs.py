"""Pairs of a report and an incident, with whether they are one: what de-duplication learns from."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from streams.core.dedupe import Model
from streams.core.dedupe.candidates import candidates
from streams.core.dedupe.features import features
from streams.core.dedupe.model import Values
from streams.learning.linked import UNLABELLED, Linked
from streams.learning.streaming import City


@dataclass(frozen=True, slots=True)
class Pair:
    """A report beside an incident: in figures, and how far apart before any kind's units are known.

    `sure`: people looked; else nobody said they are one.
    """

    kind: str
    values: Values
    likely_m: float
    gap_h: float
    same: bool
    sure: bool
    at: float


def pairs(reports: Sequence[Linked], model: Model) -> Iterator[Pair]:
    """Stream the reports into the incidents that people say they belong to; what nobody linked stands alone.

    Reports whose label is doubtful are incidents too, but no pair speaks of them.
    """
    city = City.empty(model)
    for one in reports:
        city.until(one.sighting.at)
        if one.known or one.quality == UNLABELLED:
            yield from _pairs(one, city)
        city.take(one, one.truth if one.known else one.sighting.id)


def _pairs(one: Linked, city: City) -> Iterator[Pair]:
    found = candidates(one.sighting, city.held, city.model.bounds)
    figures = features(one.sighting, found, city.held.rarity)
    for candidate, values in zip(found.possible, figures, strict=True):
        yield Pair(
            kind=one.sighting.kind.name,
            values=values,
            likely_m=candidate.likely_m,
            gap_h=candidate.gap_s / 3600,
            same=one.known and candidate.known.id == one.truth,
            sure=one.known,
            at=one.sighting.at,
        )
