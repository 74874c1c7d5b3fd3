"""Hours that count only while the city's offices are open."""

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

from schemas.catalog.promises import WorkingTime

IDLE_DAYS_MAX = 366
"""A calendar with so many days in a row without work is wrong."""

_DAY = timedelta(days=1)


def later(start: datetime, hours: float, working: WorkingTime, zone: ZoneInfo) -> datetime:
    """The moment (UTC) when so many working hours have passed; for none, the next working moment.

    The end of a day still belongs to it. Raises `ValueError` for hours below zero, and for a calendar
    without any working day in a year.
    """
    left = timedelta(hours=hours)
    if left < timedelta():
        raise ValueError(f"hours: {hours} is below zero")
    start = start.astimezone(UTC)
    for begins, ends in _days(start.astimezone(zone).date(), working, zone):
        at = max(begins, start)
        if at + left <= ends:
            return at + left
        left -= max(ends - at, timedelta())
    raise ValueError(f"working: {IDLE_DAYS_MAX} days in a row without work")


def _days(day: date, working: WorkingTime, zone: ZoneInfo) -> Iterator[tuple[datetime, datetime]]:
    """From when to when (UTC) it is worked on each working day, until there is none for too long."""
    shifts = {number: shift for shift in working.shifts for number in shift.days}
    idle = 0
    while idle < IDLE_DAYS_MAX:
        shift = shifts.get(day.isoweekday())
        if shift is None or day in working.holidays:
            idle += 1
        else:
            idle = 0
            begins = datetime.combine(day, shift.begins, zone)
            yield begins.astimezone(UTC), datetime.combine(day, shift.ends, zone).astimezone(UTC)
        day += _DAY
