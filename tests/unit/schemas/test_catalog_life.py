"""What must hold in a catalog of the way back: messages, promises, proof, partners, the operator."""

from datetime import date, datetime, timedelta
from pathlib import Path
from typing import get_args

import pytest

from schemas.catalog import load
from schemas.catalog.check_messages import KNOWN_TOO
from schemas.catalog.messages import Stands, Told
from schemas.catalog.models import AgencyKind, Urgency
from tests.unit.schemas.written import GOOD, LIGHT, mistakes_of, write

CATALOG = load()
CITY = "city.toml"
MESSAGES = "messages.toml"
POC = "agencies/poc.toml"
PARTNER = "agencies/mitra.toml"
WITH_PARTNER = GOOD | {
    PARTNER: """\
name = "Mitra"
short = "Mitra"
handles = "lampu"
kind = "partner"

[[offers]]
categories = ["other"]

[[offers]]
categories = ["street_light"]
areas = ["margahayu", "bekasi_timur"]

[[planned]]
name = "Mengganti lampu"
begins = 2026-12-01
ends = 2026-12-24
areas = ["margahayu"]
"""
}
OWN_PROMISES = """\
[promises]
low = { accept_h = 8, resolve_h = 8, operator_after_h = 0 }
normal = { accept_h = 4, resolve_h = 8, operator_after_h = 0 }
high = { accept_h = 4, resolve_h = 8, operator_after_h = 0 }
emergency = { accept_h = 4, resolve_h = 8, operator_after_h = 0 }

[[routes]]"""
ROUTES = "[[routes]]"

Change = tuple[str, str]

