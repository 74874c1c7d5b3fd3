"""Where too little is heard, on incidents that are drawn from what the method takes for true."""

from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from schemas.cases import Heard
from streams.council.crowds import LEAST, steepness
from streams.council.hearing import Heardness, Says, gamma_quantile, heardness

WARDS, DISTRICTS, CATEGORIES = 56, 12, 8
KECAMATAN = {f"w{ward:02}": f"d{ward % DISTRICTS}" for ward in range(WARDS)}


@dataclass(frozen=True)
class Town:
    heard: Sequence[Heard]
    rates: np.ndarray
    """Of a second voice, a day, of the average incident."""


def town(seed: int, *, incidents: float, quiet: float = 0.3, spread: float = 0.1) -> Town:
    """Second voices come at a steady rate; some kelurahan tell of a third."""
    random = np.random.default_rng(seed)
    rates = (
        np.where(random.random(WARDS) < quiet, 1 / 3, 1.0) * np.exp(random.normal(0, spread, WARDS)) * 0.15
    )
    factors = np.exp(random.normal(0, 0.7, CATEGORIES))
    voices: Counter[tuple[str, str, int]] = Counter()
    days: defaultdict[tuple[str, str, int], float] = defaultdict(float)
    seen: Counter[int] = Counter()
    for ward in range(WARDS):
        for category in random.integers(0, CATEGORIES, random.poisson(incidents)):
            wait, ends = random.exponential(1 / (rates[ward] * factors[category])), random.uniform(0, 3)
            cell = f"w{ward:02}", f"c{category}", 2 if wait < ends else 1
            voices[cell] += 1
            days[cell] += min(wait, ends)
            seen[category] += 1
    heard = [Heard(*cell, many, days[cell]) for cell, many in voices.items()]
    average = sum(factors[category] * many for category, many in seen.items()) / seen.total()
    return Town(heard, rates * average)


def found(some: Sequence[Heard]) -> Heardness:
    told = heardness(some, KECAMATAN)
    assert told is not None
    return told


@pytest.mark.parametrize("incidents", [60, 250])
def test_nine_of_ten_intervals_hold_the_truth(incidents: float) -> None:
    towns = [town(seed, incidents=incidents) for seed in range(8)]
    held = [
        one.low <= rate <= one.high
        for here in towns
        for one, rate in zip(found(here.heard).kelurahan, here.rates, strict=True)
    ]
    assert 0.85 < np.mean(held) < 0.96


def test_where_much_is_known_quiet_kelurahan_are_found_and_no_others() -> None:
    here = town(1, incidents=800)
    said = found(here.heard)
    quiet = here.rates < here.rates.max() / 2
    assert all(
        (one.says is Says.QUIET) == is_quiet for one, is_quiet in zip(said.kelurahan, quiet, strict=True)
    )
    assert [one.delay_days for one in said.kelurahan] == [1 / one.rate for one in said.kelurahan]


def test_where_all_are_alike_hardly_any_is_said_to_differ() -> None:
    alike = [town(seed, incidents=250, quiet=0, spread=0) for seed in range(6)]
    said = [one.says for here in alike for one in found(here.heard).kelurahan]
    assert sum(one in {Says.QUIET, Says.LOUD} for one in said) < 0.1 * len(said)


def crowded(seed: int, incidents: int) -> Sequence[Heard]:
    """Incidents that few or very many see, of whom every third tells in each fourth kelurahan; else all."""
    random = np.random.default_rng(seed)
    heard: Counter[tuple[str, int]] = Counter()
    for number, ward in enumerate(KECAMATAN):
        sees = np.minimum(400, random.pareto(1.6, incidents) + 1).astype(int)
        tells = random.binomial(sees, 1 / 3) if number % 4 == 0 else sees
        heard.update((ward, int(voices)) for voices in tells if voices)
    return [
        Heard(ward, "jam", voices, many, many * (1 if voices == 1 else 0.3))
        for (ward, voices), many in heard.items()
    ]


def test_what_crowds_hide_is_told_apart() -> None:
    said = found(crowded(1, 3_000)).kelurahan
    quiet, others = [one.relative for one in said[::4]], [one.relative for one in said[1::4]]
    assert np.median(quiet) / np.median(others) == pytest.approx(1 / 3, abs=0.08)
    assert np.median([one.rate for one in said[::4]]) / np.median([one.rate for one in said[1::4]]) > 0.5


