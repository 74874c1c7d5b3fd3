"""Weights, and the figures of each kind, from pairs of a report and an incident."""

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import product

import numpy as np

from streams.core.classify.weights import Floats
from streams.core.dedupe.model import AT, Model, NamedKind, Weight, binned, linear
from streams.learning.logistic import chances, likelihood, logistic
from streams.learning.pairs import Pair

LINEAR = ("same_category", "same_family", "private", "apart_in_spreads", "closer", "walk", "gap_in_lasts")
"""Few, and only those that a city without labels can be trusted with."""

CUTS = (0.05, 0.15, 0.3, 0.5, 0.75)
"""Of the likeness of two texts."""

SPREADS_M = (6.0, 12.0, 25.0, 50.0, 100.0, 200.0)
LASTS_H = (3.0, 8.0, 24.0, 72.0, 200.0)
USUAL = (25.0, 24.0)
"""What a kind is held at, as long as its pairs say nothing else."""

ROUNDS = 2
BIAS_RIDGE, RIDGE, KIND_RIDGE = 0.01, 1.0, 2.0
UNSURE_COUNTS = 0.5
"""How much a pair counts that nobody linked: people miss as many as they link."""

TAUGHT_BY_NOBODY = (linear("same_photo", 3.0), linear("same_voice", 0.5))
"""No public labels hold photos or reporters; chosen by hand."""

LINKS = 600.0
"""For how many links a city counts, against which the ridges are set."""

_BINS = len(CUTS) + 1
_SPREADS, _LASTS = 1 + LINEAR.index("apart_in_spreads"), 1 + LINEAR.index("gap_in_lasts")
_KINDS_AT = 1 + len(LINEAR) + _BINS


@dataclass(slots=True)
class _Fit:
    """The pairs as columns: bias, the linear ones, bins of the text, the prior of each kind."""

    of_kind: Floats
    metres: Floats
    hours: Floats
    same: Floats
    counts: Floats
    figures: Floats
    ridge: Floats

    def measure(self, kind: int, spread_m: float, lasts_h: float) -> tuple[Floats, Floats]:
        """Distance and time of a kind's pairs in its own units."""
        rows = self.of_kind == kind
        return np.log1p(self.metres[rows] / spread_m), np.log1p(self.hours[rows] / lasts_h)

    def set(self, kind: int, spread_m: float, lasts_h: float) -> None:
        """Take these units for a kind."""
        rows = self.of_kind == kind
        self.figures[rows, _SPREADS], self.figures[rows, _LASTS] = self.measure(kind, spread_m, lasts_h)


def fitted(cities: Sequence[Sequence[Pair]], base: Model, corrected: Sequence[Pair] = ()) -> Model:
    """A model with the thresholds and bounds of `base`; each city counts alike, however large its file.

    Of `corrected`, this city's own, each pair that an operator decided counts as one.
    """
    fit = _columns(cities, [pair for pair in corrected if pair.sure], base.kinds)
    units = [USUAL] * len(base.kinds)
    for kind in range(len(units)):
        fit.set(kind, *USUAL)
    weights = logistic(fit.figures, fit.same, fit.counts, fit.ridge)
    for _ in range(ROUNDS):
        for kind in range(len(units)):
            units[kind] = _units(fit, kind, weights)
            fit.set(kind, *units[kind])
        weights = logistic(fit.figures, fit.same, fit.counts, fit.ridge)
    priors = weights[_KINDS_AT:].tolist()
    kinds = tuple(
        NamedKind(named.words, replace(named.kind, spread_m=spread_m, lasts_h=lasts_h, prior=prior))
        for named, (spread_m, lasts_h), prior in zip(base.kinds, units, priors, strict=True)
    )
    return replace(base, bias=float(weights[0]), weights=_weights(weights), kinds=kinds)


def _weights(found: Floats) -> tuple[Weight, ...]:
    each = [linear(feature, float(found[1 + at])) for at, feature in enumerate(LINEAR)]
    text = binned("text", CUTS, found[1 + len(LINEAR) : _KINDS_AT].tolist())
    return (*each, text, linear("prior", 1.0), *TAUGHT_BY_NOBODY)


def _units(fit: _Fit, kind: int, weights: Floats) -> tuple[float, float]:
    """The units in which a kind's answers are likeliest, not far from the usual ones without need."""
    rows = fit.of_kind == kind
    same, counts = fit.same[rows], fit.counts[rows]
    if not same.any():
        return USUAL
    figures = fit.figures[rows]
    rest = figures @ weights - figures[:, _SPREADS] * weights[_SPREADS] - figures[:, _LASTS] * weights[_LASTS]
    priors = figures[:, _KINDS_AT + kind]
    best = (-np.inf, USUAL)
    for units in product(SPREADS_M, LASTS_H):
        apart, late = fit.measure(kind, *units)
        scores = rest + apart * weights[_SPREADS] + late * weights[_LASTS]
        scores = scores + priors * _shift(scores, priors, same, counts, weights[_KINDS_AT + kind])
        strain = sum(np.log(unit / usual) ** 2 for unit, usual in zip(units, USUAL, strict=True))
        best = max(best, (likelihood(scores, same, counts) - strain, units))
    return best[1]


def _shift(scores: Floats, priors: Floats, same: Floats, counts: Floats, prior: float) -> float:
    """By how much the kind's prior would change."""
    shift = 0.0
    for _ in range(6):
        chance = chances(scores + shift * priors)
        slope = (counts * (same - chance) * priors).sum() - KIND_RIDGE * (prior + shift)
        shift += slope / ((counts * chance * (1 - chance) * priors).sum() + KIND_RIDGE)
    return float(shift)


def _columns(cities: Sequence[Sequence[Pair]], corrected: Sequence[Pair], kinds: Sequence[NamedKind]) -> _Fit:
    pairs = [pair for pairs in (*cities, corrected) for pair in pairs]
    index = {named.kind.name: at for at, named in enumerate(kinds)}
    figures = np.zeros((len(pairs), _KINDS_AT + len(kinds)))
    figures[:, 0] = 1
    for row, pair in enumerate(pairs):
        figures[row, 1 : 1 + len(LINEAR)] = [pair.values[AT[feature]] or 0.0 for feature in LINEAR]
        if (text := pair.values[AT["text"]]) is not None:
            figures[row, 1 + len(LINEAR) + bisect_right(CUTS, text)] = 1
        if pair.kind in index:
            figures[row, _KINDS_AT + index[pair.kind]] = pair.values[AT["same_category"]] or 0.0
    return _Fit(
        of_kind=np.array([index.get(pair.kind, -1) for pair in pairs]),
        metres=np.array([pair.likely_m for pair in pairs]),
        hours=np.array([pair.gap_h for pair in pairs]),
        same=np.array([float(pair.same) for pair in pairs]),
        counts=np.concatenate([*map(_counts, cities), np.ones(len(corrected))]),
        figures=figures,
        ridge=np.array([BIAS_RIDGE] + [RIDGE] * (_KINDS_AT - 1) + [KIND_RIDGE] * len(kinds)),
    )


def _counts(city: Sequence[Pair]) -> Floats:
    counts = np.array([1.0 if pair.sure else UNSURE_COUNTS for pair in city])
    return counts * (LINKS / max(1, sum(pair.same for pair in city)))
