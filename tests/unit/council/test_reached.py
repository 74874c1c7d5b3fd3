"""How long it takes until a share has come so far, counting those that wait."""

import math

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from streams.council.reached import reached

LIVES = st.lists(st.tuples(st.integers(0, 3), st.booleans()), min_size=1, max_size=12)


def of(lives: list[tuple[float, bool]], *shares: float) -> list[float | None]:
    seconds, happened = zip(*lives, strict=True)
    return reached(np.array(seconds, float), np.array(happened), shares)


def by_hand(lives: list[tuple[int, bool]], share: float) -> float | None:
    """Kaplan and Meier, moment by moment."""
    waits = 1.0
    for moment in sorted({at for at, happened in lives if happened}):
        waits *= 1 - sum(life == (moment, True) for life in lives) / sum(at >= moment for at, _ in lives)
        if waits <= 1 - share + 1e-9:
            return moment
    return None


@given(LIVES, st.sampled_from([0.1, 0.5, 0.9]))
def test_is_what_counting_by_hand_gives(lives: list[tuple[int, bool]], share: float) -> None:
    assert of([*lives], share) == [by_hand(lives, share)]


@given(st.lists(st.integers(0, 20), min_size=1, max_size=40))
def test_where_nobody_waits_they_are_ranks(seconds: list[int]) -> None:
    median, p90 = of([(at, True) for at in seconds], 0.5, 0.9)
    ordered = sorted(seconds)
    assert median == ordered[math.ceil(len(seconds) / 2 - 1e-9) - 1]
    assert p90 == ordered[math.ceil(len(seconds) * 0.9 - 1e-9) - 1]


@given(LIVES, st.integers(0, 20))
def test_who_waits_longer_makes_nothing_shorter(lives: list[tuple[int, bool]], at: int) -> None:
    shorter, longer = of([*lives, (at, False)], 0.5), of([*lives, (math.inf, False)], 0.5)
    assert longer[0] is None or (shorter[0] is not None and shorter[0] <= longer[0])


def test_nobody_is_nothing() -> None:
    assert reached(np.array([]), np.array([], np.bool_), (0.5,)) == [None]
