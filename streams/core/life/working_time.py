"""Hours that count only while the city's offices are open."""

from bisect import bisect_left
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo

from schemas.catalog.promises import WorkingTime

IDLE_DAYS_MAX = 366
"""A calendar with so many days in a row without work is wrong."""

_DAY, _NONE = timedelta(days=1), timedelta()


@lru_cache(maxsize=1_024)
def later(start: datetime, hours: float, working: WorkingTime, zone: ZoneInfo) -> datetime:
    """The moment (UTC) when so many working hours have passed; for none, the next working moment.

    The end of a day still belongs to it. Raises `ValueError` for hours below zero, and for a calendar
    without any working day in a year. What is promised is asked of each incident twice: when it is due, and
    when an agency is told.
    """
    left = timedelta(hours=hours)
    if left < _NONE:
        raise ValueError(f"hours: {hours} is below zero")
    return _laid_out(working, zone, start.astimezone(zone).year).later(start.astimezone(UTC), left)


class _LaidOut:
    """Working time from some day on, end to end, as far as it was asked for: an end is looked up in it."""

    def __init__(self, days: Iterator[tuple[datetime, datetime]]) -> None:
        self._days = days
        self._begins: list[datetime] = []
        self._ends: list[datetime] = []
        self._before: list[timedelta] = []
        self._after: list[timedelta] = []

    def later(self, start: datetime, left: timedelta) -> datetime:
        """When so much has passed; `start` is not before the first day."""
        while not self._ends or self._ends[-1] < start:
            self._lay()
        first = bisect_left(self._ends, start)
        passed = self._before[first] + max(start - self._begins[first], _NONE) + left
        while self._after[-1] < passed:
            self._lay()
        last = bisect_left(self._after, passed, first)
        return self._begins[last] + (passed - self._before[last])

    def _lay(self) -> None:
        """One more day."""
        day = next(self._days, None)
        if day is None:
            raise ValueError(f"working: {IDLE_DAYS_MAX} days in a row without work")
        begins, ends = day
        before = self._after[-1] if self._after else _NONE
        # Where clocks go forward a shift may end before it begins.
        if begins <= ends:
            self._begins.append(begins)
            self._ends.append(ends)
            self._before.append(before)
            self._after.append(before + (ends - begins))


@lru_cache(maxsize=32)
def _laid_out(working: WorkingTime, zone: ZoneInfo, year: int) -> _LaidOut:
    return _LaidOut(working_days(date(year, 1, 1), working, zone))


def working_days(day: date, working: WorkingTime, zone: ZoneInfo) -> Iterator[tuple[datetime, datetime]]:
    """From when to when (UTC) it is worked, each day from `day` on, until no day is worked for too long."""
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