MISTAKES: list[tuple[str, Change, int, str]] = [
    (CITY, ("[2026-01-01]", "[2026-01-01, 2026-01-01]"), 24, "working.holidays: 2026-01-01 stands 2 times"),
    (CITY, ("16:00:00", "08:00:00"), 26, "ends: is not after begins"),
    (CITY, ("days = [1,", "days = [1, 1,"), 23, "shifts: a day stands in two of them"),
    (CITY, ("5]\nbegins", "8]\nbegins"), 27, "less than or equal to 7"),
    (CITY, ("resolve_h = 40", "resolve_h = 7"), 33, "promises.normal.resolve_h: is shorter than accept_h"),
    (CITY, ("accept_h = 8", "accept_h = 17"), 33, "promises.normal.accept_h: promises less than for low"),
    (
        CITY,
        ("resolve_h = 16,", "resolve_h = 41,"),
        34,
        "promises.high.resolve_h: promises less than for normal",
    ),
    (CITY, ("= 4 }", "= 4, around_the_clock = true }"), 34, "promises.high.around_the_clock: promises less"),
    (CITY, ("normal = {", "norml = {"), 33, "did you mean 'normal'"),
    (CITY, ("reopen_share = 0.5", "reopen_share = 0"), 42, "greater than 0"),
    (CITY, ("near_m", "near"), 38, "did you mean 'near_m'"),
    (LIGHT, (ROUTES, OWN_PROMISES.replace("normal", "norml")), 11, "did you mean 'normal'"),
    (LIGHT, (ROUTES, OWN_PROMISES.replace("= 4", "= 9", 1)), 11, "promises.normal.accept_h: promises less"),
    (
        LIGHT,
        (ROUTES, OWN_PROMISES.replace("resolve_h = 8", "resolve_h = 7", 1)),
        10,
        "promises.low.resolve_h",
    ),
    (LIGHT, (ROUTES, f"[votes]\nquorum = 3\n\n{ROUTES}"), 9, "votes.silence_h: Field required"),
    (LIGHT, ("words = [", "private = true\nwords = ["), 5, "proof: a private matter is shown to nobody"),
    (LIGHT, ('agency = "dishub"', 'agency = "poc"'), 15, "routes.1.agency: 'poc' is of kind operator"),
    (LIGHT, ('agency = "dishub"', 'agency = "mitra"'), 15, "routes.1.agency: 'mitra' is of kind partner"),
    (POC, ('"operator"', '"oprator"'), 4, "did you mean 'operator'"),
    (POC, ('"operator"', '"partner"'), 4, "kind: a partner offers something"),
    (PARTNER, ('"partner"', '"agency"'), 6, "offers: only partners offer"),
    (
        PARTNER,
        ('"street_light"', '"street_ligth"'),
        10,
        "offers.1.categories: unknown 'street_ligth'; did you",
    ),
    (PARTNER, ('"margahayu"', '"margahayuu"'), 11, "offers.1.areas: unknown 'margahayuu'; did you mean"),
    (PARTNER, ('areas = ["margahayu"]', 'areas = ["marga"]'), 17, "planned.0.areas: unknown 'marga'; did"),
    (PARTNER, ("2026-12-24", "2026-11-30"), 13, "ends: is before begins"),
    (PARTNER, ('["other"]', "[]"), 7, "at least 1"),
    (MESSAGES, ("= 6", "= 0"), 1, "greater than or equal to 1"),
    (MESSAGES, ("Biasanya {range}", "Biasanya lama"), 2, "usually: does not say {range}"),
    (MESSAGES, ("Biasanya {range}", "Biasanya {range} {time}"), 2, "usually: {time} is not known here"),
    (
        MESSAGES,
        ("accepted =", "acepted ="),
        7,
        "told.acepted: unknown word 'acepted'; did you mean 'accepted'",
    ),
    (MESSAGES, ('closed = "Ditutup."\n', ""), 4, "told.closed: is missing"),
    (MESSAGES, ('closed = "ditutup"\n', ""), 18, "stands.closed: is missing"),
    (
        MESSAGES,
        ("{agency} menerima", "{agenci} menerima"),
        7,
        "{agenci} is not known here; did you mean 'agenc",
    ),
    (MESSAGES, ("Dipastikan.", "Dipastikan: {why}."), 13, "told.confirmed: {why} is not known here"),
    (MESSAGES, ('"dipastikan"', '"dipastikan {others}{usually}"'), 25, "stands.confirmed: {usually} is not"),
    (MESSAGES, ("Ditutup.", "Ditutup {."), 14, "told.closed: has a brace that is no placeholder"),
    (MESSAGES, ("Ditutup.", "Ditutup {}."), 14, "told.closed: has a brace that is no placeholder"),
    (MESSAGES, ("Ditutup.", "Ditutup {{agency}}."), 14, "told.closed: has a brace that is no placeholder"),
    (MESSAGES, ("Ditutup.", "Ditutup {agency!r}."), 14, "told.closed: has a brace that is no placeholder"),
    (MESSAGES, ("Ditutup.", "Ditutup {agency.name}."), 14, "told.closed: has a brace that is no placeholder"),
]


ALLOWED: list[tuple[str, Change]] = [
    (CITY, ("= 2 }", "= 2, around_the_clock = true }")),
    (LIGHT, (ROUTES, OWN_PROMISES)),
    (LIGHT, (ROUTES, f"[votes]\nquorum = 1\nreopen_share = 1\nsilence_h = 1\ncloses_h = 0\n\n{ROUTES}")),
    (PARTNER, ('areas = ["margahayu", "bekasi_timur"]', "")),
    (
        MESSAGES,
        ("Ditutup.", "{category} di {place}, {voices} warga: ditutup {time}, {agency} dan {agencies}."),
    ),
]


def changed(folder: Path, file: str, change: Change) -> Path:
    assert change[0] in WITH_PARTNER[file]
    return write(folder, WITH_PARTNER | {file: WITH_PARTNER[file].replace(*change, 1)})


@pytest.mark.parametrize(("file", "change", "line", "message"), MISTAKES)
def test_mistake_is_shown_at_its_line(
    tmp_path: Path, file: str, change: Change, line: int, message: str
) -> None:
    found = mistakes_of(changed(tmp_path, file, change))
    assert any(at == file and row == line and message in text for at, row, text in found), found


@pytest.mark.parametrize(("file", "change"), ALLOWED)
def test_this_is_no_mistake(tmp_path: Path, file: str, change: Change) -> None:
    load(changed(tmp_path, file, change))


