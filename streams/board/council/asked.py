"""Which days a page is asked of."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from urllib.parse import urlencode
from zoneinfo import ZoneInfo

from streams.council.period import Period, before, period_of
from streams.http.faults import Fault

WEEKS = (4, 12, 26)
HEARING_WEEKS = (12, 26, 52)
"""Second voices are few, and how people report changes slowly."""
EARLIEST = date(2000, 1, 1)
DAYS_MAX = 732
"""Two years: of more Postgres and this process would work for too long while somebody waits."""
WEEKS_MAX = DAYS_MAX // 7


@dataclass(frozen=True, slots=True)
class Asked:
    """Days, those before to compare them with, and the number of weeks if no day was named."""

    period: Period
    weeks: int | None

    @property
    def before(self) -> Period:
        """As long, and over when it begins."""
        return before(self.period)

    @property
    def first(self) -> date:
        """The first day."""
        return self.period.since.date()

    @property
    def last(self) -> date:
        """The last day."""
        return self.period.until.date() - timedelta(days=1)

    @property
    def query(self) -> str:
        """The same days in another address of ours."""
        if self.weeks:
            return urlencode({"weeks": self.weeks})
        return urlencode({"from": self.first, "to": self.last})


def asked(query: Mapping[str, str], *, weeks: int, today: date, zone: ZoneInfo) -> Asked:
    """`weeks` is how many where neither a day nor a number of weeks is named.

    Raises `Fault` of 422 that names the field: no day, too early, not yet, the wrong way round, too long.
    """
    first, last = (_day(query, field, today) for field in ("from", "to"))
    if first is None and last is None:
        weeks = _weeks(query.get("weeks") or str(weeks))
        return Asked(period_of(None, None, weeks=weeks, today=today, zone=zone), weeks)
    try:
        found = Asked(period_of(first, last, weeks=weeks, today=today, zone=zone), None)
    except ValueError as error:
        raise Fault(422, "wrong_way_round", first=first, last=last or today) from error
    if (found.period.until - found.period.since).days > DAYS_MAX:
        raise Fault(422, "too_many_days", most=DAYS_MAX)
    return found


def _day(query: Mapping[str, str], field: str, today: date) -> date | None:
    text = query.get(field)
    if not text:
        return None
    try:
        day = date.fromisoformat(text)
    except ValueError as error:
        raise Fault(422, "no_day", field=field) from error
    if not EARLIEST <= day <= today:
        raise Fault(422, "no_such_day", field=field, first=EARLIEST, last=today)
    return day


def _weeks(text: str) -> int:
    if not (text.isascii() and text.isdigit() and len(text) <= 3 and 1 <= int(text) <= WEEKS_MAX):
        raise Fault(422, "no_weeks", field="weeks", most=WEEKS_MAX)
    return int(text)
