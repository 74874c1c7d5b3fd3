import pytest

from streams.core.locate.spelling import Dictionary

WORDS = Dictionary.of({"jakasampurna", "pekayonjaya", "summarecon", "bintara", "galaxy"}, {"bintaro"})


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("jakasampurn", "jakasampurna"),
        ("jakasampuna", "jakasampurna"),
        ("jakasampurnaa", "jakasampurna"),
        ("jakasampruna", "jakasampurna"),
        ("jakasempurna", "jakasampurna"),
        ("sumarecon", "summarecon"),
        ("summarecom", "summarecon"),
        ("bimtara", "bintara"),
    ],
)
def test_one_fault_in_a_long_word_is_mended(written: str, meant: str) -> None:
    assert WORDS.corrected(written) == meant


@pytest.mark.parametrize(
    "word",
    [
        "jakasampurna",  # right already
        "bintaro",  # another known word
        "galaxi",  # too short
        "jakasampun",  # two faults
        "akasampurna",  # the first letter
        "sumarekon",
        "x" * 5_000,
        "",
    ],
)
def test_anything_else_stays(word: str) -> None:
    assert WORDS.corrected(word) is None


def test_a_word_that_two_may_be_meant_by_stays() -> None:
    both = Dictionary.of({"pasarama", "pasarana"}, ())
    assert both.corrected("pasaraa") is None


def test_the_first_letter_is_never_mended() -> None:
    assert WORDS.corrected("tintara") is None
    assert WORDS.corrected("akasampurna") is None
