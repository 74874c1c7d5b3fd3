import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from streams.core.dedupe.grams import LONGEST, TOGETHER, Rarity, grams, grams_of


@pytest.mark.parametrize("text", ["", "?!", "a", " .x. "])
def test_so_short_a_text_has_no_grams(text: str) -> None:
    assert grams(text) == b""


@pytest.mark.parametrize(
    ("one", "other"),
    [("Banjir di Jatiasih", "banjir, di  JATIASIH!"), ("x" * LONGEST + "a", "x" * LONGEST + "b")],
)
def test_case_marks_and_what_is_beyond_the_longest_do_not_matter(one: str, other: str) -> None:
    assert grams(one) == grams(other)


@given(st.text())
def test_each_gram_stands_once_in_two_bytes(text: str) -> None:
    found = grams(text)
    pairs = [found[at : at + 2] for at in range(0, len(found), 2)]
    assert len(pairs) == len(set(pairs))


@given(st.lists(st.text("ab é", max_size=9), max_size=6))
def test_a_text_has_the_same_grams_beside_others(texts: list[str]) -> None:
    assert grams_of(texts) == [grams(text) for text in texts]


def test_there_may_be_more_texts_than_are_taken_together() -> None:
    texts = [f"laporan nomor {number}" for number in range(2 * TOGETHER + 1)]
    assert grams_of(texts) == [grams(text) for text in texts]


def rarity(*texts: str) -> Rarity:
    known = Rarity()
    for text in texts:
        known.add(grams(text))
    return known


def test_the_same_text_is_wholly_alike_and_another_not_at_all() -> None:
    known = rarity("banjir di jatiasih", "lampu mati")
    same, other = known.cosines(
        grams("banjir di jatiasih"), [grams("banjir di jatiasih"), grams("lampu mati")]
    )
    assert same == pytest.approx(1, abs=1e-5)
    assert other == pytest.approx(0, abs=1e-5)


def test_a_run_weighs_the_more_the_fewer_hold_it() -> None:
    """` aa ` and ` bb ` are held by two texts of three, `aa b` and `a bb` by one."""
    known = rarity("aa", "bb", "aa bb")
    rare, usual = (math.log((1 + 3) / (1 + held)) + 1 for held in (1, 2))
    own, other = grams("aa"), grams("aa bb")
    assert (len(own), len(other)) == (2, 8)
    expected = usual / math.sqrt(2 * usual**2 + 2 * rare**2)
    assert known.cosines(own, [other, own]) == pytest.approx([expected, 1], abs=1e-5)


def test_one_question_leaves_no_trace_in_the_next() -> None:
    known = rarity("banjir di jatiasih", "lampu mati")
    known.cosines(grams("banjir di jatiasih"), [grams("lampu mati")])
    [other] = known.cosines(grams("lampu mati"), [grams("banjir di jatiasih")])
    assert other == pytest.approx(0, abs=1e-6)


def test_what_everybody_writes_counts_for_less() -> None:
    """The words "mohon bantuannya" bind two reports less where all begin with it."""
    pair = grams("mohon bantuannya lampu mati"), [grams("mohon bantuannya jalan rusak")]
    usual = rarity(*(f"mohon bantuannya {number}" for number in range(50)))
    rare = rarity(*(f"laporan nomor {number}" for number in range(50)))
    assert usual.cosines(*pair)[0] < rare.cosines(*pair)[0]


@given(st.lists(st.text("ab ", max_size=12), max_size=6), st.lists(st.text("ab ", max_size=12), max_size=6))
def test_removing_undoes_adding(kept: list[str], gone: list[str]) -> None:
    known = rarity(*kept, *gone)
    for text in gone:
        known.remove(grams(text))
    expected = rarity(*kept)
    for one in (known, expected):
        one._count()
    assert (known.texts, known._documents.tolist()) == (expected.texts, expected._documents.tolist())
