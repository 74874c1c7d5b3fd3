import re

from hypothesis import given
from hypothesis import strategies as st

from streams.core.words import Phrases, words_of


@given(st.text() | st.text(st.characters(max_codepoint=127)))
def test_words_are_what_letters_digits_and_underscores_make(text: str) -> None:
    assert words_of(text) == re.findall(r"\w+", text.lower())


def test_words_are_lower_case_and_without_punctuation() -> None:
    assert words_of("Jl. RAYA-Utara, no.7\n(depan)") == ["jl", "raya", "utara", "no", "7", "depan"]


def test_every_phrase_is_found_overlapping_ones_too() -> None:
    phrases = Phrases.of([("air", 1), ("air masuk", 2), ("masuk rumah", 3), ("rumah sakit", 4)])
    found = [(f.start, f.end, f.meaning) for f in phrases.find(words_of("Air masuk rumah"))]
    assert found == [(0, 1, 1), (0, 2, 2), (1, 3, 3)]


def test_a_phrase_does_not_run_over_the_end() -> None:
    assert list(Phrases.of([("air masuk rumah", 1)]).find(words_of("air masuk"))) == []


def test_a_phrase_without_a_word_is_left_out() -> None:
    assert list(Phrases.of([("?!", 1)]).find(words_of("apa ?!"))) == []
