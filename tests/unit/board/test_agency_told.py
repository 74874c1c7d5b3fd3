"""What the page of an agency says of it."""

from datetime import date

import pytest

from schemas.catalog.planned import PlannedWork
from streams.board.agency_page.told import matters_of, planned_of, public_agency
from streams.board.agency_page.words import AGENCY_WORDS, hours_words, share_words
from tests.unit.core.bekasi import CATALOG

TODAY = date(2026, 11, 28)
DISHUB = CATALOG.agencies["dishub"]


def planned(name: str, begins: date, ends: date, **more: object) -> PlannedWork:
    return PlannedWork.model_validate({"name": name, "begins": begins, "ends": ends, **more})


def test_what_is_planned_comes_in_its_order_and_what_is_over_not_at_all() -> None:
    works = (
        planned("Nanti", date(2027, 1, 4), date(2027, 1, 9), areas=("bekasi_selatan", "margahayu")),
        planned("Kini", TODAY, TODAY, english="Now", where="Jalan Ahmad Yani"),
        planned("Lewat", date(2026, 1, 1), date(2026, 11, 27)),
    )
    agency = DISHUB.model_copy(update={"planned": works})
    now, later = planned_of(agency, CATALOG, TODAY, "id")
    assert (now.name, now.now, now.where) == ("Kini", True, "Jalan Ahmad Yani")
    assert (later.name, later.now, later.where) == ("Nanti", False, "Bekasi Selatan, Margahayu")
    assert later.when == "4 Januari 2027 sampai 9 Januari 2027"
    english, _ = planned_of(agency, CATALOG, TODAY, "en")
    assert (english.name, english.when) == ("Now", "28 November 2026 to 28 November 2026")


def test_what_it_takes_care_of_follows_the_routes_of_the_day() -> None:
    def named(day: date) -> set[str]:
        return {one.name for one in matters_of(DISHUB, CATALOG, day, "id")}

    lamps = CATALOG.categories["street_light"].label
    assert lamps in named(TODAY)
    assert lamps not in named(date(2024, 6, 1))
    told = {one.name: (one.accept, one.resolve) for one in matters_of(DISHUB, CATALOG, TODAY, "id")}
    # Of an emergency around the clock; else in hours of offices, of which eight or nine are a day.
    assert told[CATALOG.categories["accident"].label] == ("15 menit", "3 jam")
    assert all(one.endswith("jam kerja") for one in told[lamps])


def test_only_who_is_routed_to_has_a_page() -> None:
    assert public_agency(CATALOG, "dishub") == DISHUB
    assert [public_agency(CATALOG, id) for id in ("poc", "mitra_contoh_jalan", "nobody")] == [None] * 3


@pytest.mark.parametrize(
    ("hours", "indonesian", "english"),
    [
        (None, "belum diketahui", "not known yet"),
        (0.25, "15 menit", "15 min"),
        (2.5, "2,5 jam", "2.5 h"),
        (40.0, "40 jam", "40 h"),
        (60.0, "2,5 hari", "2.5 days"),
    ],
)
def test_spans_are_told_in_both_languages(hours: float | None, indonesian: str, english: str) -> None:
    assert (hours_words(hours, "id"), hours_words(hours, "en")) == (indonesian, english)


def test_shares_are_of_a_hundred_and_all_words_have_both_languages() -> None:
    assert (share_words(0.876, "id"), share_words(None, "en")) == ("88%", "not known yet")
    assert share_words(0.999, "en") == "99%", "as the council is told"
    assert all(set(words) == {"id", "en"} for words in AGENCY_WORDS.values())
