"""Days in the city's own time."""

from datetime import date, datetime
from zoneinfo import ZoneInfo

import pytest

from streams.council.period import period_of

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
