"""Which promises of the catalog were kept: of very many cases at once, by the hours that were promised."""

from collections.abc import Sequence
from datetime import datetime
from typing import NamedTuple
from zoneinfo import ZoneInfo

import numpy as np

from schemas.cases import Cases, Flags, Seconds
from schemas.catalog.models import Catalog
from schemas.catalog.promises import WorkingTime
from streams.core.life.promises import promise_of
from streams.core.life.working_time import working_days

HOUR_S = 3_600.0
ROUNDING_S = 1e-3


class Kept(NamedTuple):
    """Of each case whether its time is over, and whether it was kept if so."""

    due: Flags
    kept: Flags


class Promised(NamedTuple):
    """Both promises."""

    accept: Kept
    resolve: Kept


def promised(cases: Cases, catalog: Catalog) -> Promised:
    """From when a case began, by its urgency and category of now.

    A promise counts once its time is over, kept or not: those kept early would make young ones look better.
    """
    duties = [*zip(cases.categories, cases.urgencies, strict=True)]
    number = {duty: n for n, duty in enumerate(dict.fromkeys(duties))}
    promises = [promise_of(*duty, catalog) for duty in number]
    of_each = np.fromiter(map(number.__getitem__, duties), np.intp, len(duties))
    always = np.array([one.around_the_clock for one in promises], np.bool_)[of_each]
    calendar = Calendar.around(cases, catalog.city.working, catalog.city.zone)

    def judged(hours: Sequence[float], end: Seconds) -> Kept:
        within_s = np.array(hours, np.float64)[of_each] * HOUR_S
        worked_by = calendar.later(cases.began, within_s)
        by = np.where(always, cases.began + within_s, worked_by) + ROUNDING_S
        return Kept(by < cases.taken_at.timestamp(), end <= by)

    return Promised(
        judged([one.accept_h for one in promises], cases.answered),
        judged([one.resolve_h for one in promises], cases.done),
    )


class Calendar(NamedTuple):
    """Working days end to end, in seconds; `before` and `after` are what was worked by their ends."""

    begins: Seconds
    ends: Seconds
    before: Seconds
    after: Seconds

    @classmethod
    def around(cls, cases: Cases, working: WorkingTime, zone: ZoneInfo) -> "Calendar":
        """From before the first of them until after the last, and after they were looked at."""
        moments = np.concatenate([cases.began, cases.answered, cases.done, [cases.taken_at.timestamp()]])
        first, last = datetime.fromtimestamp(np.nanmin(moments), zone), np.nanmax(moments)
        begins, ends = [], []
        for opens, shuts in working_days(first.date(), working, zone):
            begins.append(opens.timestamp())
            ends.append(max(opens, shuts).timestamp())
            if begins[-1] > last:
                break
        lengths = np.subtract(ends, begins)
        return cls(np.array(begins), np.array(ends), lengths.cumsum() - lengths, lengths.cumsum())

    def later(self, starts: Seconds, worked_s: Seconds) -> Seconds:
        """When so much has been worked since each start, as `working_time.later`; infinite after its end."""
        first = np.searchsorted(self.ends, starts)
        passed = self.before[first] + np.maximum(starts - self.begins[first], 0) + worked_s
        last = np.searchsorted(self.after, passed - ROUNDING_S)
        known = np.minimum(last, len(self.after) - 1)
        moments: Seconds = np.where(
            last < len(self.after), self.begins[known] + (passed - self.before[known]), np.inf
        )
        return moments
