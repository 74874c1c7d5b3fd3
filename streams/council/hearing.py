"""Where the city hears too little: how often citizens report, told from reports of what was reported already.

Few reports may mean few problems or few who report. Once a problem was reported it is known to be there; so
how soon others report it too tells how often people there report (Liu, Bhandaram and Garg, Quantifying
spatial under-reporting disparities in resident crowdsourcing, Nature Computational Science 2024). From the
first report on the time until the second voice tells the rate, though nobody knows when the problem began.

They fit a Bayesian regression by sampling. Here it is a product of a rate of the kelurahan and a factor of
the category, fitted in turn, and the rates are drawn towards those of their kecamatan, and these towards the
city's, as far as they differ by no more than chance (empirical Bayes, gamma and Poisson): closed forms, and
a city is worked out in milliseconds. Counts that scatter more than Poisson's widen the intervals. And where
they take incidents of a category for equally conspicuous, what that hides is told apart (`crowds.py`).
"""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from statistics import NormalDist
from typing import NamedTuple

import numpy as np

from schemas.cases import Heard
from streams.council.crowds import steepness
from streams.council.shrinking import Numbers, Prior, shrunk

INTERVAL = 0.9
LEAST_INCIDENTS = 20
WIDEST = 4.0
"""A rate whose interval has ends farther apart is not known: half as often as others, or twice."""
OBSERVED_DAYS = 3
"""A second voice comes within days or hardly at all, and later ones may be about the next of the kind."""
LEAST_DAYS = 1 / 1440
"""An incident is observed for a minute at least: some channels tell times no finer."""
ROUNDS_MAX = 500
CLOSE = 1e-10
NOTHING = 1e-300
LEAST_EXPECTED = 0.5
"""Cells with less tell of scatter only now and then, and then too much."""


class Says(StrEnum):
    """What the interval says about a kelurahan, beside the whole city."""

    QUIET = "quiet"
    USUAL = "usual"
    LOUD = "loud"
    TOO_FEW = "too_few"


@dataclass(frozen=True, slots=True)
class Hearing:
    """Of one kelurahan; `definitions.toml` says what each figure is. Rates are a day, of a mean category."""

    kelurahan: str
    says: Says
    relative: float
    relative_low: float
    relative_high: float
    rate: float
    low: float
    high: float
    delay_days: float
    incidents: int
    further: int
    days: float


@dataclass(frozen=True, slots=True)
class Heardness:
    """The city's rate, its kelurahan, and the factor of each category that was heard of again.

    `dispersion` is the variance of the counts, in those of a Poisson count; `steepness` is 1 where a
    difference shows as it is, and less where incidents differ in how many see them (`crowds.py`).
    """

    rate: float
    dispersion: float
    steepness: float
    kelurahan: tuple[Hearing, ...]
    categories: Mapping[str, float]


class _Table(NamedTuple):
    """By kelurahan and category: incidents that had a second voice, all, and days of waiting for it."""

    further: Numbers
    incidents: Numbers
    days: Numbers


def heardness(heard: Sequence[Heard], kecamatan: Mapping[str, str]) -> Heardness | None:
    """`kecamatan` is that of each kelurahan of the catalog; others do not count.

    None if no incident had a second voice, or all had.
    """
    wards, categories = sorted(kecamatan), sorted({one.category for one in heard})
    table = _table(heard, wards, categories)
    if not table.further.any() or table.further.sum() == table.incidents.sum():
        return None
    factors = _factors(table)
    dispersion = _dispersion(table, factors)
    districts = np.unique([kecamatan[ward] for ward in wards], return_inverse=True)[1]
    exposure = table.days @ factors
    priors, city = shrunk(table.further.sum(1), exposure, districts, dispersion)
    whole = _Whole(city, dispersion, _steepness(heard))
    found = (
        _hearing(ward, whole, priors[row], _Table(*(cells[row] for cells in table)), float(exposure[row]))
        for row, ward in enumerate(wards)
    )
    told = {name: float(factor) for name, factor in zip(categories, factors, strict=True) if factor > 0}
    return Heardness(city, dispersion, whole.steepness, tuple(found), told)


