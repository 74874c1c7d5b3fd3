"""Tails, clocks, rates and counts: the figures behind storms."""

import math
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from schemas.event import Area
from schemas.incident import Point
from schemas.storm import Occurrence
from streams.core.geo import DEGREE_M
from streams.core.storms import clock
from streams.core.storms.areas import CITY, Areas, area_of, zones_of
from streams.core.storms.rates import ALL_HOURS, Guess, Rates
from streams.core.storms.recent import Recent, Window
from streams.core.storms.tail import tail
from tests.unit.core.catalog import small_catalog
from tests.unit.core.reports import point

AREAS = Areas.of(small_catalog())
ANGGREK = Area("barat", "anggrek")
BAKUNG = Area("barat", "bakung")
CEMPAKA = Area("timur", "cempaka")
DAY_S = 86_400.0
START = datetime(2026, 1, 5, tzinfo=UTC).timestamp()


def rates() -> Rates:
    half_life_s = 8 * 7 * DAY_S
    return Rates(AREAS, Guess(1.0, 4), half_life_s, ZoneInfo("Asia/Jakarta"), clock.start(START))


def passed(days: float, each: float = 0.5) -> Rates:
    """After so many days without a word."""
    made = rates()
    for step in range(int(days / each) + 1):
        made.hear(START + step * each * DAY_S)
    return made


@pytest.mark.parametrize(("count", "mean"), [(0, 1.0), (1, 0.1), (3, 0.5), (6, 1.5), (9, 9.0)])
def test_a_rate_that_is_sure_gives_the_tail_of_poisson(count: int, mean: float) -> None:
    below = sum(math.exp(-mean) * mean**n / math.factorial(n) for n in range(count))
    assert tail(count, mean, 1e9) == pytest.approx(1 - below, rel=1e-4)


@given(st.integers(1, 200), st.floats(1e-4, 50), st.floats(0.1, 1e4))
def test_more_is_more_surprising_and_doubt_makes_far_more_less_so(
    count: int, mean: float, shape: float
) -> None:
    assert 0 <= tail(count + 1, mean, shape) <= tail(count, mean, shape) * (1 + 1e-6) <= 1 + 1e-6
    if count > 4 * mean + 4:
        assert tail(count, mean, shape) >= tail(count, mean, shape * 10)


def test_two_wrong_clocks_of_five_move_nothing() -> None:
    wrong = START + 64 * 365 * DAY_S
    kept = clock.start(START)
    for at in (START, START + 1, wrong, wrong, START + 2):
        kept = clock.heard(kept, at)
    assert clock.now(kept) == START + 2
    rates_of = rates()
    rates_of.clock = kept
    assert rates_of.hear(wrong) == wrong
    assert rates_of.clock.learned_at - START <= clock.LEAP_MAX_S


def test_where_nothing_was_seen_the_guess_holds_and_is_shared_out() -> None:
    expected = rates().expected(CITY, ("banjir",), START, START + 3_600)
    assert expected.mean == pytest.approx(0.25)
    one = rates().expected(ANGGREK, ("banjir",), START, START + 3_600)
    assert one.mean == pytest.approx(0.25 / 3)


def test_an_hour_of_the_week_is_learned_and_its_area() -> None:
    busy = passed(56)
    for week in range(8):
        for _ in range(10):
            busy.learn(ANGGREK, "banjir", START + week * 7 * DAY_S)
    at = START + 8 * 7 * DAY_S

    def mean(area: Area, hours: float) -> float:
        return busy.expected(area, ("banjir",), at + hours * 3_600, at + hours * 3_600 + 600).mean * 6

    assert 4 < mean(CITY, 0) < 11
    assert mean(CITY, 0) > 5 * mean(CITY, 24) > 5 * mean(CITY, 36)
    assert mean(ANGGREK, 0) > 10 * mean(CEMPAKA, 0)
    assert mean(ANGGREK, 0) > 3 * mean(BAKUNG, 0)


def test_silence_is_learned_and_forgotten() -> None:
    def mean(made: Rates) -> float:
        return made.expected(CITY, ("banjir",), START, START + 3_600).mean

    assert mean(passed(28)) < mean(passed(2)) < mean(rates())
    assert passed(300)._weeks() < 8 / math.log(2)


