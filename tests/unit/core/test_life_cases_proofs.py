"""A fix that is shown, and one that is not, case by case, in the small city."""

from collections.abc import Sequence

import pytest

from schemas.life import Step
from schemas.progress import Said
from schemas.report import Photo
from tests.unit.core.reports import point
from tests.unit.core.story import H, Story, good
from tests.unit.core.words import proof, said


@pytest.mark.parametrize(
    ("photos", "found"),
    [
        ((), "tidak ada foto perbaikan"),
        ((proof(phash=None),), "tanpa sidik gambar"),
        ((proof(phash="0000000000000000"),), "hampir satu warna"),
        ((proof(after=-H),), "sebelum tugas ini diteruskan"),
        ((proof(after=9 * H),), "setelah dinyatakan selesai"),
        ((proof(north=0.01),), "dari tempat insiden"),
        ((proof(phash="0123456789abcdef"),), "sama dengan foto laporan sorot:a0"),
        ((proof(phash="0123456789ABCDEE"),), "sama dengan foto laporan sorot:a0"),
    ],
)
def test_a_fix_that_is_not_shown_is_not_proven(photos: Sequence[Photo], found: str):
    story = Story()
    story.report("a0", "x", photos=("u",), phash="0123456789abcdef")
    story.resolve(*photos)
    assert story.incident.life.step is Step.RESOLVED
    checks = story.books.lives.checks["air", "p1"]
    assert any(found in check.words and not check.passed for check in checks)
    [asked] = story.dispatches("pusat")
    assert (asked.kind, found in asked.why) == ("asked", True)
    assert story.heard("a0") == ["received", "unproven"]
    story.passes(2_000)
    assert story.incident.life.step is Step.RESOLVED


def test_one_good_photo_is_enough_and_none_is_good_twice():
    story = Story("x")
    story.resolve(proof(phash=None), good(story))
    assert story.incident.life.works[0].proven
    story.report("far", "z", place=point(3_000))
    other = next(one for one in story.books.incidents.values() if one.id != story.incident.id)
    story.books.take([said("air", other.id, Said.RESOLVED, id="q", after=2 * H, photos=(good(story),))])
    assert any("sama dengan bukti air/p1" in one.words for one in story.books.lives.checks["air", "q"])


def test_a_photo_without_its_time_may_be_sent_again_with_it():
    story = Story("x")
    untimed = good(story).model_copy(update={"taken_at": None})
    story.resolve(untimed)
    assert story.incident.life.works[0].proven is False
    story.resolve(good(story))
    assert story.incident.life.works[0].proven


def test_a_better_proof_may_follow_and_no_other_word():
    story = Story("x", "y")
    story.resolve()
    story.answers("a0", "yes")
    story.says("air", Said.ON_SITE)
    assert story.refused == ["not_now"]
    story.resolve(good(story))
    story.answers("a1", "yes")
    assert story.incident.life.step is Step.CONFIRMED


def test_operator_confirms_what_is_not_proven_and_that_is_the_end():
    story = Story("x")
    story.resolve()
    story.answers("a0", "yes")
    assert story.incident.life.step is Step.RESOLVED
    story.says("pusat", Said.CONFIRMED)
    assert story.incident.life.step is Step.CLOSED
    assert story.heard("a0")[-2:] == ["confirmed", "closed"]
    assert story.told("air")[-2:] == ["progress", "closed"]