class _Whole(NamedTuple):
    """What is known of the whole city."""

    rate: float
    dispersion: float
    steepness: float

    def relative(self, rate: float) -> float:
        """What is told of, beside the city, where that rate shows."""
        return float((rate / self.rate) ** (1 / self.steepness))


def _steepness(heard: Sequence[Heard]) -> float:
    voices: Counter[int] = Counter()
    for one in heard:
        voices[one.voices] += one.incidents
    return steepness(voices)


def _table(heard: Sequence[Heard], wards: Sequence[str], categories: Sequence[str]) -> _Table:
    row, column = ({name: at for at, name in enumerate(names)} for names in (wards, categories))
    table = _Table(*(np.zeros((len(wards), len(categories))) for _ in _Table._fields))
    for one in heard:
        if one.kelurahan in row:
            at = row[one.kelurahan], column[one.category]
            table.further[at] += one.incidents if one.voices > 1 else 0
            table.incidents[at] += one.incidents
            table.days[at] += max(one.days, LEAST_DAYS * one.incidents)
    return table


def _rates(table: _Table, factors: Numbers) -> Numbers:
    rates: Numbers = table.further.sum(1) / np.maximum(table.days @ factors, NOTHING)
    return rates


def _factors(table: _Table) -> Numbers:
    """Of the categories: how often each is reported again, 1 for the average incident.

    Rates and factors are fitted in turn, each to the other, which ends at the greatest likelihood.
    """
    factors = np.ones(table.days.shape[1])
    for _ in range(ROUNDS_MAX):
        before = factors
        factors = table.further.sum(0) / np.maximum(_rates(table, before) @ table.days, NOTHING)
        factors *= table.incidents.sum() / (table.incidents.sum(0) @ factors)
        if np.allclose(factors, before, rtol=CLOSE, atol=0):
            break
    return factors


def _dispersion(table: _Table, factors: Numbers) -> float:
    """At least 1, as of a Poisson count."""
    expected = _rates(table, factors)[:, None] * factors * table.days
    told = expected >= LEAST_EXPECTED
    fitted = np.count_nonzero(told.any(1)) + np.count_nonzero(told.any(0)) - 1
    free = np.count_nonzero(told) - fitted
    if free <= 0:
        return 1.0
    # Not the mean of ratios, Pearson's: where much is expected it scatters most, and that weighs most.
    scatter = ((table.further - expected)[told] ** 2).sum() / expected[told].sum()
    return max(1.0, float(scatter * np.count_nonzero(told) / free))


def _hearing(ward: str, whole: _Whole, prior: Prior, own: _Table, exposure: float) -> Hearing:
    further, incidents = int(own.further.sum()), int(own.incidents.sum())
    shape = prior.shape + further / whole.dispersion
    per_day = 1 / (prior.days + exposure / whole.dispersion)
    low, high = (gamma_quantile(shape, (1 + side * INTERVAL) / 2) * per_day for side in (-1, 1))
    rate = shape * per_day
    return Hearing(
        kelurahan=ward,
        says=_says(low / whole.rate, high / whole.rate, incidents),
        relative=whole.relative(rate),
        relative_low=whole.relative(low),
        relative_high=whole.relative(high),
        rate=rate,
        low=low,
        high=high,
        delay_days=1 / rate,
        incidents=incidents,
        further=further,
        days=float(own.days.sum()),
    )


def _says(low: float, high: float, incidents: int) -> Says:
    if incidents < LEAST_INCIDENTS or high > WIDEST * low:
        return Says.TOO_FEW
    if high < 1:
        return Says.QUIET
    return Says.LOUD if low > 1 else Says.USUAL


def gamma_quantile(shape: float, share: float) -> float:
    """Below which that share of a gamma distribution of scale 1 lies; by Wilson and Hilferty.

    Off by less than 1 % from a shape of 3 on, where intervals begin to be narrow enough to be told.
    """
    z = NormalDist().inv_cdf(share)
    return shape * float(max(0.0, 1 - 1 / (9 * shape) + z / (3 * shape**0.5))) ** 3
