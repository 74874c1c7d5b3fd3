"""The occurrences of the last hours of one key: counted by label and zone, in order of time.

A label is a category, or the id of the event that gathered the occurrence. Lists are kept sorted, so
that what they hold does not depend on the order in which reports came.
"""

from bisect import bisect_left, bisect_right, insort
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import TypeAlias, TypeVar

from schemas.event import Area
from schemas.incident import Point
from schemas.storm import Occurrence
from streams.core.geo import DEGREE_M, distance_m
from streams.core.storms.areas import zones_of

SPOT_M = 150.0
"""As far apart may two points be that tell of one flooded street or one big fire."""
SPOT_MAX_M = 500.0
"""However vague two points are, farther apart they count as two."""

Cell: TypeAlias = tuple[str, int, int]
"""category, row, column"""
K = TypeVar("K")
T = TypeVar("T", float, Occurrence)


@dataclass(frozen=True, slots=True)
class Window:
    """Moments from `start` to `end`, both within."""

    start: float
    end: float


@dataclass(slots=True)
class Recent:
    """Occurrences in memory, and which of them are not yet, or no longer, in Postgres."""

    window_s: float
    all: list[Occurrence] = field(default_factory=list)
    put: dict[tuple[float, str], Occurrence] = field(default_factory=dict)
    gone: dict[tuple[float, str], Occurrence] = field(default_factory=dict)
    _times: defaultdict[tuple[str, Area], list[float]] = field(default_factory=lambda: defaultdict(list))
    _by_label: defaultdict[str, list[Occurrence]] = field(default_factory=lambda: defaultdict(list))
    _counted: defaultdict[str, list[float]] = field(default_factory=lambda: defaultdict(list))
    """When an incident or a voice was counted."""
    _spots: defaultdict[Cell, list[Occurrence]] = field(default_factory=lambda: defaultdict(list))

    @classmethod
    def of(cls, window_s: float, occurrences: Iterable[Occurrence]) -> "Recent":
        """As they were left."""
        made = cls(window_s)
        for occurrence in occurrences:
            made._insert(occurrence)
        return made

    def is_new(self, occurrence: Occurrence) -> bool:
        """Whether neither its incident nor its voice was counted within a window around it."""
        for name in _names(occurrence):
            for at in self._counted.get(name, ()):
                if abs(occurrence.at - at) < self.window_s:
                    return False
        return True

    def is_apart(self, occurrence: Occurrence) -> bool:
        """Whether nothing else of its category was counted on the same spot, within a window around it."""
        spot = occurrence.spot
        if spot is None:
            return True
        category, row, column = _cell(occurrence.category, spot)
        for north in (row - 1, row, row + 1):
            for east in (column - 1, column, column + 1):
                others = self._spots.get((category, north, east))
                if others and any(self._is_beside(occurrence, spot, other) for other in others):
                    return False
        return True

    def _is_beside(self, occurrence: Occurrence, spot: Point, other: Occurrence) -> bool:
        return (
            abs(occurrence.at - other.at) < self.window_s
            and other.incident_id != occurrence.incident_id
            and other.spot is not None
            and _is_same(spot, other.spot)
        )

    def add(self, occurrence: Occurrence) -> None:
        """Count one more."""
        self._insert(occurrence)
        self.put[_id(occurrence)] = occurrence
        self.gone.pop(_id(occurrence), None)

    def gather(self, occurrences: Iterable[Occurrence], event: str) -> None:
        """Move occurrences from their category to an event."""
        for occurrence in occurrences:
            self._remove(occurrence)
            self.add(occurrence._replace(event=event))

    def unname(self, occurrences: Iterable[Occurrence]) -> None:
        """They count as before, and nobody knows whose they are."""
        for occurrence in occurrences:
            self._remove(occurrence)
            self.add(occurrence._replace(voice=None))

    def older(self, before: float) -> list[Occurrence]:
        """All that were before, in order."""
        return self.all[: bisect_left(self.all, (before,))]

    def forget(self, occurrence: Occurrence) -> None:
        """Let one go."""
        self._remove(occurrence)
        self.put.pop(_id(occurrence), None)
        self.gone[_id(occurrence)] = occurrence

    def count(self, label: str, zone: Area, window: Window) -> int:
        """How many of a label lie in a zone and a window."""
        times = self._times.get((label, zone), ())
        return bisect_right(times, window.end) - bisect_left(times, window.start)

    def within(self, label: str, window: Window) -> list[Occurrence]:
        """Those of a label in a window, in order."""
        found = self._by_label.get(label, [])
        return found[bisect_left(found, (window.start,)) : bisect_right(found, window.end, key=_at)]

    def _insert(self, occurrence: Occurrence) -> None:
        insort(self.all, occurrence)
        label = _label(occurrence)
        insort(self._by_label[label], occurrence)
        for zone in zones_of(occurrence.area):
            insort(self._times[label, zone], occurrence.at)
        for name in _names(occurrence):
            insort(self._counted[name], occurrence.at)
        if occurrence.spot:
            insort(self._spots[_cell(occurrence.category, occurrence.spot)], occurrence)

    def _remove(self, occurrence: Occurrence) -> None:
        label = _label(occurrence)
        _drop(self.all, occurrence)
        _drop_from(self._by_label, label, occurrence)
        for zone in zones_of(occurrence.area):
            _drop_from(self._times, (label, zone), occurrence.at)
        for name in _names(occurrence):
            _drop_from(self._counted, name, occurrence.at)
        if occurrence.spot:
            _drop_from(self._spots, _cell(occurrence.category, occurrence.spot), occurrence)


def _cell(category: str, spot: Point) -> Cell:
    size = SPOT_MAX_M / DEGREE_M
    return category, int(spot.lat // size), int(spot.lon // size)


def _is_same(here: Point, there: Point) -> bool:
    """Whether two points may be one, as far as that is known."""
    reach_m = min(max(SPOT_M, here.error_m + there.error_m), SPOT_MAX_M)
    return distance_m(here.lat, here.lon, there.lat, there.lon) <= reach_m


def _at(occurrence: Occurrence) -> float:
    return occurrence.at


def _label(occurrence: Occurrence) -> str:
    return occurrence.event or occurrence.category


def _names(occurrence: Occurrence) -> tuple[str, ...]:
    voice = occurrence.voice
    return (occurrence.incident_id, voice) if voice else (occurrence.incident_id,)


def _id(occurrence: Occurrence) -> tuple[float, str]:
    return occurrence.at, occurrence.incident_id


def _drop(items: list[T], item: T) -> None:
    """Out of a sorted list."""
    del items[bisect_left(items, item)]


def _drop_from(index: dict[K, list[T]], key: K, item: T) -> None:
    _drop(index[key], item)
    if not index[key]:
        del index[key]
