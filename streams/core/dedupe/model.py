"""What training leaves: the weight of each feature, two thresholds, bounds, and figures of categories."""

import re
from bisect import bisect_right
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import TypeAlias

from streams.core.dedupe.sighting import Kind

FEATURES = (
    "same_category", "same_family", "prior", "private", "apart_in_spreads", "closer", "walk", "gap_in_lasts",
    "text", "same_photo", "same_voice",
)  # fmt: skip
"""The figures of a pair, in order; None where there is nothing to compare."""

AT: Mapping[str, int] = {feature: index for index, feature in enumerate(FEATURES)}

Values: TypeAlias = tuple[float | None, ...]


@dataclass(frozen=True, slots=True)
class Weight:
    """What a feature counts for: so much for each unit or, where there are `cuts`, by the bin it is in.

    A value that equals a cut lies in the bin above it.
    """

    feature: str
    weights: tuple[float, ...]
    cuts: tuple[float, ...] = ()

    def of(self, value: float) -> float:
        """Log-odds of a value."""
        return self.weights[bisect_right(self.cuts, value)] if self.cuts else self.weights[0] * value


@dataclass(frozen=True, slots=True)
class Bounds:
    """What no score can override.

    Reports of one incident lie within `extent_m` of the first, or within `extent_spreads` of its kind's
    spread if that is more, and come within `life_lasts` times as long as its kind lasts, between
    `life_min_days` and `life_max_days`. A household's own matter is one within `private_m` and `private_h`.
    A report is compared with what was spoken of in the last `active_days`,
    and one that opens an incident with what was in the last `recurs_days` on its spot.
    """

    reach_m: float = 300.0
    extent_m: float = 120.0
    extent_spreads: float = 1.0
    life_lasts: float = 20.0
    life_min_days: float = 1.0
    life_max_days: float = 60.0
    private_m: float = 5.0
    private_h: float = 24.0
    vague_m: float = 100.0
    resend_minutes: float = 30.0
    resend_m: float = 35.0
    active_days: float = 30.0
    recurs_days: float = 365.0

    def extent_of_m(self, kind: Kind) -> float:
        """How far from its first report an incident reaches."""
        return max(self.extent_m, self.extent_spreads * kind.spread_m)

    def life_of_s(self, kind: Kind) -> float:
        """How long after its first report an incident takes in others."""
        days = self.life_lasts * kind.lasts_h / 24
        return 86_400 * min(max(days, self.life_min_days), self.life_max_days)


@dataclass(frozen=True, slots=True)
class NamedKind:
    """The kind of categories whose name holds one of the words; a word may be the beginning of one."""

    words: tuple[str, ...]
    kind: Kind


@dataclass(frozen=True, slots=True)
class Model:
    """A report joins the best incident from `join_from` log-odds on, and asks about it from `ask_from` on."""

    bias: float
    join_from: float
    ask_from: float
    weights: tuple[Weight, ...]
    bounds: Bounds
    kinds: tuple[NamedKind, ...] = ()
    _terms: tuple[tuple[int, float, tuple[float, ...], tuple[float, ...]], ...] = field(
        init=False, repr=False, compare=False
    )

    def __post_init__(self) -> None:
        # `Weight.of` laid out, since it is asked of each candidate eleven times.
        terms = ((AT[one.feature], one.weights[0], one.cuts, one.weights) for one in self.weights)
        object.__setattr__(self, "_terms", tuple(terms))

    def score(self, values: Values) -> float:
        """Log-odds that a pair with these figures is one incident, in the model's own measure."""
        total = self.bias
        for at, each, cuts, bins in self._terms:
            value = values[at]
            if value is not None:
                total += bins[bisect_right(cuts, value)] if cuts else each * value
        return total

    def kind_named(self, category: str) -> Kind:
        """What is known of a category that no catalog holds, by the words of its name; the first that fit."""
        name = category.lower()
        for named in self.kinds:
            if any(re.search(rf"\b{re.escape(word)}", name) for word in named.words):
                return named.kind
        return Kind()


def linear(feature: str, weight: float) -> Weight:
    """So much for each unit."""
    return Weight(feature, (weight,))


def binned(feature: str, cuts: Sequence[float], weights: Sequence[float]) -> Weight:
    """So much in each bin."""
    return Weight(feature, tuple(weights), tuple(cuts))
