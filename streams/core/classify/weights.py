"""A linear model over terms, as training leaves it and `classify` reads it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

Floats: TypeAlias = NDArray[np.floating]

GRAIN = 20
"""Numbers are kept in twentieths: finer ones changed no figure, and files are half as long."""

UNTRAINED = -0.95
"""The score without any evidence of a category that no training has seen: what trained ones have."""


@dataclass(frozen=True, slots=True, eq=False)
class Terms:
    """Weights of terms: `table[rows[term]]` holds one number a category."""

    rows: Mapping[str, int]
    table: Floats
    rarity: Floats
    """Inverse document frequency of each row, ln((1 + n) / (1 + df)) + 1."""


@dataclass(frozen=True, slots=True)
class Calibration:
    """How often the best category is right, given its score and its lead over the next: a logistic curve.

    Platt's method with two variables, fitted on months that the weights had not seen.
    """

    score: float
    lead: float
    constant: float


@dataclass(frozen=True, slots=True, eq=False)
class Weights:
    """Everything that training found. `words` holds single words and pairs, `grams` parts of words.

    `ignored` are words that must not decide, by their parts neither: names of the city that taught.
    """

    categories: tuple[str, ...]
    bias: Floats
    words: Terms
    grams: Terms
    ignored: frozenset[str]
    calibration: Calibration

    @classmethod
    def none(cls) -> "Weights":
        """No training at all: the words of the catalog decide alone."""
        nothing = Terms({}, np.zeros((0, 0), np.float32), np.zeros(0, np.float32))
        return cls((), np.zeros(0, np.float32), nothing, nothing, frozenset(), Calibration(2.0, 2.0, 0.0))

    def of(self, categories: Sequence[str]) -> "Weights":
        """The same for exactly these categories: others are left out, untrained ones know no term."""
        columns = [self.categories.index(id) if id in self.categories else -1 for id in categories]
        bias = np.array([self.bias[c] if c >= 0 else UNTRAINED for c in columns], np.float32)
        words, grams = (
            Terms(terms.rows, _columns(terms.table, columns), terms.rarity)
            for terms in (self.words, self.grams)
        )
        return Weights(tuple(categories), bias, words, grams, self.ignored, self.calibration)


def _columns(table: Floats, columns: Sequence[int]) -> Floats:
    blank = np.zeros((len(table), 1), np.float32)
    return np.hstack([table[:, [c]] if c >= 0 else blank for c in columns])
