"""Which of the incidents around a place come first."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sinks.nearby import Spotted
from streams.core.dedupe import Kind
from streams.core.geo import DEGREE_M, distance_m
from streams.nearby.ranking import SHOWN, Wanted, box_around, radius_m, ranked

NOW = datetime(2026, 11, 24, 5, tzinfo=UTC)
LAT, LON = -6.24, 106.98
KINDS = {
    "flood": Kind(spread_m=150, lasts_h=12, family="water"),
    "drainage": Kind(family="water"),
    "park": Kind(family="green"),
}
HERE = Wanted(LAT, LON, NOW, "flood")


def spotted(id: str, category: str = "flood", *, north_m: float = 0, hours_ago: float = 0) -> Spotted:
    return Spotted(id, category, LAT + north_m / DEGREE_M, LON, NOW - timedelta(hours=hours_ago))


def order(*known: Spotted, wanted: Wanted = HERE) -> list[str]:
    return [one.spotted.id for one in ranked(wanted, known, 1_000, KINDS)]


def test_the_nearest_comes_first_and_a_later_word_breaks_what_is_nearly_even() -> None:
    far, near, stale = (
        spotted("far", north_m=400),
        spotted("near", north_m=50),
        spotted("stale", north_m=45, hours_ago=500),
    )
    assert order(far, near, stale) == ["near", "stale", "far"]
    assert order(spotted("b"), spotted("a")) == ["a", "b"]


def test_a_place_counts_by_how_wide_its_matter_is() -> None:
    wide, narrow = spotted("wide", north_m=100), spotted("narrow", "drainage", north_m=100)
    assert order(narrow, wide, wanted=Wanted(LAT, LON, NOW)) == ["wide", "narrow"]


def test_another_category_of_the_family_comes_behind_what_is_as_near() -> None:
    assert order(spotted("a", "drainage", north_m=1), spotted("b", north_m=40)) == ["b", "a"]
    assert order(spotted("a", "drainage", north_m=1), spotted("b", north_m=900)) == ["a", "b"]


@pytest.mark.parametrize(
    ("kind", "metres"),
    [(None, 300), (KINDS["drainage"], 200), (Kind(spread_m=5), 150), (KINDS["flood"], 750)],
)
def test_how_far_is_looked(kind: Kind | None, metres: float) -> None:
    assert radius_m(kind) == metres


@given(
    st.lists(st.tuples(st.floats(-1_500, 1_500), st.sampled_from((*KINDS, "gone")), st.floats(-5, 5_000))),
    st.floats(10, 2_000),
)
def test_all_that_is_shown_lies_within_in_one_order_whatever_came_first(
    some: list[tuple[float, str, float]], within_m: float
) -> None:
    known = [spotted(f"i{n}", c, north_m=m, hours_ago=h) for n, (m, c, h) in enumerate(some)]
    shown = ranked(HERE, known, within_m, KINDS)
    assert shown == ranked(HERE, known[::-1], within_m, KINDS)
    assert len(shown) == min(SHOWN, sum(distance_m(LAT, LON, one.lat, one.lon) <= within_m for one in known))
    assert all(one.distance_m <= within_m for one in shown)


@given(st.floats(-89, 89), st.floats(-179, 179), st.floats(10, 2_000), st.floats(0, 1), st.floats(0, 1))
def test_the_box_holds_the_circle(lat: float, lon: float, within_m: float, x: float, y: float) -> None:
    box = box_around(Wanted(lat, lon, NOW), within_m)
    outside = (box.north + 0.1 * x + 1e-6, box.east - y * (box.east - box.west))
    assert distance_m(lat, lon, *outside) > within_m * 0.999
    assert box.south < lat < box.north
    assert box.west < lon < box.east
