"""How long it takes until an incident is fixed: from those that were, and from those that still wait.

What is fixed by now is the quicker part of what was opened, so those alone promise too much: of what came
later .62 lay in a range made for .80 (`tests/bench/durations.py`). So it is asked of each age: of all that
became so old in the time that is looked back on, how many were closed then? Multiplied up that is the share
that is closed later (Kaplan and Meier, with late entry), and its steps are the weights of the closed ones.
Beside them one more counts, that stays open. So where nobody waits the ends are the k-th shortest and the
k-th longest of n, between which the next one lies in (n + 1 - 2k) / (n + 1) of cases, whatever their
distribution; and where more wait than one in ten, there is no end to tell.
"""

from bisect import insort
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime

import numpy as np

from schemas.heard import Finished
from streams.core.classify.weights import Floats
from streams.core.durations.waiting import Counts, Duty, Waiting

TAIL = 0.1
"""One in ten takes longer than what is said, and one in ten not as long."""
LEAST = 30
"""With so many the range holds two thirds or more of all cases in 96 of 100 samples: Beta(25, 6)."""
LEAST_DAYS = 3
"""On so many days they must have been closed: many are closed at once, and are then as one."""
MOST = 200
"""Of a category: fewer were less right in the bench, and more would be slower to see that things change."""
DAY_S = 86_400
ROUNDING = 1e-9
REMEMBERED = 16
"""So many answers a table keeps."""


@dataclass(frozen=True, slots=True)
class Usual:
    """From the first report until it is fixed, in about eight of ten cases; known from so many."""

    low_s: float
    high_s: float
    cases: int


@dataclass(slots=True)
class Durations:
    """Of each category that a worker holds the incidents that were closed last, by (closed_at, id).

    What is held does not depend on the order in which it came.
    """

    _closed: dict[str, list[Finished]] = field(default_factory=dict)
    _tables: dict[Duty, "_Table | None"] = field(default_factory=dict, compare=False)

    @classmethod
    def of(cls, finished: Iterable[Finished]) -> "Durations":
        """As they were left."""
        durations = cls()
        for one in finished:
            durations.add(one)
        return durations

    def add(self, finished: Finished) -> None:
        """One more. Of two with the same id the one that was closed last counts."""
        closed = self._closed.setdefault(finished.category, [])
        if same := next((one for one in closed if one.incident_id == finished.incident_id), None):
            finished = max(same, finished, key=lambda one: one.order)
            closed.remove(same)
        insort(closed, finished, key=lambda one: one.order)
        del closed[:-MOST]
        for duty in [duty for duty in self._tables if duty[0] == finished.category]:
            del self._tables[duty]

    def usual(self, category: str, agency: str, waiting: Waiting, at: datetime) -> Usual | None:
        """What holds at a moment, given those that are open then; None if too little is known to say it."""
        duty = category, agency
        if duty not in self._tables:
            self._tables[duty] = _table(self._closed.get(category, ()), agency)
        table = self._tables[duty]
        if table is None:
            return None
        open_ones = waiting.reached(category, agency, table.ages, table.since, at.timestamp())
        return table.usual(table.reached + open_ones)


@dataclass(frozen=True, slots=True, eq=False)
class _Table:
    """Closed incidents by the age at which they were closed, and what does not depend on the moment.

    An incident is closed some time after it was fixed, when its reporters were asked. `reached` counts
    those that became as old since `since`, without the ones before in order; `seconds` is how long they
    took to be fixed, a 0 and then the shortest first, and `shortest` their places in order of age.
    """

    since: float
    ages: Floats
    reached: Counts
    shortest: Counts
    seconds: Floats
    _told: dict[bytes, Usual | None] = field(default_factory=dict)

    def usual(self, reached: Counts) -> Usual | None:
        """The range, if all that reached each age are so many: often as many as at the report before."""
        asked = reached.tobytes()
        if asked not in self._told:
            if len(self._told) >= REMEMBERED:
                self._told.clear()
            self._told[asked] = self._usual(reached)
        return self._told[asked]

    def _usual(self, reached: Counts) -> Usual | None:
        # Who became older was as old before: the first one after a rush, closed soon, would be half of all.
        reached = np.maximum.accumulate(reached[::-1])[::-1]
        later = (reached / (reached + 1)).cumprod()
        weights = later / reached
        within = weights[self.shortest].cumsum()
        low, high = within.searchsorted((TAIL + ROUNDING, 1 - TAIL - ROUNDING))
        if high == len(within):
            return None
        return Usual(float(self.seconds[low]), float(self.seconds[high + 1]), len(within))


def _table(closed: Sequence[Finished], agency: str) -> _Table | None:
    """Of an agency, among those of a category; None if they are too few."""
    mine = [one for one in closed if agency in one.agencies]
    ends = [one.closed_at.timestamp() for one in mine]
    if len(mine) < LEAST or len({end // DAY_S for end in ends}) < LEAST_DAYS:
        return None
    # What was closed before the oldest one that is held is forgotten: nothing is known of before.
    since = closed[0].closed_at.timestamp() if len(closed) == MOST else -np.inf
    opened = [one.opened_at.timestamp() for one in mine]
    lives = zip(np.subtract(ends, opened), opened, (max(0.0, one.seconds) for one in mine), strict=True)
    ages, began, seconds = np.array(sorted(lives)).T
    reached = np.searchsorted(np.sort(since - began), ages, "right") - np.arange(len(ages))
    shortest = np.argsort(seconds, kind="stable")
    return _Table(since, ages, reached, shortest, np.append(0.0, seconds[shortest]))
