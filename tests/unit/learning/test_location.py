import pytest

from streams.core.locate import Map
from streams.learning.location import Located, LocationFigures, location_figures
from tests.unit.core.catalog import small_catalog

CITY = Map.of(small_catalog())
MIDDLE = (-6.205, 107.005)
"""Of Anggrek; a thousandth of a degree of latitude is 111.3 m."""


def at(text: str, lat: float = MIDDLE[0], lon: float = MIDDLE[1], place: str = "") -> Located:
    return Located(text, place, lat, lon)


def test_no_rows_have_no_figures() -> None:
    assert location_figures(CITY, []) == LocationFigures(0, 0.0, None, None, None)


def test_none_and_outside_count_as_not_placed() -> None:
    figures = location_figures(CITY, [at("banjir"), at("banjir di anggrek")])
    assert (figures.n, figures.placed) == (2, 0.5)


def test_errors_are_metres_and_those_beyond_the_stated_one_are_counted() -> None:
    rows = [at("anggrek", MIDDLE[0] + north / 1_000) for north in (0, 1, 2, 3, 4, 5, 6, 7, 8, 9)]
    figures = location_figures(CITY, rows)
    assert figures.placed == 1
    assert figures.median_m == pytest.approx(4 * 111.32, abs=30)
    assert figures.p90_m == pytest.approx(8 * 111.32, abs=30)
    assert figures.within == 0.6  # the circle of Anggrek measures some 590 m


def test_the_field_for_the_place_is_read_too() -> None:
    assert location_figures(CITY, [at("banjir", place="kel. anggrek")]).placed == 1
