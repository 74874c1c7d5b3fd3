"""What is looked at in a photo of a fix, in the words that agencies and operators read."""

from dataclasses import replace
from datetime import timedelta

import pytest

from schemas.heard import Alike, Check
from schemas.report import Photo
from streams.core.life.proof import Asked, checks_of
from tests.unit.core.reports import NOON, point
from tests.unit.core.words import proof

H = timedelta(hours=1)
ASKED = Asked(since=NOON, until=NOON + H, place=point(error_m=10), near_m=100, seen={})
SEEN = "0f1e2d3c4b5a6978"
GOOD = proof()
METRE = 1 / 111_320


def found(photo: Photo, asked: Asked = ASKED) -> list[tuple[bool, str]]:
    """Of time, place and original."""
    checks = checks_of([photo], asked)
    assert [check.name for check in checks] == ["time", "place", "original"]
    return [(check.passed, check.words) for check in checks]


def test_a_good_photo_passes_all() -> None:
    assert found(GOOD) == [
        (True, "foto 1 diambil setelah tugas ini diteruskan"),
        (True, "foto 1 diambil 0 m dari tempat insiden, boleh paling jauh 110 m"),
        (True, "foto 1 belum pernah dikirim"),
    ]


@pytest.mark.parametrize(
    ("after", "words"),
    [
        (timedelta(0), "sebelum tugas ini diteruskan"),
        (timedelta(seconds=1), None),
        (H, None),
        (H + timedelta(seconds=1), "setelah dinyatakan selesai"),
    ],
)
def test_it_was_taken_after_the_task_came_and_before_it_was_done(after: timedelta, words: str | None) -> None:
    time, *others = found(proof(after=after))
    assert time == (words is None, f"foto 1 diambil {words or 'setelah tugas ini diteruskan'}")
    assert all(passed for passed, _ in others)


def test_without_its_time_or_place_it_shows_nothing() -> None:
    assert found(GOOD.model_copy(update={"taken_at": None}))[0] == (
        False,
        "foto 1 tanpa waktu pengambilan",
    )
    for lost in ({"lat": None}, {"lon": None}):
        assert found(GOOD.model_copy(update=lost))[1] == (False, "foto 1 tanpa koordinat")


@pytest.mark.parametrize(
    ("metres", "passed"), [(109.9, True), (110.1, False), (-109.9, True), (-110.1, False)]
)
def test_it_was_taken_near_with_what_the_place_may_be_off(metres: float, passed: bool) -> None:
    place = found(proof(north=metres * METRE))[1]
    assert place == (passed, "foto 1 diambil 110 m dari tempat insiden, boleh paling jauh 110 m")


def test_on_the_very_spot_is_near_enough_even_if_nothing_else_is() -> None:
    strict = replace(ASKED, place=point(error_m=0), near_m=0)
    assert found(GOOD, strict)[1] == (True, "foto 1 diambil 0 m dari tempat insiden, boleh paling jauh 0 m")


def test_where_nobody_knows_the_place_none_is_asked_for() -> None:
    nowhere = replace(ASKED, place=None)
    lost = GOOD.model_copy(update={"lat": None, "lon": None})
    assert found(lost, nowhere)[1] == (True, "tempat insiden tidak diketahui, foto 1 tidak dibandingkan")


@pytest.mark.parametrize(
    ("phash", "seen", "words"),
    [
        (None, None, "tanpa sidik gambar (phash)"),
        ("0" * 16, None, "hampir satu warna, tidak menunjukkan apa-apa"),
        (SEEN, Alike(SEEN, "report", "sorot:a", "i"), "sama dengan foto laporan sorot:a"),
        (SEEN.upper(), Alike(SEEN, "proof", "air/p1", "i"), "sama dengan bukti air/p1"),
    ],
)
def test_it_is_a_picture_that_nobody_sent_before(phash: str | None, seen: Alike | None, words: str) -> None:
    asked = replace(ASKED, seen={seen.photo: seen} if seen else {})
    assert found(proof(phash=phash), asked)[2] == (False, f"foto 1 {words}")


def test_no_photo_is_told_as_such() -> None:
    assert checks_of([], ASKED) == (Check("photo", passed=False, words="tidak ada foto perbaikan"),)


def test_one_good_photo_is_enough_and_is_the_one_that_is_told() -> None:
    checks = checks_of([proof(phash=None), GOOD, proof(after=9 * H)], ASKED)
    assert [check.passed for check in checks] == [True, True, True]
    assert all("foto 2 " in check.words for check in checks)


def test_of_none_that_is_good_everything_is_told() -> None:
    checks = checks_of([proof(phash=None), proof(after=9 * H)], ASKED)
    assert [check.passed for check in checks] == [True, True, False, False, True, True]
    assert [check.words[:6] for check in checks] == ["foto 1"] * 3 + ["foto 2"] * 3
