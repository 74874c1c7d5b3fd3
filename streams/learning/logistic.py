"""Logistic regression with a ridge. Pure, and the same on every run."""

import numpy as np

from streams.core.weights import Floats

STEPS_MAX = 60
SETTLED = 1e-7


class NotSettledError(Exception):
    """Newton's method did not come to rest."""


def logistic(
    figures: Floats, same: Floats, counts: Floats, ridge: Floats, known: Floats | float = 0.0
) -> Floats:
    """A weight for each column of `figures` (rows are pairs), by Newton's method.

    `same` is 1 where a pair is one, `counts` says how much each row counts, `ridge` how firmly each column
    is held at 0, and `known` is what the score of each row begins at. Raises `NotSettledError`.
    """
    weights = np.zeros(figures.shape[1])
    for _ in range(STEPS_MAX):
        chance = chances(figures @ weights + known)
        slope = figures.T @ (counts * (same - chance)) - ridge * weights
        bend = (figures * (counts * chance * (1 - chance))[:, None]).T @ figures + np.diag(ridge + 1e-9)
        step = np.linalg.solve(bend, slope)
        weights += step
        if np.abs(step).max() < SETTLED:
            return weights
    raise NotSettledError(f"no rest after {STEPS_MAX} steps")


def chances(scores: Floats) -> Floats:
    """The probability of each score in log-odds."""
    found: Floats = 1 / (1 + np.exp(-scores))
    return found


def likelihood(scores: Floats, same: Floats, counts: Floats) -> float:
    """The logarithm of how likely the answers are."""
    return float((counts * (same * scores - np.logaddexp(0, scores))).sum())
