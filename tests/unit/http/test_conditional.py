"""When a reader has the feed already, and how it is packed."""

import gzip

import pytest
from hypothesis import given
from hypothesis import strategies as st

from streams.http.conditional import is_known, takes_gzip
from streams.http.rendering import rendering

MADE = rendering(b"isi", "text/csv")
TAG, PACKED = MADE.tag, MADE.packed_tag


@given(st.binary())
def test_the_same_bytes_have_the_same_tag_and_others_another(body: bytes) -> None:
    made = rendering(body, "text/csv")
    assert gzip.decompress(made.packed) == body
    assert made == rendering(body, "text/csv")
    assert made.tag != made.packed_tag
    assert made.tag != rendering(body + b"x", "text/csv").tag


@pytest.mark.parametrize(
    "none_match",
    [TAG, f"W/{TAG}", PACKED, f'"a", {TAG}', f'"a,b",W/{PACKED} , "c"', "*", " * "],
)
def test_a_reader_that_has_it(none_match: str) -> None:
    assert is_known(none_match, MADE)


@pytest.mark.parametrize("none_match", ["", '"a"', TAG.strip('"'), TAG[:-2] + '"', '"*"', "W/"])
def test_a_reader_that_has_something_else(none_match: str) -> None:
    assert not is_known(none_match, MADE)


@pytest.mark.parametrize(
    ("accepted", "packed"),
    [
        ("gzip", True),
        ("br, GZIP;q=0.5", True),
        ("*", True),
        ("gzip;q=0, *", False),
        ("gzip; q=0.0", False),
        ("identity", False),
        ("", False),
        ("gzip;q=1.2.3", False),
    ],
)
def test_who_can_unpack(accepted: str, packed: bool) -> None:
    assert takes_gzip(accepted) is packed
