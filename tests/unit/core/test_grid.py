from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from schemas.incident import Point, Trace
from streams.core.dedupe.cells import LATITUDE_MAX, Pin
from streams.core.dedupe.grid import REACH_MAX_M, Grid
from streams.core.dedupe.known import Known
from streams.core.dedupe.sighting import Kind
from streams.core.geo import distance_m

degrees_apart = st.floats(-0.008, 0.008)  # beyond the farthest reach


def pin(id: str, lat: float, lon: float, last_at: float = 0.0) -> Pin:
    trace = Trace((Point(lat, lon, 10),))
    return Pin(lat, lon, Known(id, "banjir", Kind(), trace, 0.0, last_at, None, b""))


@given(
    st.floats(-LATITUDE_MAX + 0.01, LATITUDE_MAX - 0.01),
    st.floats(-179, 179),
    st.lists(st.tuples(degrees_apart, degrees_apart, st.sampled_from([1, 0.1, 0.01])), max_size=40),
    st.sampled_from([50.0, 300.0, REACH_MAX_M]),
    st.integers(1, 12),
)
def test_it_finds_the_nearest_that_brute_force_finds(
    lat: float, lon: float, around: list[tuple[float, float, float]], reach_m: float, most: int
) -> None:
    grid = Grid()
    for number, (north, east, scale) in enumerate(around):
        grid.add(pin(f"i{number:02}", lat + north * scale, lon + east * scale))
    found = grid.nearest(lat, lon, reach_m, 0, most)
    metres = sorted(distance_m(lat, lon, lat + n * scale, lon + e * scale) for n, e, scale in around)
    within = [one for one in metres if one <= reach_m]
    assert abs(len(found) - min(most, len(within))) <= sum(abs(one - reach_m) < 1 for one in metres)
    assert [near[:2] for near in found] == sorted(near[:2] for near in found)
    # The map is flat around the report here and around the middle there: a hair's breadth apart.
    for (mine, _, _), theirs in zip(found, within, strict=False):
        assert abs(mine - theirs) < 1


@pytest.mark.parametrize("most", [1, 5, 30, 200])
@pytest.mark.parametrize("reach_m", [40.0, 300.0, REACH_MAX_M])
def test_in_a_dense_place_it_finds_the_same(reach_m: float, most: int) -> None:
    """There small cells are gone through ring by ring, and the search ends before all are seen."""
    chance, grid, lat, lon = Random(7), Grid(), -6.2, 107.0
    around = [(chance.uniform(-0.006, 0.006), chance.uniform(-0.006, 0.006)) for _ in range(600)]
    for number, (north, east) in enumerate(around):
        grid.add(pin(f"i{number:03}", lat + north, lon + east, last_at=float(number % 3)))
    for at in (lat, lat + 0.003):
        metres = sorted(
            distance_m(at, lon, lat + north, lon + east)
            for number, (north, east) in enumerate(around)
            if number % 3
        )
        expected = [one for one in metres if one <= reach_m][:most]
        found = grid.nearest(at, lon, reach_m, 1.0, most)
        assert [one for one, _, _ in found] == pytest.approx(expected, abs=0.1)


@pytest.mark.parametrize("lat", [75.5, 89.99, 90.0, -90.0])
def test_a_place_near_a_pole_ends_no_worker(lat: float) -> None:
    """A telephone may say so, and the same record would come back for ever."""
    grid = Grid()
    for number in range(150):
        grid.add(pin(f"i{number:03}", lat, 107))
    assert len(grid.nearest(lat, 107, REACH_MAX_M, 0, 30)) == 30


def test_it_does_not_search_the_whole_city() -> None:
    grid = Grid()
    for number in range(30_000):
        grid.add(pin(f"i{number}", -6.2 + (number // 300) * 1e-4, 107 + (number % 300) * 1e-4))
    looked_at = 0
    cells = grid._small._held

    class Counting(dict):
        def get(self, cell: int, default: object = None) -> object:
            nonlocal looked_at
            looked_at += len(cells.get(cell, ()))
            return cells.get(cell, default)

    grid._small._held = Counting()
    assert len(grid.nearest(-6.195, 107.01, 300, 0, 30)) == 30
    assert looked_at < 600


def test_what_was_let_go_is_not_found_and_leaves_nothing() -> None:
    grid, here = Grid(), pin("a", -6.2, 107)
    grid.add(here)
    assert len(grid) == 2
    grid.remove(here)
    assert grid.nearest(-6.2, 107, 300, 0, 30) == []
    assert len(grid) == 0
