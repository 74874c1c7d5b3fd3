"""What reporters are told: who acts and who must, since when, and why."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from schemas.life import Step
from streams.core.life.messages import WHY_LENGTH, stands_of, stands_words, told_words
from tests.unit.core.reports import NOON
from tests.unit.core.told import LATER, SMALL, incident, living, saying, work


@pytest.mark.parametrize("step", Step)
def test_where_it_stands_has_the_name_of_its_step(step: Step) -> None:
    assert stands_of(living(step, work("air", Step.RESOLVED, proven=True))) == str(step)


def test_a_fix_that_one_agency_did_not_show_is_not_proven() -> None:
    works = (work("air", Step.RESOLVED, proven=True), work("sar", Step.RESOLVED, proven=False))
    assert stands_of(living(Step.RESOLVED, *works, agencies=("air", "sar"))) == "unproven"
    assert stands_of(living(Step.CONFIRMED, *works, agencies=("air", "sar"))) == "confirmed"
    assert stands_of(living(Step.ON_SITE, *works, agencies=("air", "sar"))) == "on_site"


@pytest.mark.parametrize(
    ("agencies", "words"),
    [
        (("air",), "Dinas Air"),
        (("air", "sar"), "Dinas Air serta Dinas Sar"),
        (("air", "sar", "layanan"), "Dinas Air, Dinas Sar serta Dinas Layanan"),
        (("air", "gone"), "Dinas Air serta gone"),
        ((), "instansi terkait"),
    ],
)
def test_agencies_are_named(agencies: tuple[str, ...], words: str) -> None:
    assert told_words("received", incident(*agencies), saying("ke {agencies}"), at=NOON) == f"ke {words}"


@pytest.mark.parametrize(
    ("step", "words"),
    [
        (Step.ACCEPTED, "Dinas Air"),
        (Step.ON_SITE, "Dinas Sar serta Dinas Layanan"),
        (Step.RESOLVED, "Dinas Layanan"),
        (Step.CONFIRMED, "Dinas Layanan"),
        (Step.CLOSED, "Dinas Layanan"),
        (Step.REOPENED, "Dinas Air, Dinas Sar serta Dinas Layanan"),
    ],
)
def test_who_brought_it_there_is_named(step: Step, words: str) -> None:
    works = (
        work("air", Step.ACCEPTED),
        work("sar", Step.ON_SITE),
        work("layanan", Step.RESOLVED, proven=True),
    )
    lives = living(step, *works, agencies=("air", "sar", "layanan"))
    assert stands_words(lives, saying("{agency}"), at=LATER) == words


def test_who_could_not_is_not_said_to_have_done_it() -> None:
    works = (work("air", Step.CANNOT), work("sar", Step.RESOLVED, proven=True))
    lives = living(Step.RESOLVED, *works, agencies=("air", "sar"))
    assert stands_words(lives, saying("{agency}"), at=LATER) == "Dinas Sar"


def test_who_acted_is_named_and_since_when_it_is_there() -> None:
    early = LATER - timedelta(hours=1)
    works = (work("air", Step.ON_SITE, at=early), work("sar", Step.ON_SITE))
    lives = living(Step.ON_SITE, *works, agencies=("air", "sar"), at=early)
    catalog = saying("{agency} {time}")
    assert told_words("on_site", lives, catalog, at=LATER, agency="sar") == "Dinas Sar pukul 14.00"
    assert stands_words(lives, catalog, at=LATER) == "Dinas Air serta Dinas Sar pukul 13.00"


def test_who_left_it_is_still_named() -> None:
    refused = replace(incident("air"), released=("sar",))
    words = told_words(
        "forwarded", refused, saying("{agency}: {why}, {agencies}"), at=NOON, agency="sar", why="bukan kami."
    )
    assert words == "Dinas Sar: bukan kami, Dinas Air"


def test_a_partner_acts_in_the_name_of_its_agency() -> None:
    lives = living(Step.ACCEPTED, work("air", Step.ACCEPTED, partner="mitra_satu"))
    catalog, partner = saying("{agency}"), "Dinas Mitra_Satu atas nama Dinas Air"
    assert told_words("accepted", lives, catalog, at=LATER, agency="mitra_satu") == partner
    assert stands_words(lives, catalog, at=LATER) == partner
    assert told_words("resolved", lives, catalog, at=LATER, agency="air") == "Dinas Air"


@pytest.mark.parametrize(
    ("at", "words"),
    [
        (LATER, "pukul 14.00"),
        (datetime(2026, 11, 24, 16, 59, tzinfo=UTC), "pukul 14.00"),
        (datetime(2026, 11, 24, 17, 0, tzinfo=UTC), "24 November 2026 pukul 14.00"),
        (NOON - timedelta(days=1), "24 November 2026 pukul 14.00"),
    ],
)
def test_a_time_has_its_date_on_other_days_of_the_city(at: datetime, words: str) -> None:
    assert stands_words(living(Step.ON_SITE), saying("{time}"), at=at) == words


def test_nothing_happened_since_it_was_opened() -> None:
    assert stands_words(incident("air"), saying("{time}"), at=NOON) == "pukul 12.00"


@pytest.mark.parametrize(("voices", "words"), [(13, "13 12"), (1, "1 0"), (0, "0 0")])
def test_citizens_are_counted(voices: int, words: str) -> None:
    told = told_words("joined", incident("air", voices=voices), saying("{voices} {others}"), at=NOON)
    assert told == words


def test_what_and_where() -> None:
    there = replace(incident("air"), place_words=" di\n sana ")
    found = told_words("received", there, saying("{place} {category}"), at=NOON)
    assert found == "di sana Banjir"
    gone = replace(incident("air"), category="gone")
    assert told_words("received", gone, saying("{category}"), at=NOON) == "gone"


@pytest.mark.parametrize(
    ("why", "words"),
    [
        ("bukan wewenang kami", "bukan wewenang kami."),
        ("  bukan\n wewenang  kami. ", "bukan wewenang kami."),
        ("sudah dibongkar!?...", "sudah dibongkar."),
        ("bukan\x1b[31m kami\x07\u202e\u200b!!", "bukan [31m kami."),
        ("\u200b\x07", "tidak disebutkan."),
        ("", "tidak disebutkan."),
        (" . ", "tidak disebutkan."),
        ("{agency} {0} {}", "{agency} {0} {}."),
        ("kabel, " * 100, ("kabel, " * 16)[:-2] + " dst."),
        ("ada   " * 25, "ada " * 24 + "ada."),
        ("a" * 1_000, "a" * 116 + " dst."),
    ],
)
def test_a_reason_is_part_of_a_sentence(why: str, words: str) -> None:
    told = told_words("cannot", incident("air"), saying("{why}."), at=NOON, agency="air", why=why)
    assert told == words
    assert len(told) <= WHY_LENGTH + 1


def test_how_long_it_usually_takes_is_told_where_it_is_known() -> None:
    catalog = saying("Diterima.{usually}")
    told = told_words("accepted", incident("air"), catalog, at=NOON, usual="1-3 hari")
    assert told == "Diterima. Biasanya 1-3 hari."
    assert told_words("accepted", incident("air"), catalog, at=NOON) == "Diterima."


@pytest.mark.parametrize("step", [Step.RESOLVED, Step.CONFIRMED, Step.CLOSED, Step.CANNOT])
def test_how_long_it_takes_is_not_told_of_what_is_over(step: Step) -> None:
    assert (
        told_words("joined", living(step), saying("Diterima.{usually}"), at=LATER, usual="1 hari")
        == "Diterima."
    )


def test_who_joins_hears_where_it_stands() -> None:
    told = told_words(
        "joined", living(Step.ON_SITE, work("air", Step.ON_SITE)), SMALL, at=LATER, usual="1 hari"
    )
    assert told == "2 warga lain; Dinas Air di lokasi sejak pukul 14.00. Biasanya 1 hari."
