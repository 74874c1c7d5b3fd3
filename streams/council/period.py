"""Days of which figures are asked, in the city's own time."""

from datetime import date, datetime, time, timedelta
from typing import NamedTuple
from zoneinfo import ZoneInfo

WEEK_D = 7


class Period(NamedTuple):
    """From a moment until before another."""

    since: datetime
    until: datetime


def period_of(first: date | None, last: date | None, *, weeks: int, today: date, zone: ZoneInfo) -> Period:
    """From the first day to the end of the last one: today, if it is not said.

    Where the first is not said, so many weeks, of which the last one is not over: each begins on its Monday.
    Raises ValueError if they are the wrong way round.
    """
    last = last or today
    first = first or last - timedelta(days=last.weekday(), weeks=weeks - 1)
    if first > last:
        raise ValueError(f"{first} is after {last}")
    return Period(
        datetime.combine(first, time.min, zone), datetime.combine(last + timedelta(days=1), time.min, zone)
    )


def before(period: Period) -> Period:
    """As many days, so many whole weeks earlier that they are over when it begins: with the same Sundays."""
    days = (period.until.date() - period.since.date()).days
    earlier = timedelta(weeks=-(-days // WEEK_D))
    return Period(period.since - earlier, period.until - earlier)


def weeks_of(period: Period) -> list[date]:
    """The Mondays of all weeks that it touches."""
    monday, last = period.since.date(), period.until.date() - timedelta(days=1)
    monday -= timedelta(days=monday.weekday())
    return [monday + timedelta(weeks=number) for number in range((last - monday).days // WEEK_D + 1)]
