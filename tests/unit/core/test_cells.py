"""Square cells around a place, ring by ring."""

import math

import pytest

from schemas.incident import Point, Trace
from streams.core.dedupe.cells import Cells, Pin, rings_of
from streams.core.dedupe.known import Known
from streams.core.dedupe.sighting import Kind
from streams.core.geo import DEGREE_M

CELL_M, REACH_M = 100.0, 250.0
STEP = CELL_M / DEGREE_M
"""One cell, in degrees."""


def pin(id: str, north: float, east: float) -> Pin:
    """In the middle of a cell, so many cells from that of the equator and the meridian of Greenwich."""
    lat, lon = (north + 0.5) * STEP, (east + 0.5) * STEP
    known = Known(id, "banjir", Kind(), Trace((Point(lat, lon, 10),)), 0.0, 0.0, None, b"")
    return Pin(lat, lon, known)


def cells(*pins: Pin) -> Cells:
    found = Cells(CELL_M, rings_of(CELL_M, REACH_M))
    for one in pins:
        found.add(one)
    return found


def around(held: Cells, north: float, east: float, reach_m: float = REACH_M) -> list[tuple[float, list[str]]]:
    """By ring, within how many metres nothing is missed, and the ids in it."""
    lat, lon = (north + 0.5) * STEP, (east + 0.5) * STEP
    rings = held.around(lat, lon, reach_m)
    return [(round(sure_m), sorted(one.known.id for one in held)) for sure_m, held in rings]


@pytest.mark.parametrize(("reach_m", "rings"), [(1, 2), (50, 2), (51, 3), (100, 3), (250, 6), (600, 13)])
def test_rings_reach_far_enough_where_cells_are_narrowest(reach_m: float, rings: int) -> None:
    """At 60 degrees a cell is half as wide: twice as many rings, and that of the middle."""
    assert len(rings_of(CELL_M, reach_m)) == rings


def test_each_ring_is_the_edge_of_a_square_and_no_cell_is_in_two() -> None:
    rings = rings_of(CELL_M, REACH_M)
    assert [len(ring) for ring in rings] == [1, *(8 * ring for ring in range(1, len(rings)))]
    every = [cell for ring in rings for cell in ring]
    assert len(every) == len(set(every))


@pytest.mark.parametrize(
    ("north", "east", "ring"),
    [(0, 0, 0), (1, 0, 1), (0, -1, 1), (-1, 1, 1), (2, 1, 2), (-1, -2, 2), (2, -2, 2), (3, 0, 3), (0, 3, 3)],
)
@pytest.mark.parametrize("middle", [(0, 0), (-700, 1200), (40, -9)])
def test_what_lies_so_many_cells_away_is_in_that_ring(
    middle: tuple[int, int], north: int, east: int, ring: int
) -> None:
    held = cells(pin("a", middle[0] + north, middle[1] + east))
    found = around(held, *middle)
    assert [number for number, (_, ids) in enumerate(found) if ids] == [ring]


@pytest.mark.parametrize("reach_m", [50, 99, 101, 250])
def test_what_is_near_is_all_that_the_rings_hold(reach_m: float) -> None:
    held = cells(*(pin(f"{north}/{east}", north, east) for north in range(-3, 4) for east in range(-3, 4)))
    ringed = [id for _, ids in around(held, 0, 0, reach_m) for id in ids]
    near = held.near(0.5 * STEP, 0.5 * STEP, reach_m)
    assert sorted(one.known.id for one in near) == sorted(ringed)


def test_nothing_within_a_rings_width_is_missed() -> None:
    assert around(cells(), 0, 0) == [(0, []), (100, []), (200, []), (300, [])]
    assert [sure_m for sure_m, _ in around(cells(), 0, 0, reach_m=99)] == [0, 100]
    assert [sure_m for sure_m, _ in around(cells(), 0, 0, reach_m=101)] == [0, 100, 200]


def test_to_the_north_rings_are_narrower_and_more_are_looked_at() -> None:
    half = 60 * DEGREE_M / CELL_M
    widths = [sure_m for sure_m, _ in around(cells(), half, 0, reach_m=100)]
    assert widths == [round(ring * CELL_M * math.cos(math.radians(60))) for ring in range(4)][: len(widths)]
    assert widths[-1] >= 100


def test_one_cell_holds_many_and_lets_go_of_one_at_a_time() -> None:
    one, other, far = pin("a", 0, 0), pin("b", 0, 0), pin("c", 2, 2)
    held = cells(one, other, far)
    assert len(held) == 2
    held.remove(one)
    assert around(held, 0, 0)[:3] == [(0, ["b"]), (100, []), (200, ["c"])]
    held.remove(other)
    assert len(held) == 1
    held.remove(far)
    assert len(held) == 0
