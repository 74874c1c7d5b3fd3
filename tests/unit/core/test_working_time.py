"""Working hours, against a calendar that is asked minute by minute."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from schemas.catalog.promises import Shift, WorkingTime
from streams.core.life.working_time import IDLE_DAYS_MAX, later
from tests.unit.core.bekasi import CATALOG

CITY = CATALOG.city
JAKARTA = ZoneInfo("Asia/Jakarta")
MINUTE = timedelta(minutes=1)
MONDAY = date(2026, 11, 23)
WEEK = WorkingTime(
    shifts=(
        Shift(days=(1, 2, 3, 4), begins=time(8), ends=time(16)),
        Shift(days=(5,), begins=time(8), ends=time(11, 30)),
    ),
    holidays=(date(2026, 11, 25), date(2026, 11, 28)),
)


def at(day: int, hour: int, minute: int = 0) -> datetime:
    """Of the week that begins on Monday the 23rd, in Jakarta; day 1 is that Monday."""
    return datetime.combine(MONDAY + timedelta(days=day - 1), time(hour, minute), JAKARTA)


@pytest.mark.parametrize(
    ("start", "hours", "end"),
    [
        (at(1, 9), 2, at(1, 11)),
        (at(1, 9), 7, at(1, 16)),
        (at(1, 9), 7.25, at(2, 8, 15)),
        (at(1, 5), 1, at(1, 9)),
        (at(1, 22), 1, at(2, 9)),
        (at(2, 15), 2, at(4, 9)),
        (at(3, 12), 1, at(4, 9)),
        (at(5, 11), 1, at(8, 8, 30)),
        (at(6, 12), 0.25, at(8, 8, 15)),
        (at(1, 9), 0, at(1, 9)),
        (at(1, 16), 0, at(1, 16)),
        (at(1, 16, 1), 0, at(2, 8)),
        (at(1, 8), 43, at(9, 15, 30)),
    ],
)
def test_cases(start: datetime, hours: float, end: datetime) -> None:
    assert later(start, hours, WEEK, JAKARTA) == end


def test_is_utc_wherever_the_start_comes_from() -> None:
    found = later(at(1, 9).astimezone(ZoneInfo("America/New_York")), 1, WEEK, JAKARTA)
    assert (found, found.tzinfo) == (at(1, 10), UTC)


def test_a_day_is_short_when_its_clocks_go_forward() -> None:
    berlin = ZoneInfo("Europe/Berlin")
    nights = WorkingTime(shifts=(Shift(days=(7,), begins=time(0), ends=time(6)),))
    start = datetime(2026, 3, 29, 0, 0, tzinfo=berlin)
    assert later(start, 4, nights, berlin) == datetime(2026, 3, 29, 5, 0, tzinfo=berlin)
    assert later(start, 6, nights, berlin) == datetime(2026, 4, 5, 1, 0, tzinfo=berlin)


def test_hours_below_zero_are_refused() -> None:
    with pytest.raises(ValueError, match="-1 is below zero"):
        later(at(1, 9), -1, WEEK, JAKARTA)


def test_a_calendar_without_work_is_refused() -> None:
    days = tuple(MONDAY + timedelta(days=day) for day in range(5 * IDLE_DAYS_MAX))
    never = WEEK.model_copy(update={"holidays": days})
    with pytest.raises(ValueError, match="days in a row without work"):
        later(at(1, 9), 1, never, JAKARTA)


def test_the_longest_promise_comes_to_an_end() -> None:
    found = later(at(1, 9), 10_000, CITY.working, CITY.zone)
    assert timedelta(days=4 * 365) < found - at(1, 9) < timedelta(days=6 * 365)


weekdays = st.integers(1, 7)
minutes = st.integers(0, 6 * 24 * 60)
starts = minutes.map(lambda number: at(1, 0) + number * MINUTE)


@st.composite
def calendars(draw: st.DrawFn) -> WorkingTime:
    """One shift a working day, on the minute, and some holidays among the first weeks."""
    shifts = []
    for day in draw(st.sets(weekdays, min_size=1)):
        begins = draw(st.integers(0, 1_400))
        ends = draw(st.integers(begins + 20, 1_439))
        shifts.append(Shift(days=(day,), begins=time(*divmod(begins, 60)), ends=time(*divmod(ends, 60))))
    holidays = draw(st.sets(st.integers(0, 13), max_size=6))
    return WorkingTime(
        shifts=tuple(shifts), holidays=tuple(MONDAY + timedelta(days=day) for day in sorted(holidays))
    )


def is_worked(moment: datetime, working: WorkingTime) -> bool:
    """Whether the minute that begins then is a working one."""
    local = moment.astimezone(JAKARTA)
    return local.date() not in working.holidays and any(
        local.isoweekday() in shift.days and shift.begins <= local.time() < shift.ends
        for shift in working.shifts
    )


def slowly(start: datetime, worked: int, working: WorkingTime) -> datetime:
    """After so many working minutes, at least one."""
    while worked:
        worked -= is_worked(start, working)
        start += MINUTE
    return start


@given(starts, st.integers(1, 400), calendars())
def test_equals_a_clock_that_is_read_every_minute(start: datetime, worked: int, working: WorkingTime) -> None:
    # Enough work for the slow one to find it within a few weeks.
    a_week = sum(
        (datetime.combine(MONDAY, one.ends) - datetime.combine(MONDAY, one.begins)) / MINUTE
        for one in working.shifts
    )
    worked = 1 + worked % round(min(400, 2 * a_week))
    assert later(start, worked / 60, working, JAKARTA) == slowly(start, worked, working)


@given(starts, minutes, minutes, calendars())
def test_more_hours_are_later_and_hours_add_up(
    start: datetime, first: int, second: int, working: WorkingTime
) -> None:
    after_first = later(start, first / 60, working, JAKARTA)
    after_both = later(start, (first + second) / 60, working, JAKARTA)
    assert after_both == later(after_first, second / 60, working, JAKARTA)
    assert start <= after_first <= after_both
    assert second == 0 or after_first < after_both


@given(starts, starts, minutes, calendars())
def test_who_starts_later_ends_no_earlier(
    one: datetime, other: datetime, worked: int, working: WorkingTime
) -> None:
    first, second = sorted((one, other))
    assert later(first, worked / 60, working, JAKARTA) <= later(second, worked / 60, working, JAKARTA)


@given(starts, st.floats(0, 100), calendars())
def test_ends_within_working_time_or_exactly_at_its_end(
    start: datetime, hours: float, working: WorkingTime
) -> None:
    found = later(start, hours, working, JAKARTA)
    local = found.astimezone(JAKARTA)
    assert local.date() not in working.holidays
    assert any(
        local.isoweekday() in shift.days and shift.begins <= local.time() <= shift.ends
        for shift in working.shifts
    )
