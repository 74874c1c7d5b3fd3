"""Roles in one word, as forms and claims say them."""

import pytest

from streams.board.access.standing import Standing, standing_of

AGENCIES = ("dishub", "dlh")


@pytest.mark.parametrize("word", ["operator", "council", "admin", "agency:dishub"])
def test_a_word_is_a_role_and_back(word: str) -> None:
    standing = standing_of(word, AGENCIES)
    assert standing
    assert standing.word == word


@pytest.mark.parametrize(
    "word", ["", "agency", "agency:", "agency:nobody", "dishub", "Operator", "operator ", "offline_access"]
)
def test_a_word_that_is_none_gives_nothing(word: str) -> None:
    assert standing_of(word, AGENCIES) is None


def test_only_an_agency_names_one() -> None:
    assert standing_of("agency:dlh", AGENCIES) == Standing("agency", "dlh")
