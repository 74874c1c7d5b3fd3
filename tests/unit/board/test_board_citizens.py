"""What pages for everybody say: numbers as people type them, both languages, nobody's words."""

from dataclasses import replace
from datetime import timedelta

import pytest

from schemas.life import Step
from sinks.reading_requests import KnownRequest
from streams.board.citizens.desk import COPIES_MAX
from streams.board.citizens.naming import category_name, moment_name, place_name, reached_by, voices_words
from streams.board.citizens.status import keys_of, status_of
from streams.board.citizens.words import CITIZENS_WORDS
from streams.http.language import Language
from streams.http.public_words import PUBLIC_STEP, PUBLIC_URGENCY
from tests.unit.core.bekasi import CATALOG
from tests.unit.core.reports import NOON, incident, point


@pytest.mark.parametrize(
    "typed",
    [
        "7k3m-q0zx-91hd",
        " 7k3m \u2013 q0zx \u2013 91hd ",
        "callcenter:7K3M-Q0ZX-91HD",
        "CALLCENTER: 7k3m-q0zx-91hd",
    ],
)
def test_a_number_is_taken_as_people_write_what_they_heard(typed: str) -> None:
    assert ("callcenter", "7k3m-q0zx-91hd") in keys_of(typed, CATALOG.channels)


def test_a_number_is_looked_for_as_it_is_too_and_nonsense_nowhere() -> None:
    assert keys_of("sorot:S-1024", CATALOG.channels) == [("sorot", "S-1024"), ("sorot", "s-1024")]
    assert {channel for channel, _ in keys_of("s-1", CATALOG.channels)} == set(CATALOG.channels)
    assert [keys_of(typed, CATALOG.channels) for typed in ("sorot:", "", "x" * 999, "\x00")] == [[]] * 4


@pytest.mark.parametrize("language", ["id", "en"])
def test_where_a_report_stands_is_told_without_a_word_of_anybody(language: Language) -> None:
    known = incident("a", place=point(), summary="Bu Siti kebanjiran")
    found = replace(known, place_words="rumah Bu Siti", category="flood")
    request = KnownRequest("sorot", "s-1", NOON, "Bu Siti kebanjiran", "rumah Bu Siti", point(), found)
    said = status_of(request, CATALOG, language, at=NOON + timedelta(hours=1))
    assert "Siti" not in str(said)
    assert said.category == {"id": "Banjir & genangan", "en": "Floods and standing water"}[language]
    assert said.step == PUBLIC_STEP[language][Step.DISPATCHED]
    assert bool(said.sentence) == (language == "id")


def test_all_is_named_in_both_languages() -> None:
    assert [category.id for category in CATALOG.categories.values() if not category.english] == []
    assert all(set(words) == {"id", "en"} and all(words.values()) for words in CITIZENS_WORDS.values())
    assert set(PUBLIC_STEP["en"]) == set(PUBLIC_STEP["id"])
    assert set(PUBLIC_URGENCY["en"]) == set(PUBLIC_URGENCY["id"])
    assert category_name(CATALOG, "gone", "en") == "gone"
    assert place_name(CATALOG, None, None, outside=False, language="en").endswith("exact place not known")
    assert place_name(CATALOG, None, None, outside=True, language="id") == "luar Kota Bekasi"
    assert moment_name(CATALOG, NOON, "en") == "24 November 2026, 12:00"
    assert moment_name(CATALOG, NOON, "id") == "24 November 2026 pukul 12.00"
    assert (voices_words(1, "en"), voices_words(2, "id")) == ("1 citizen reported it", "2 warga melapor")
    assert reached_by(CATALOG.channels["callcenter"], "en") == "Call 112 or 1500-444"
    assert reached_by(CATALOG.channels["poc"], "id") is None


def test_there_is_room_for_a_copy_of_every_page() -> None:
    languages, chosen_too = 2, 4
    pages = 3 + len(CATALOG.kelurahan) + 2 * len(CATALOG.agencies)
    assert pages * chosen_too + (1 + len(CATALOG.agencies)) * languages <= COPIES_MAX
