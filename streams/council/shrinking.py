"""What is expected of an area before its own counts: as its district, which is expected to be as the city.

Method of moments, as in Marshall, Mapping disease and mortality rates using empirical Bayes estimators,
Applied Statistics 1991, on two levels: how much more areas differ than chance makes them.
"""

from typing import NamedTuple, TypeAlias

import numpy as np
from numpy.typing import NDArray

from schemas.cases import Counts

Numbers: TypeAlias = NDArray[np.float64]

LEAST_APART = 0.1
"""Areas differ by at least a tenth (standard deviation): a sample that shows nothing does not prove it."""


class Prior(NamedTuple):
    """A gamma distribution: as if so many voices had been heard in so many days."""

    shape: float
    days: float


def shrunk(
    counts: Numbers, exposure: Numbers, districts: Counts, dispersion: float
) -> tuple[list[Prior], float]:
    """The prior of each area, and the city's rate. `districts` numbers them from 0.

    Counts scatter `dispersion` times as much as Poisson's.
    """
    city = float(counts.sum() / exposure.sum())
    least = (LEAST_APART * city) ** 2
    in_district = np.maximum(np.bincount(districts, exposure), 1e-300)
    squares = np.bincount(districts, exposure**2)
    district_rates = np.bincount(districts, counts) / in_district
    noise = dispersion * city

    rates = np.divide(counts, exposure, out=district_rates[districts].copy(), where=exposure > 0)
    free = np.count_nonzero(exposure) - np.count_nonzero(squares)
    spread = (exposure * (rates - district_rates[districts]) ** 2).sum() - noise * free
    within = max(least, _ratio(spread, (in_district - squares / in_district).sum()))

    # Of a district's rate: by chance, and by which of its areas are heard of most.
    off = noise / in_district + within * squares / in_district**2
    whole = exposure.sum()
    spread = (in_district * (district_rates - city) ** 2).sum()
    spread -= (in_district * off * (1 - in_district / whole)).sum()
    between = max(least, _ratio(spread, whole - (in_district**2).sum() / whole))

    own = between / (between + off)
    means = city + own * (district_rates - city)
    variances = within + own * off
    return [Prior(means[at] ** 2 / variances[at], means[at] / variances[at]) for at in districts], city


def _ratio(part: float, of: float) -> float:
    return float(part / of) if of > 0 else 0.0
