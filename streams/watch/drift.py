"""Whether triage is as sure of its classifications as it used to be: a model that goes stale shows here.

The population stability index compares two histograms bin by bin: the sum of (p - q) ln(p / q), the
symmetric Kullback-Leibler divergence. In credit scoring, where it comes from, less than 0.1 is taken for no
change and more than 0.25 for a shift (N. Siddiqi, Credit Risk Scorecards, Wiley 2006, chapter on monitoring).
With nothing but chance it is about chi-squared with nine degrees of freedom times 1/n + 1/m (B. Yurdakul,
Statistical Properties of Population Stability Index, Western Michigan University 2018): of two samples of 200
it exceeds 0.25 in about 3 of 1,000.
"""

from collections.abc import Sequence
from math import log

from sinks.reading_watch import Confidences

LEAST = 200
"""With fewer reports on a side chance alone makes it large."""
IN_AN_EMPTY_BIN = 0.5
"""Added to each bin, since the logarithm of nothing is not to be had."""


def drift(of: Confidences) -> float | None:
    """The index of the last 7 days against the 28 before; None where too little was reported."""
    if min(sum(of.recent), sum(of.before)) < LEAST:
        return None
    return stability_index(of.recent, of.before)


def stability_index(recent: Sequence[int], before: Sequence[int]) -> float:
    """From 0 for the same shape; the same whichever is called recent."""
    pairs = zip(_shares(recent), _shares(before), strict=True)
    return sum((p - q) * log(p / q) for p, q in pairs)


def _shares(bins: Sequence[int]) -> list[float]:
    whole = sum(bins) + IN_AN_EMPTY_BIN * len(bins)
    return [(number + IN_AN_EMPTY_BIN) / whole for number in bins]
