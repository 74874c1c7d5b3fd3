"""Whatever a text holds: an answer or none, never an exception, in time that grows with its length."""

import random
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st
from shapely import MultiPolygon, Point, Polygon

from streams.core.locate import at_coordinates, in_words
from streams.core.locate.narrowing import USEFUL_M
from streams.core.locate.reading import MENTIONS, mentions
from tests.unit.core.bekasi import CITY

NAMES = (
    *("jl", "di", "arah", "dan", "rt", "kel", "ii"),
    *("jatiasih", "kranji", "galaxy", "summarecon", "melati", "depok"),
)
HOMOGLYPHS = "\u03f3\u0430t\u0456\u0430\u0455\u0456\u04bb"
"""jatiasih in Cyrillic and Greek letters"""
ODD = (
    "\u202e",
    "\u200f",
    "\u200b",
    HOMOGLYPHS,
    "\u0130",
    "\u00df",
    "\U0001f600",
    "\x00",
    "\uff19",
    "e\u0301",
)

pieces = st.lists(st.sampled_from(NAMES + ODD) | st.text(max_size=12), max_size=60).map(" ".join)


@given(st.text(max_size=2_000) | pieces, pieces)
def test_any_text_has_an_answer_or_none(text: str, place: str) -> None:
    found = in_words(CITY, text, place)
    if found and not found.outside:
        assert found.error_m <= USEFUL_M
        assert found.evidence.startswith(("disebut: ", "arah atau sekitar: "))


@given(pieces)
def test_the_same_text_has_the_same_answer(text: str) -> None:
    assert in_words(CITY, text) == in_words(CITY, text)


LONG = {
    "one word": "a" * 10_000,
    "one mendable word": "summareco" * 1_111,
    "many mendable words": "summarecn pekayonjya " * 476,
    "one name": "jatiasih " * 1_111,
    "every name": " ".join(sorted(CITY.names.root)),
    "arrows": "ke arah jalan raya " * 526,
    "marks": "\u202e\u200f" * 5_000,
    "streets": "jl perjuangan jl kemang sari iv jl wibawa mukti " * 208,
}


@pytest.mark.parametrize("kind", LONG)
def test_long_texts_take_time_that_grows_with_their_length(kind: str) -> None:
    text = LONG[kind][:10_000]
    started = time.process_time()
    in_words(CITY, text)
    assert time.process_time() - started < 0.5  # a hundred times what it takes
    assert len(mentions(CITY.names, text)) <= MENTIONS


@given(st.floats(-90, 90), st.floats(-180, 180), st.floats(0, 1e6))
def test_any_point_has_an_answer(lat: float, lon: float, error_m: float) -> None:
    place = at_coordinates(CITY, lat, lon, error_m)
    assert place.outside == (place.kelurahan is None)


def test_points_are_where_their_polygons_say() -> None:
    shapes = {
        id: MultiPolygon([Polygon(ring) for ring in ward.border]) for id, ward in CITY.kelurahan.items()
    }
    drawn = random.Random(4)
    for _ in range(600):
        lat, lon = drawn.uniform(-6.41, -6.16), drawn.uniform(106.88, 107.06)
        holding = [id for id, shape in shapes.items() if shape.contains(Point(lon, lat))]
        place = at_coordinates(CITY, lat, lon, 10)
        assert place.kelurahan == (holding[0] if holding else None), (lat, lon)
