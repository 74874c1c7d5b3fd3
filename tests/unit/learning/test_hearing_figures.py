"""What is said about quiet kelurahan, beside the truth."""

import math
from collections.abc import Iterator

import numpy as np
import pytest

from schemas.cases import Heard
from streams.learning.hearing import DAY_S, Observed, heard_of, hearing_figures

WARDS = [f"w{number:02}" for number in range(40)]
KECAMATAN = {ward: f"d{number % 8}" for number, ward in enumerate(WARDS)}
TELLS = {ward: 1 / 3 if number % 4 == 0 else 1.0 for number, ward in enumerate(WARDS)}


def drawn(incidents: int) -> Iterator[Observed]:
    """Voices at a steady rate: one in ten days, or one in thirty."""
    random = np.random.default_rng(1)
    for ward in WARDS:
        for _ in range(incidents):
            further = np.cumsum(random.exponential(10 / TELLS[ward], 3)) * DAY_S
            yield Observed(ward, "hole", [0.0, *further], math.inf)


def test_of_much_that_was_heard_the_quiet_ones_are_found() -> None:
    figures = hearing_figures(drawn(300), math.inf, KECAMATAN, TELLS)
    assert figures is not None
    assert (figures.incidents, figures.kelurahan, figures.too_few) == (12_000, 40, 0)
    assert (figures.said_quiet, figures.said_quiet_wrongly) == (10, 0)
    assert figures.told_apart == 1
    assert figures.covered > 0.8
    # Equal truths share the middle of their ranks, so it is not 1 however right the order is.
    assert 0.7 < figures.rank_correlation < 0.85
    assert (figures.quiet_is, figures.other_is) == pytest.approx((0.4, 1.2))
    assert abs(figures.quiet_as - 0.4) < 0.1


def test_of_little_nothing_is_told() -> None:
    assert hearing_figures(drawn(2), math.inf, KECAMATAN, TELLS) is None
    assert hearing_figures(drawn(300), math.inf, KECAMATAN, dict.fromkeys(WARDS, 1.0)) is None


def test_voices_count_while_an_incident_is_observed() -> None:
    day = float(DAY_S)
    cases = [
        ([0.0, day], math.inf, Heard("w00", "hole", 2, 1, 1.0)),
        ([0.0, day, 2 * day, 9 * day], math.inf, Heard("w00", "hole", 3, 1, 1.0)),
        ([0.0, 4 * day], math.inf, Heard("w00", "hole", 1, 1, 3.0)),
        ([0.0, 2 * day], day, Heard("w00", "hole", 1, 1, 1.0)),
        ([9.5 * day], math.inf, Heard("w00", "hole", 1, 1, 0.5)),
        ([9.5 * day], 9 * day, Heard("w00", "hole", 1, 1, 0.0)),
    ]
    for voices, ends, told in cases:
        assert heard_of([Observed("w00", "hole", voices, ends)], 10 * day) == [told]
