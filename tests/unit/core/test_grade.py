"""Urgency comes from events that a text tells, not from words that occur in it."""

import time
from collections.abc import Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from streams.core.grade import Grades, grade
from streams.core.spelling import plain
from tests.unit.core.bekasi import CATALOG
from tests.unit.core.catalog import small_catalog
from tests.unit.core.graded import BEKASI, EMERGENCY, HIGH, NORMAL, graded

SMALL = Grades.of(small_catalog())


def test_a_category_has_its_usual_urgency() -> None:
    found = grade(SMALL, "banjir", "ada air")
    assert (found.urgency, found.rule) == (NORMAL, "biasanya untuk banjir")


def test_an_urgent_phrase_raises_it_and_is_named() -> None:
    found = grade(SMALL, "banjir", "air masuk rumah")
    assert (found.urgency, found.rule) == (HIGH, "kata 'masuk rumah'")


def test_the_most_urgent_phrase_wins_wherever_it_stands() -> None:
    for text in ("warga terjebak, air masuk rumah", "air masuk rumah, warga terjebak"):
        found = grade(SMALL, "banjir", text)
        assert (found.urgency, found.rule) == (EMERGENCY, "kata 'terjebak'")


def test_a_phrase_never_lowers() -> None:
    urgent = small_catalog().categories["banjir"].model_copy(update={"urgency": EMERGENCY})
    catalog = small_catalog().model_copy(update={"categories": {"banjir": urgent}})
    assert grade(Grades.of(catalog), "banjir", "masuk rumah").rule == "biasanya untuk banjir"


@pytest.mark.parametrize(
    ("category", "text", "rule"),
    [
        ("road_damage", "sudah ada korban di lubang itu", "kata 'ada korban'"),
        ("flood", "air di dapur 80 cm", "air 80 cm"),
        ("flood", "air udh selutut di gang kami", "air setinggi lutut (50 cm)"),
        ("accident", "dua motor adu banteng, 2 org luka", "2 orang luka"),
        ("illegal_parking", "ambulance gk bs lewat gara2 parkir", "ambulans tidak bisa lewat"),
        ("flood", "genangan di gang", "biasanya untuk flood"),
        ("flood", "banjir di rt 2, ada bayi", "biasanya untuk flood, dan ada bayi"),
        ("fire", "takut kebakaran", "bukan kejadian: 'takut'"),
        ("medical_emergency", "bapak pingsan tadi, sudah ditangani", "sudah lewat: 'sudah ditangani'"),
    ],
)
def test_the_rule_that_decided_is_named(category: str, text: str, rule: str) -> None:
    assert grade(BEKASI, category, text).rule == rule


WORDS = (
    *(
        "ada",
        "tidak",
        "korban",
        "takut",
        "banjir",
        "2",
        "orang",
        "luka",
        "1,5",
        "m",
        "cm",
        "selutut",
        "sudah",
    ),
    *("padam", "?", ".", ",", "tapi", "api", "kebakaran", "bayi", "ambulans", "bisa", "lewat", "se", "lutut"),
    *("satu", "setengah", "meter", "an", "\u202e", "\u0430"),
)
ANY_TEXT = st.text(max_size=300) | st.lists(st.sampled_from(WORDS), max_size=40).map(" ".join)


PHRASES = [
    phrase
    for events in (CATALOG.urgency.people, CATALOG.urgency.dangers)
    for phrase in (*events.high, *events.emergency)
]


@st.composite
def typed_phrases(draw: st.DrawFn, phrases: Sequence[str]) -> str:
    """A phrase of the catalog as somebody types it: a member for each group, slang, letters doubled."""
    words = []
    for part in draw(st.sampled_from(phrases)).split():
        word = draw(st.sampled_from(CATALOG.urgency.groups[part[1:-1]])) if part.startswith("<") else part
        word = draw(st.sampled_from((word, *CATALOG.urgency.spellings.get(word, ()))))
        at = draw(st.integers(0, len(word) - 1))
        times = draw(st.sampled_from((1, 1, 2, 5)))
        words.append(word[:at] + word[at] * times + word[at + 1 :])
    return " ".join(words)


MARKS = st.text(st.sampled_from(" .,?!"), max_size=2)


@given(typed_phrases(PHRASES), MARKS)
def test_the_glance_that_spares_reading_overlooks_no_phrase(phrase: str, mark: str) -> None:
    assert BEKASI.glance.sees(plain(f"tadi pagi {phrase}{mark}"))


@given(typed_phrases((*PHRASES, *CATALOG.urgency.at_risk.people)), MARKS)
def test_where_people_are_at_risk_the_glance_overlooks_none_of_them(phrase: str, mark: str) -> None:
    assert BEKASI.glance_at_risk.sees(plain(f"tadi pagi {phrase}{mark}"))


@given(ANY_TEXT, st.sampled_from(sorted(CATALOG.categories)))
def test_no_text_raises_an_error_and_the_same_text_the_same_grade(text: str, category: str) -> None:
    assert grade(BEKASI, category, text) == grade(BEKASI, category, text)


@given(ANY_TEXT, st.sampled_from(sorted(CATALOG.categories)))
def test_an_event_in_a_sentence_of_its_own_is_heard_whatever_stands_before(text: str, category: str) -> None:
    assert graded(category, f"{text}\nada korban luka parah di sini") is EMERGENCY


@given(ANY_TEXT, st.sampled_from(["flood", "road_damage", "street_light", "park"]))
def test_where_the_usual_is_low_nothing_lowers_it(text: str, category: str) -> None:
    assert graded(category, text).rank >= CATALOG.categories[category].urgency.rank


@given(st.text(st.sampled_from("\u200b\u200e\u200f\u202a\u202e\u00ad\u0301"), max_size=3))
def test_invisible_marks_hide_no_event(mark: str) -> None:
    assert graded("road_damage", f"ada {mark.join('korban')} luka") is EMERGENCY


def test_look_alikes_hide_no_event() -> None:
    assert graded("road_damage", "\u0430d\u0430 k\u043erb\u0430n") is EMERGENCY


@pytest.mark.parametrize(
    "unit",
    [
        *("a", "\u0430", "\u202e", "\ufdfa", "\u0301", "\U0001f600", "1", "1,", ".", "\n", "korban"),
        *("ada ", "tidak ", "an m ", "2 orang luka ", "takut? ", "banjir 1 m ", "se lutut "),
        *("ada tidak korban sudah padam ", "kebakaran sudah padam ", "sudah padam kebakaran "),
    ],
)
def test_long_texts_take_linear_time(unit: str) -> None:
    text = (unit * 10_000)[:10_000]
    start = time.process_time()
    graded("flood", text)
    assert time.process_time() - start < 0.5
