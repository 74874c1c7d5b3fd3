"""How many incidents are normal in an area at an hour of the week: learned from the key's own reports.

Each rate is a Gamma whose mean is that of the wider one: the catalog's guess, the city, its hours of the
day, its hours of the week, the kecamatan at that hour, the kelurahan. Where little was seen the wider rate
holds; what was seen long ago counts for less.
"""

import math
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from functools import lru_cache
from typing import NamedTuple
from zoneinfo import ZoneInfo

from schemas.event import Area
from schemas.storm import Cell, Clock
from streams.core.storms.areas import CITY, Areas, zones_of
from streams.core.storms.clock import LEAP_MAX_S, heard, now

HOUR_S = 3_600.0
WEEK_S = 168 * HOUR_S
YEAR_H = 365.25 * 24
EPOCH = datetime.fromisoformat("2035-01-01T00:00:00+00:00").timestamp()
"""Weights grow with time from here on, instead of all shrinking: a cell is then a plain sum."""

ALL_HOURS = 192
BELIEF = 4.0
"""The wider rate counts like so many incidents. As the shape of a Gamma: half of it is no wonder."""


class Rate(NamedTuple):
    """A mean, and the shape of the Gamma in which it is known: the greater, the surer."""

    mean: float
    shape: float


class Slots(NamedTuple):
    """The cells of one moment."""

    week: int
    day: int


@dataclass(frozen=True, slots=True)
class Guess:
    """What holds before anything was seen: incidents an hour in the whole key, and its categories."""

    per_hour: float
    categories: int


@dataclass(slots=True)
class Rates:
    """The rates of one key. `changed` holds the cells that were touched since they were last taken."""

    areas: Areas
    guess: Guess
    half_life_s: float
    zone: ZoneInfo
    clock: Clock
    cells: dict[tuple[str, int], float] = field(default_factory=dict)
    changed: set[tuple[str, int]] = field(default_factory=set)
    _weighed: tuple[float, float] = field(default=(math.nan, 0.0), compare=False)

    def hear(self, at: float) -> float:
        """A report says what time it is: bring the exposure up to the key's time, which is given back."""
        clock = heard(self.clock, at)
        time, learned_at = now(clock), clock.learned_at
        until = min(max(time, learned_at), learned_at + LEAP_MAX_S)
        if until > learned_at:
            before, after = self._now(), self._weight(until)
            passed = (after - before) * self.half_life_s / math.log(2)
            clock = Clock(clock.latest, until, clock.exposure + passed)
            self._weighed = until, after
        self.clock = clock
        return time

    def learn(self, area: Area, category: str, at: float, part: float = 1.0) -> None:
        """One more incident, or that part of it that was to be expected."""
        weight = part * self._weight(min(at, self.clock.learned_at))
        touched, cells = _touched(area, category, self._slots(at)), self.cells
        for cell in touched:
            cells[cell] = cells.get(cell, 0.0) + weight
        self.changed.update(touched)

    def take_changes(self) -> list[Cell]:
        """The cells that were touched since, once."""
        taken = [Cell(*cell, self.cells[cell]) for cell in sorted(self.changed)]
        self.changed.clear()
        return taken

    def expected(self, zone: Area, categories: Iterable[str], start: float, end: float) -> Rate:
        """Incidents that are normal in a zone between two moments; the hours at both ends stand for all."""
        slots, later = self._slots(start), self._slots(end)
        first = self._rate(zone, slots)
        last = first if later == slots else self._rate(zone, later)
        matter = self._share(categories)
        hours = (end - start) / HOUR_S
        # Doubts add up like the squares of relative errors: of the hour, of the place, of the matter.
        doubt = max(1 / first.shape, 1 / last.shape) + 1 / matter.shape
        return Rate(matter.mean * hours * (first.mean + last.mean) / 2, 1 / doubt)

    def a_year(self) -> float:
        """Incidents of the whole key in a year."""
        mean, _ = _narrowed(self.guess.per_hour, self._seen(_ALL, ALL_HOURS), self._weeks() * 168)
        return mean * YEAR_H

    def _slots(self, at: float) -> Slots:
        """Where a moment belongs, by the city's own time."""
        local = datetime.fromtimestamp(at, self.zone)
        return Slots(local.weekday() * 24 + local.hour, 168 + local.hour)

    def _rate(self, zone: Area, slots: Slots) -> Rate:
        """From the widest to the narrowest."""
        now, weeks, parts = self._now(), self._weeks(), zones_of(zone)[-2::-1]
        every, of_day, of_week, *local = [self.cells.get(cell, 0.0) / now for cell in _asked(zone, slots)]
        overall, overall_shape = _narrowed(self.guess.per_hour, every, weeks * 168)
        by_day, _ = _narrowed(overall, of_day, weeks * 7)
        rate, shape = _narrowed(by_day, of_week, weeks)
        for part, seen, seen_then in zip(parts, local[::2], local[1::2], strict=True):
            usual, overall_shape = _narrowed(overall * self.areas.share(part), seen, weeks * 168)
            rate, shape = _narrowed(rate * usual / overall, seen_then, weeks)
            overall = usual
        return Rate(rate, 1 / (1 / shape + 1 / overall_shape))

    def _share(self, categories: Iterable[str]) -> Rate:
        """The part of the key that these categories have."""
        seen = [BELIEF / self.guess.categories + self._seen(f"#{one}", ALL_HOURS) for one in categories]
        every = BELIEF + self._seen(_ALL, ALL_HOURS)
        return Rate(sum(seen) / every, sum(seen))

    def _seen(self, scope: str, slot: int) -> float:
        return self.cells.get((scope, slot), 0.0) / self._now()

    def _weeks(self) -> float:
        return self.clock.exposure / self._now() / WEEK_S

    def _now(self) -> float:
        """What an incident weighs that is learned now."""
        at, weight = self._weighed
        if at != self.clock.learned_at:
            at, weight = self._weighed = self.clock.learned_at, self._weight(self.clock.learned_at)
        return weight

    def _weight(self, at: float) -> float:
        return float(2.0 ** ((at - EPOCH) / self.half_life_s))


def _narrowed(mean: float, seen: float, hours: float) -> tuple[float, float]:
    """Mean and shape of a rate: so many were seen in so many hours, and the wider one has this mean."""
    shape = BELIEF + seen
    return shape / (BELIEF / mean + hours), shape


@lru_cache(maxsize=8_192)
def _asked(zone: Area, slots: Slots) -> tuple[tuple[str, int], ...]:
    """The cells that a rate is made of, from the widest to the narrowest; the city's are three."""
    scopes = map(_scope, zones_of(zone)[-2::-1])
    local = ((scope, slot) for scope in scopes for slot in (ALL_HOURS, slots.week))
    return (_ALL, ALL_HOURS), (_ALL, slots.day), (_ALL, slots.week), *local


@lru_cache(maxsize=8_192)
def _touched(area: Area, category: str, slots: Slots) -> tuple[tuple[str, int], ...]:
    """The cells in which an incident is counted."""
    around = ((_scope(zone), slot) for zone in zones_of(area) for slot in (slots.week, ALL_HOURS))
    return (_ALL, slots.day), (f"#{category}", ALL_HOURS), *around


def _scope(zone: Area) -> str:
    return f"{zone.kecamatan}/{zone.kelurahan}"


_ALL = _scope(CITY)
