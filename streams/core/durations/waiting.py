"""Since when the incidents have been open that are not closed yet."""

from array import array
from bisect import bisect_left, insort
from dataclasses import dataclass, field
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

from schemas.incident import Incident, State
from streams.core.classify.weights import Floats

Counts: TypeAlias = NDArray[np.intp]
Duty: TypeAlias = tuple[str, str]
"""A category, and an agency that must act."""


@dataclass(slots=True)
class Waiting:
    """When each was opened, by category and agency, in order. A function of the incidents that are held."""

    _opened: dict[Duty, "array[float]"] = field(default_factory=dict)

    def __len__(self) -> int:
        return sum(map(len, self._opened.values()))

    def put(self, before: Incident | None, after: Incident | None) -> None:
        """An incident became another version of itself; None is one that is not held."""
        if before and after and _stays_alike(before, after):
            return
        for duty, at in _stays(before):
            opened = self._opened[duty]
            del opened[bisect_left(opened, at)]
            if not opened:
                del self._opened[duty]
        for duty, at in _stays(after):
            insort(self._opened.setdefault(duty, array("d")), at)

    def reached(self, category: str, agency: str, ages: Floats, since: float, until: float) -> Counts:
        """How many of them came to be as old as each of `ages`, in seconds, between two moments."""
        opened = self._opened.get((category, agency))
        if opened is None:
            return np.zeros(len(ages), np.intp)
        times = np.frombuffer(opened)
        before, after = (times.searchsorted(end - ages, "right") for end in (since, max(since, until)))
        return after - before


def _stays_alike(one: Incident, other: Incident) -> bool:
    """Whether nothing changes, as with most reports."""
    return (
        one.state is other.state
        and one.comparable == other.comparable
        and one.opened_at == other.opened_at
        and one.category == other.category
        and one.routed == other.routed
    )


def _stays(incident: Incident | None) -> list[tuple[Duty, float]]:
    if incident is None or incident.state is not State.OPEN or not incident.comparable:
        return []
    opened_at = incident.opened_at.timestamp()
    return [((incident.category, routed.agency), opened_at) for routed in incident.routed]