def test_no_company_is_told_of_what_is_private(tmp_path: Path) -> None:
    private = GOOD[LIGHT].replace("words = [", "private = true\nproof = false\nwords = [", 1)
    load(write(tmp_path, GOOD | {LIGHT: private}))
    found = mistakes_of(write(tmp_path, WITH_PARTNER | {LIGHT: private}))
    message = "offers.1.categories: 'street_light' is private, no company is told of it"
    assert found == [(PARTNER, 10, message)]


def test_exactly_one_decides(tmp_path: Path) -> None:
    none = GOOD | {POC: GOOD[POC].replace('"operator"', '"agency"')}
    found = mistakes_of(write(tmp_path / "none", none))
    assert found == [("agencies", 1, "none is of kind operator: somebody must decide")]
    found = mistakes_of(write(tmp_path / "two", GOOD | {"agencies/zzz.toml": GOOD[POC]}))
    assert found == [("agencies/zzz.toml", 4, "kind: 'poc' is the operator already")]


def test_an_operator_with_a_mistake_is_not_missing_too(tmp_path: Path) -> None:
    found = mistakes_of(write(tmp_path, GOOD | {POC: GOOD[POC].replace("short", "shrt")}))
    assert {file for file, _, _ in found} == {POC}


def test_the_city_has_every_word() -> None:
    assert set(CATALOG.messages.told) == set(get_args(Told)) >= set(KNOWN_TOO)
    assert set(CATALOG.messages.stands) == set(get_args(Stands))
    assert CATALOG.operator.id == "poc"


def test_offices_are_open_as_long_as_the_decree_says() -> None:
    """37.5 hours without the breaks: one hour, and one and a half on Friday."""
    day = date(2026, 11, 23)
    open_h = sum(
        (datetime.combine(day, shift.ends) - datetime.combine(day, shift.begins))
        / timedelta(hours=1)
        * len(shift.days)
        for shift in CATALOG.city.working.shifts
    )
    assert open_h == 37.5 + 4 * 1 + 1.5
    assert sorted(day for shift in CATALOG.city.working.shifts for day in shift.days) == [1, 2, 3, 4, 5]


def test_holidays_of_2026_are_those_of_the_decree() -> None:
    """17 national holidays and 8 days of cuti bersama, all of these on working days."""
    days = [day for day in CATALOG.city.working.holidays if day.year == 2026]
    assert len(days) == 25
    assert len([day for day in days if day.isoweekday() <= 5]) == 25 - 4


def test_an_emergency_is_promised_around_the_clock() -> None:
    promises = [entry.promises for entry in CATALOG.categories.values() if entry.promises]
    assert len(promises) == 5
    for promise in (CATALOG.city.promises, *promises):
        assert promise.of(Urgency.EMERGENCY).around_the_clock
        assert promise.of(Urgency.EMERGENCY).accept_h <= 0.25


def test_partners_of_the_city_say_that_they_are_examples() -> None:
    partners = [agency for agency in CATALOG.agencies.values() if agency.kind is AgencyKind.PARTNER]
    assert len(partners) == 3
    for partner in partners:
        assert partner.id.startswith("mitra_contoh_")
        assert partner.name.startswith("Mitra Contoh ")
        assert partner.handles.startswith("Contoh, bukan mitra nyata: ")


@pytest.mark.parametrize("category", ["fire", "accident", "medical_emergency", "civil_registry", "other"])
def test_nobody_must_photograph_what_cannot_be_shown(category: str) -> None:
    assert not CATALOG.categories[category].proof


@pytest.mark.parametrize("category", ["traffic_jam", "illegal_dumping", "road_damage", "street_light"])
def test_what_can_be_seen_must_be_shown(category: str) -> None:
    assert CATALOG.categories[category].proof


def test_a_jam_is_forgotten_within_hours() -> None:
    votes = CATALOG.categories["traffic_jam"].votes
    assert votes
    assert votes.silence_h <= 6 < CATALOG.city.votes.silence_h
