"""The words that weights speak of."""

import re
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from streams.core.classify.terms import words_in


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("Tolooong, jalan2 RUSAK!!!", ["tolong", "jalan", "rusak"]),
        ("a bb c dd", ["bb", "dd"]),
        ("kata <nama>rumah <plat> parkir", ["kata", "rumah", "parkir"]),
        ("x" + "ab" * 30, ["x" + "ab" * 19 + "a"]),
        ("\ufb01lm caf\u00e9", ["film", "caf"]),
        ("", []),
    ],
)
def test_words_are_runs_of_latin_letters(text: str, words: list[str]) -> None:
    assert words_in(text) == words


@given(st.text(st.sampled_from("aabBz <>1_.\u00e9\ufb01\u212a\n"), max_size=60) | st.text())
def test_words_are_what_the_expression_says(text: str) -> None:
    plain = text if text.isascii() else unicodedata.normalize("NFKC", text)
    single = re.sub(r"([a-z])\1\1+", r"\1", plain.lower())
    assert words_in(text) == re.findall(r"(?<![<a-z])[a-z]{2,40}", single)
