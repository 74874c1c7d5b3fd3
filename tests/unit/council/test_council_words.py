"""Figures as they are read."""

import pytest

from streams.council.words import count_words, number_words, share_words, time_words


@pytest.mark.parametrize(
    ("share", "words"),
    [(None, "-"), (0, "0%"), (0.0001, "1%"), (0.824, "82%"), (0.9999, "99%"), (1, "100%")],
)
def test_not_all_is_never_told_as_all(share: float | None, words: str) -> None:
    assert share_words(share) == words


def test_numbers_are_written_as_in_indonesian() -> None:
    assert (count_words(1_234_567), number_words(0.524), number_words(12.34)) == ("1.234.567", "0,52", "12,3")
    assert (time_words(47.9), time_words(48), time_words(None)) == ("47,9 jam", "2,0 hari", "-")
