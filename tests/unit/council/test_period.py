"""Days in the city's own time."""

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from streams.council.period import Period, before, period_of, weeks_of

JAKARTA = ZoneInfo("Asia/Jakarta")
SATURDAY = date(2026, 11, 28)


def at(month: int, day: int) -> datetime:
    return datetime(2026, month, day, tzinfo=JAKARTA)


def test_weeks_begin_on_a_monday_and_the_last_is_not_over() -> None:
    asked = period_of(None, None, weeks=1, today=SATURDAY, zone=JAKARTA)
    assert asked == (at(11, 23), at(11, 29))
    assert period_of(None, None, weeks=13, today=SATURDAY, zone=JAKARTA).since == at(8, 31)


def test_the_last_day_is_in_it() -> None:
    asked = period_of(date(2026, 11, 1), date(2026, 11, 1), weeks=13, today=SATURDAY, zone=JAKARTA)
    assert asked == (at(11, 1), at(11, 2))


def test_the_wrong_way_round_is_refused() -> None:
    with pytest.raises(ValueError, match="is after"):
        period_of(date(2026, 11, 2), date(2026, 11, 1), weeks=13, today=SATURDAY, zone=JAKARTA)


def test_what_is_compared_is_as_long_over_and_has_the_same_days_of_the_week() -> None:
    asked = period_of(None, None, weeks=4, today=SATURDAY, zone=JAKARTA)
    assert before(asked) == (at(10, 5), at(11, 1))
    day = Period(at(11, 28), at(11, 29))
    assert before(day) == (at(11, 21), at(11, 22))
    assert before(Period(at(11, 1), at(11, 15))).until == at(11, 1)


def test_weeks_are_all_that_it_touches() -> None:
    assert weeks_of(Period(at(11, 8), at(11, 9))) == [date(2026, 11, 2)]
    touched = weeks_of(Period(at(11, 8), at(11, 24)))
    assert touched == [date(2026, 11, 2) + timedelta(weeks=number) for number in range(4)]
