"""What a form may ask."""

from pathlib import Path

import pytest

from schemas.catalog import load
from tests.unit.schemas.written import GOOD, LIGHT, mistakes_of, write

ASKS = """
[[attributes]]
code = "jenis"
description = "Jenis"
datatype = "singlevaluelist"
values = [{ key = "a", name = "kertas" }, { key = "b", name = "kaca" }]

[[attributes]]
code = "nomor"
description = "Nomor tiang"
datatype = "string"
"""
LINE = GOOD[LIGHT].count("\n")


def test_attributes_are_read_in_their_order(tmp_path: Path) -> None:
    catalog = load(write(tmp_path, GOOD | {LIGHT: GOOD[LIGHT] + ASKS}))
    assert [one.code for one in catalog.categories["street_light"].attributes] == ["jenis", "nomor"]
    assert catalog.categories["other"].attributes == ()


@pytest.mark.parametrize(
    ("old", "new", "line", "words"),
    [
        ('"nomor"', '"jenis"', 9, "attributes.1.code: 'jenis' stands already before"),
        ('"string"', '"strng"', 11, "did you mean 'string'"),
        ('"string"', '"multivaluelist"', 8, "values: needed for multivaluelist"),
        ('"singlevaluelist"', '"text"', 2, "values: not for text"),
        ('key = "b"', 'key = "a"', 2, "values: a key stands twice"),
        ("description", "deskripsi", 4, "did you mean 'description'"),
    ],
)
def test_mistakes_are_named(tmp_path: Path, old: str, new: str, line: int, words: str) -> None:
    text = GOOD[LIGHT] + ASKS.replace(old, new, 1)
    found = mistakes_of(write(tmp_path, GOOD | {LIGHT: text}))
    assert any((path, at) == (LIGHT, LINE + line) and words in message for path, at, message in found), found
