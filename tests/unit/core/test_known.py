"""An incident as de-duplication knows it: what each report adds to it."""

from dataclasses import replace

import pytest

from schemas.incident import Point, Trace
from streams.core.dedupe import Bounds, Kind, Sighting, founded, grown
from streams.core.dedupe.grams import grams
from streams.core.dedupe.known import PHOTOS, POINTS, founding_trace, grown_trace
from streams.core.geo import DEGREE_M
from tests.unit.core.reports import LAT, LON

KIND, OTHER = Kind("floods", spread_m=30), Kind("lamps")


def here(north_m: float = 0, error_m: float = 10) -> Point:
    return Point(LAT + north_m / DEGREE_M, LON, error_m)


def sighting(**about: object) -> Sighting:
    usual = {"id": "r", "at": 1_000.0, "category": "banjir", "kind": KIND, "channel": "sorot"}
    return Sighting(**usual | about)  # type: ignore[arg-type]


def trace(*points: Point) -> Trace:
    return Trace(points, "jl melati 3", ("a",), "callcenter")


FIRST = sighting(point=here(), text="banjir di sini", address="jl melati 3", photos=("a", "b", "a"))


def test_it_is_founded_by_what_one_report_says() -> None:
    known = founded("rawa:air:i", FIRST)
    assert (known.id, known.category, known.kind) == ("rawa:air:i", "banjir", KIND)
    assert (known.opened_at, known.last_at, known.closed_at) == (1_000.0, 1_000.0, None)
    assert (known.text, known.error_m, known.founder) == (grams("banjir di sini"), 10, here())
    assert known.trace == Trace((here(),), "jl melati 3", ("a", "b"), "sorot")


def test_without_a_point_it_lies_nowhere_and_is_off_by_nothing() -> None:
    known = founded("i", sighting())
    assert (known.founder, known.error_m, known.trace.points) == (None, 0.0, ())


def test_a_report_more_keeps_who_it_is_and_moves_when_it_was_spoken_of() -> None:
    known = founded("i", FIRST)
    later = grown(known, sighting(at=2_000.0, kind=OTHER, category="lampu", text="lain"), Bounds())
    assert (later.id, later.category, later.kind) == ("i", "banjir", KIND)
    assert (later.opened_at, later.last_at, later.text) == (1_000.0, 2_000.0, known.text)
    assert grown(known, sighting(at=500.0), Bounds()).last_at == 1_000.0


def test_the_first_words_that_are_said_of_it_stay() -> None:
    silent = founded("i", sighting())
    assert grown(silent, sighting(text="air naik"), Bounds()).text == grams("air naik")


def test_a_traces_place_words_stay_and_its_channel_is_the_last() -> None:
    said = sighting(address="dekat pos", photos=("c", "a"))
    after = grown_trace(trace(here()), said, 120, 100)
    assert (after.address, after.channel, after.photos) == ("jl melati 3", "sorot", ("a", "c"))
    assert grown_trace(Trace(), said, 120, 100).address == "dekat pos"


def test_photos_are_the_first_few() -> None:
    many = tuple(f"p{number}" for number in range(PHOTOS + 5))
    assert founding_trace(sighting(photos=many)).photos == many[:PHOTOS]
    assert grown_trace(trace(), sighting(photos=many), 120, 100).photos == ("a", *many[: PHOTOS - 1])


@pytest.mark.parametrize(
    ("before", "point", "after"),
    [
        ((), None, ()),
        ((here(),), None, (here(),)),
        ((), here(), (here(),)),
        ((here(),), here(50), (here(), here(50))),
        ((here(),), here(120), (here(), here(120))),
        ((here(),), here(121), (here(),)),
        ((here(),), here(-121), (here(),)),
        ((here(),), here(50, error_m=100), (here(), here(50, error_m=100))),
        ((here(),), here(50, error_m=101), (here(),)),
        ((here(), here(50)), here(50), (here(), here(50))),
        ((here(error_m=900), here(50)), here(700), (here(700), here(50))),
        ((here(error_m=900),), here(1_000), (here(error_m=900),)),
    ],
)
def test_points_are_of_few_who_stood_near_and_a_better_place_goes_first(
    before: tuple[Point, ...], point: Point | None, after: tuple[Point, ...]
) -> None:
    assert grown_trace(trace(*before), sighting(point=point), 120.001, 100).points == after


def test_there_are_never_more_points_than_a_few() -> None:
    full = tuple(here(number) for number in range(POINTS))
    assert grown_trace(trace(*full), sighting(point=here(60)), 120, 100).points == full
    assert grown_trace(trace(*full[1:]), sighting(point=here(60)), 120, 100).points == (*full[1:], here(60))


def test_how_far_it_reaches_is_of_its_own_kind_and_vague_is_by_the_bounds() -> None:
    wide = replace(founded("i", FIRST), kind=Kind(spread_m=300))
    bounds = Bounds(extent_m=100, vague_m=20)
    assert len(grown(wide, sighting(point=here(250)), bounds).trace.points) == 2
    assert len(grown(founded("i", FIRST), sighting(point=here(250)), bounds).trace.points) == 1
    assert len(grown(wide, sighting(point=here(250, error_m=21)), bounds).trace.points) == 1
