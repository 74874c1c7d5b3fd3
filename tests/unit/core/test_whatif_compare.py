"""A report beside one incident: how far apart they are in place and time."""

import math

import pytest

from schemas.incident import Point
from streams.core.dedupe.compare import SOMEWHERE_M, Candidate, compare
from streams.core.dedupe.places import NAMED_M, off_m
from streams.core.geo import DEGREE_M
from tests.unit.core.beside import AT, HOUR_S, known, seen, spot, traced
from tests.unit.core.reports import LON

MELATI = "jl melati masjid nurul"


@pytest.mark.parametrize(
    ("at", "gap_s"), [(AT - 3 * HOUR_S, HOUR_S), (AT - 2 * HOUR_S, 0), (AT - 1.5 * HOUR_S, 0), (AT, HOUR_S)]
)
def test_the_gap_is_to_the_nearer_end_of_what_was_said_of_it(at: float, gap_s: float) -> None:
    one = known("i", spot(), opened_at=AT - 2 * HOUR_S, last_at=AT - HOUR_S)
    assert compare(seen(spot(), at=at), one, 0.0, None, 0).gap_s == gap_s


def test_two_points_are_as_far_apart_as_was_measured() -> None:
    one = compare(seen(spot(12)), known("i", spot()), 12.5, 7.0, 3)
    assert one == Candidate(known("i", spot()), 12.5, 12.5, 0.0, False, HOUR_S, 7.0, 3)
    assert one.likely_m == 12.5


def test_of_several_points_the_nearest_counts_with_what_that_one_is_off() -> None:
    one = known("i", spot(), spot(100, error_m=90), spot(-40))
    found = compare(seen(spot(80)), one, 80.0, None, 0)
    assert (found.apart_m, found.founder_m) == (pytest.approx(20), 80.0)
    assert found.off_m == off_m(10, 90) > 0
    assert found.likely_m == pytest.approx(math.hypot(20, found.off_m))


def test_east_is_measured_where_degrees_are_narrower() -> None:
    north = Point(60.0, LON, 10)
    east = Point(60.0, LON + 50 / DEGREE_M, 10)
    assert compare(seen(north), known("i", north, east), 0.0, None, 0).apart_m == 0
    west = Point(60.0, LON - 50 / DEGREE_M, 10)
    assert compare(seen(north), known("i", west, east), 25.0, None, 0).apart_m == pytest.approx(25)
    farther = Point(60.0 + 30 / DEGREE_M, LON, 10)
    assert compare(seen(north), known("i", farther, east), 30.0, None, 0).apart_m == pytest.approx(25)


@pytest.mark.parametrize(("error_m", "compared"), [(600, True), (601, False)])
def test_a_place_as_vague_as_a_kelurahan_is_not_compared(error_m: float, compared: bool) -> None:
    for here, there in ((spot(error_m=error_m), spot()), (spot(), spot(error_m=error_m))):
        found = compare(seen(here), known("i", there), 0.0, None, 0)
        assert (found.apart_m is not None) is compared
        if not compared:
            assert (found.founder_m, found.off_m, found.likely_m) == (0.0, 0.0, SOMEWHERE_M)


@pytest.mark.parametrize(
    ("here", "there", "named"),
    [
        (MELATI, MELATI, True),
        (MELATI, "masjid nurul melati lama", True),
        (MELATI, "jl kenanga", False),
        ("", "", False),
    ],
)
def test_without_points_words_say_whether_it_is_the_same_place(here: str, there: str, named: bool) -> None:
    found = compare(seen(address=here), traced(known("i", spot()), address=there), None, None, 0)
    assert (found.apart_m, found.named) == (None, named)
    assert found.likely_m == (NAMED_M if named else SOMEWHERE_M)


def test_beside_good_points_only_equal_words_are_the_same_place_and_beside_vague_ones_like_words() -> None:
    other = "masjid nurul melati lama"
    for error_m, words, named in (
        (10, other, False),
        (10, MELATI, True),
        (10, "", False),
        (200, other, True),
    ):
        one = traced(known("i", spot()), address=words)
        found = compare(seen(spot(60, error_m), address=MELATI if words else ""), one, 60.0, None, 0)
        assert found.named is named
    assert found.likely_m == NAMED_M
    near = compare(seen(spot(60), address=MELATI), traced(known("i", spot()), address=MELATI), 60.0, None, 0)
    assert (near.named, near.off_m, near.likely_m) == (True, 0.0, 60.0)