def test_counts_that_scatter_widen_the_intervals_and_move_no_rate() -> None:
    """The same voices and days, once evenly over the categories, and once unevenly in each kelurahan."""
    random = np.random.default_rng(1)
    even, uneven = [], []
    for ward in KECAMATAN:
        for category in "abcdef":
            second = int(random.choice((20, 180)))
            for heard, many in ((even, 100), (uneven, second)):
                heard += [
                    Heard(ward, category, 2, many, 100.0),
                    Heard(ward, category, 1, 1_000 - many, 900.0),
                ]
    calm, rough = found(even), found(uneven)
    assert (calm.dispersion, rough.dispersion > 20) == (1, True)
    narrow, wide = (np.median([one.high / one.low for one in told.kelurahan]) for told in (calm, rough))
    assert wide > 1.5 * narrow
    raw = [
        sum(one.incidents for one in uneven if one.kelurahan == ward and one.voices > 1) / 6_000
        for ward in KECAMATAN
    ]
    assert np.mean([one.rate for one in rough.kelurahan]) == pytest.approx(np.mean(raw), rel=0.05)


def test_of_a_kelurahan_of_which_nothing_is_known_nothing_is_said() -> None:
    here = [one for one in town(1, incidents=60).heard if one.kelurahan != "w07"]
    [unknown] = [one for one in found(here).kelurahan if one.kelurahan == "w07"]
    assert (unknown.says, unknown.incidents, unknown.further) == (Says.TOO_FEW, 0, 0)


def test_a_category_that_is_seldom_told_again_makes_nobody_quiet() -> None:
    """Half of the kelurahan have only potholes, of which a second voice comes four times as seldom."""
    holes, jams = ((1, 450, 1_000.0), (2, 50, 100.0)), ((1, 300, 700.0), (2, 200, 180.0))
    heard = [Heard(ward, "hole", *cell) for ward in [*KECAMATAN][::2] for cell in holes]
    heard += [Heard(ward, "jam", *cell) for ward in KECAMATAN for cell in jams]
    assert {one.says for one in found(heard).kelurahan} == {Says.USUAL}


def test_where_nothing_was_told_twice_nothing_can_be_said() -> None:
    assert heardness([Heard("w00", "hole", 1, 500, 900.0)], KECAMATAN) is None
    assert heardness([Heard("elsewhere", "hole", 2, 500, 900.0)], KECAMATAN) is None
    assert heardness([], KECAMATAN) is None


CELLS = st.builds(
    Heard,
    st.sampled_from(["w00", "w01", "w12", "w25"]),
    st.sampled_from(["hole", "jam"]),
    st.integers(1, 9),
    st.integers(1, 500),
    st.floats(0, 1_500),
)


@given(st.lists(CELLS, max_size=6))
def test_whatever_was_heard_an_interval_holds_what_is_told(some: list[Heard]) -> None:
    told = heardness(some, KECAMATAN)
    for one in told.kelurahan if told else ():
        assert 0 <= one.low <= one.rate <= one.high < np.inf
        assert 0 <= one.relative_low <= one.relative <= one.relative_high < np.inf


@pytest.mark.parametrize(
    ("shape", "share", "value"),
    [(3, 0.05, 0.8177), (3, 0.95, 6.2958), (10, 0.05, 5.4254), (40, 0.95, 50.9396)],
)
def test_quantiles_are_those_of_tables(shape: float, share: float, value: float) -> None:
    """Half of chi-square's with twice as many degrees."""
    assert gamma_quantile(shape, share) == pytest.approx(value, rel=0.01)


@given(st.dictionaries(st.integers(2, 400), st.integers(1, 1_000), min_size=1, max_size=6))
def test_no_distribution_turns_a_difference_round(others: dict[int, int]) -> None:
    assert 0 < LEAST <= steepness({1: 500} | others) <= 1


def test_where_few_are_told_of_twice_a_difference_shows_as_it_is() -> None:
    assert steepness({1: 10_000, 2: 30}) == pytest.approx(1, abs=0.02)


def test_what_crowds_hide_is_what_thinning_hides() -> None:
    """Each of many who see something tells of it with a third of the probability: drawn, and worked out."""
    random = np.random.default_rng(1)
    sees = np.minimum(400, random.pareto(1.6, 400_000) + 1).astype(int)
    tells = random.binomial(sees, 1 / 3)

    def second(voices: np.ndarray) -> float:
        return float(-np.log(1 - (voices > 1).sum() / (voices > 0).sum()))

    shown = second(tells) / second(sees)
    assert shown > 0.5
    assert shown ** (1 / steepness(Counter(sees.tolist()))) == pytest.approx(1 / 3, abs=0.03)
