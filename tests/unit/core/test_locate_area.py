import math

from hypothesis import given
from hypothesis import strategies as st

from streams.core.locate.area import Area, Plane, around, narrowed
from streams.core.locate.borders import OUTSIDE, Borders

areas = st.builds(
    Area,
    st.floats(-5_000, 5_000),
    st.floats(-5_000, 5_000),
    st.floats(1, 4_000),
    st.frozensets(st.sampled_from("abc"), min_size=1),
)


around_origin = st.builds(
    lambda radius_m, share, angle: Area(
        share * radius_m * math.cos(angle), share * radius_m * math.sin(angle), radius_m, frozenset("a")
    ),
    st.floats(1, 4_000),
    st.floats(0, 0.999),
    st.floats(0, 2 * math.pi),
)


@given(around_origin, around_origin)
def test_what_both_circles_hold_is_in_the_narrowed_one(a: Area, b: Area) -> None:
    both = narrowed(a, b)
    assert both is not None
    assert math.hypot(both.x, both.y) <= both.radius_m + 1e-3
    assert both.radius_m <= min(a.radius_m, b.radius_m) + 1e-6


@given(areas, areas)
def test_narrowing_does_not_hang_on_order(a: Area, b: Area) -> None:
    assert narrowed(a, b) == narrowed(b, a)


@given(st.lists(areas, min_size=1, max_size=6))
def test_a_circle_around_several_holds_each(several: list[Area]) -> None:
    whole = around(several)
    for area in several:
        assert whole.apart_m(area) + area.radius_m <= whole.radius_m + 1e-3
    assert whole.kelurahan == frozenset().union(*(area.kelurahan for area in several))


def test_areas_without_a_common_kelurahan_have_nothing_in_common() -> None:
    assert narrowed(Area(0, 0, 9, frozenset("a")), Area(0, 0, 9, frozenset("b"))) is None


@given(st.floats(-6.5, -6.0), st.floats(106.8, 107.2))
def test_a_plane_leads_there_and_back(lat: float, lon: float) -> None:
    plane = Plane.around(-6.28, 106.97)
    there = plane.lat_lon(*plane.xy(lat, lon))
    assert math.isclose(there[0], lat, abs_tol=1e-5)
    assert math.isclose(there[1], lon, abs_tol=1e-5)


LEFT = [(0.0, 0.0), (945.0, 0.0), (745.0, 1_000.0), (0.0, 1_000.0), (0.0, 0.0)]
RIGHT = [(945.0, 0.0), (1_800.0, 0.0), (1_800.0, 1_000.0), (745.0, 1_000.0), (945.0, 0.0)]
"""Side by side, with a border between them that is not straight up."""


def test_a_hole_between_kelurahan_is_outside() -> None:
    ring = [(0.0, 0.0), (900.0, 0.0), (900.0, 900.0), (0.0, 900.0), (0.0, 0.0)]
    borders = Borders.of({"a": [ring]})
    assert borders.at(450, 450) == "a"
    assert borders.at(950, 450) == OUTSIDE
    assert borders.within(890, 450, 20) == {"a", OUTSIDE}
    assert borders.within(450, 450, 20) == set()


@given(st.lists(st.tuples(st.floats(-200, 2_000), st.floats(-200, 2_000)), min_size=2))
def test_what_is_remembered_of_a_cell_holds_for_all_of_it(points: list[tuple[float, float]]) -> None:
    borders = Borders.of({"a": [LEFT], "b": [RIGHT]})
    for x, y in points:
        between = 945 - y / 5
        if not (0 <= y <= 1_000 and 0 <= x <= 1_800):
            assert borders.at(x, y) == OUTSIDE
        elif min(y, 1_000 - y, x, 1_800 - x, abs(x - between)) > 1:
            assert borders.at(x, y) == ("a" if x < between else "b")
