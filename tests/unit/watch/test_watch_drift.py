"""Shapes that differ show, and shapes that do not differ do not."""

from math import isclose

from hypothesis import given
from hypothesis import strategies as st

from sinks.reading_watch import BINS, Confidences
from streams.watch.drift import LEAST, drift, stability_index

BEFORE = (10, 20, 40, 80, 160, 320, 640, 320, 160, 80)
histograms = st.lists(st.integers(0, 5_000), min_size=BINS, max_size=BINS)


def test_the_same_shape_is_no_drift_however_many_there_are() -> None:
    assert stability_index(BEFORE, BEFORE) == 0
    assert stability_index([2 * number for number in BEFORE], BEFORE) < 0.001


def test_less_sure_than_before_is_a_shift() -> None:
    assert stability_index([*BEFORE[3:], 10, 20, 40], BEFORE) > 0.25
    assert stability_index(tuple(reversed(BEFORE)), BEFORE) > 0.25


def test_a_little_less_sure_is_none_yet() -> None:
    moved = (number // 20 for number in (*BEFORE[1:], 0))
    slightly = [number - number // 20 + more for number, more in zip(BEFORE, moved, strict=True)]
    assert 0 < stability_index(slightly, BEFORE) < 0.1


@given(histograms, histograms)
def test_it_is_never_below_nothing_and_the_same_from_both_sides(one: list[int], other: list[int]) -> None:
    index = stability_index(one, other)
    assert index >= 0
    assert isclose(index, stability_index(other, one), abs_tol=1e-12)


def test_of_too_few_reports_nothing_is_said() -> None:
    enough, few = [LEAST, *[0] * 9], [LEAST - 1, *[0] * 9]
    assert drift(Confidences("sorot", few, enough)) is None
    assert drift(Confidences("sorot", enough, few)) is None
    assert drift(Confidences("sorot", enough, enough)) == 0