def test_only_cells_that_changed_are_given_out_and_only_once() -> None:
    made = rates()
    made.learn(ANGGREK, "banjir", START)
    scopes = {(cell.scope, cell.slot) for cell in made.take_changes()}
    monday_seven = 7
    assert scopes == {
        *((scope, slot) for scope in ("/", "barat/", "barat/anggrek") for slot in (monday_seven, ALL_HOURS)),
        ("/", 168 + monday_seven),
        ("#banjir", ALL_HOURS),
    }
    assert made.take_changes() == []


def test_an_incident_and_a_voice_count_once_in_a_window() -> None:
    recent = Recent(3_600)
    recent.add(Occurrence(START, "a", ANGGREK, "banjir", "x"))
    later = START + 3_599
    assert not recent.is_new(Occurrence(later, "a", ANGGREK, "banjir", None))
    assert not recent.is_new(Occurrence(later, "b", ANGGREK, "banjir", "x"))
    assert recent.is_new(Occurrence(later, "b", ANGGREK, "banjir", None))
    assert recent.is_new(Occurrence(START + 3_600, "a", ANGGREK, "banjir", "x"))
    assert not recent.is_new(Occurrence(START - 3_599, "a", ANGGREK, "banjir", None))


@pytest.mark.parametrize(
    ("apart_m", "error_m", "apart"),
    [
        (0, 10, False),
        (149, 10, False),
        (151, 10, True),
        (390, 200, False),
        (410, 200, True),
        (510, 5_000, True),
    ],
)
def test_two_on_one_spot_count_once(apart_m: float, error_m: float, apart: bool) -> None:
    recent = Recent(3_600)
    here, there = (Point(-6.2 + north / DEGREE_M, 107.0, error_m) for north in (0, apart_m))
    recent.add(Occurrence(START, "a", ANGGREK, "banjir", None, spot=here))
    other = Occurrence(START + 60, "b", BAKUNG, "banjir", None, spot=there)
    assert recent.is_apart(other) is apart
    assert recent.is_apart(other._replace(category="selokan"))
    assert recent.is_apart(other._replace(at=START + 3_600))
    assert recent.is_apart(other._replace(spot=None))


def test_counts_are_of_label_zone_and_window() -> None:
    recent = Recent(3_600)
    for number, area in enumerate((ANGGREK, BAKUNG, CEMPAKA, Area("barat"), CITY)):
        recent.add(Occurrence(START + number, f"{number}", area, "banjir", None))
    everything = Window(START, START + 4)
    counts = [recent.count("banjir", zone, everything) for zone in (ANGGREK, Area("barat"), CITY)]
    assert counts == [1, 3, 5]
    assert recent.count("banjir", CITY, Window(START + 1, START + 2)) == 2
    recent.gather(recent.within("banjir", Window(START, START + 1)), "e")
    assert recent.count("banjir", CITY, everything) == 3
    assert recent.count("e", Area("barat"), everything) == 2
    assert [one.event for one in recent.all] == ["e", "e", None, None, None]


def test_what_is_forgotten_leaves_nothing_behind() -> None:
    recent = Recent(3_600)
    for number in range(4):
        spot = Point(-6.2, 107.0, 10)
        recent.add(Occurrence(START + number * 4_000, "a", ANGGREK, "banjir", "x", spot=spot))
    for old in recent.older(START + 9_000):
        recent.forget(old)
    assert len(recent.gone) == 3
    assert list(recent.put) == [(START + 12_000, "a")]
    rest = recent.older(START + 99_000)
    for old in rest:
        recent.forget(old)
    assert [recent.all, recent._times, recent._by_label, recent._counted, recent._spots] == [
        [],
        {},
        {},
        {},
        {},
    ]


def test_a_place_lies_in_its_zones_and_what_is_outside_in_none() -> None:
    assert area_of(None) == CITY
    assert area_of(point()) == ANGGREK
    assert area_of(point().model_copy(update={"outside": True})) is None
    assert list(zones_of(ANGGREK)) == [ANGGREK, Area("barat"), CITY]
    assert list(zones_of(CITY)) == [CITY]


def test_neighbours_touch_or_share_a_kecamatan() -> None:
    assert AREAS.beside(ANGGREK, {BAKUNG})
    assert not AREAS.beside(ANGGREK, {CEMPAKA})
    assert AREAS.touching["anggrek"] == {"bakung"}
