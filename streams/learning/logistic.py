"""Logistic regression with a ridge. Pure, and the same on every run."""

import numpy as np

from streams.core.classify.weights import Floats

STEPS_MAX = 200
STEP_MAX = 1.0
SETTLED = 1e-7


class NotSettledError(Exception):
    """Newton's method did not come to rest."""


def logistic(figures: Floats, same: Floats, counts: Floats, ridge: Floats) -> Floats:
    """A weight for each column of `figures` (rows are pairs), by Newton's method.

    `same` is 1 where a pair is one, `counts` says how much each row counts, and `ridge` how firmly each
    column is held at 0. Raises `NotSettledError`.
    """
    weights = np.zeros(figures.shape[1])
    for _ in range(STEPS_MAX):
        chance = chances(figures @ weights)
        slope = figures.T @ (counts * (same - chance)) - ridge * weights
        bend = (figures * (counts * chance * (1 - chance))[:, None]).T @ figures + np.diag(ridge + 1e-9)
        step = np.linalg.solve(bend, slope)
        # A whole step would leap over the goal where few pairs are one, or nearly all.
        weights += np.clip(step, -STEP_MAX, STEP_MAX)
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
