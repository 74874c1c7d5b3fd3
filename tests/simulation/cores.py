"""The core under the shell: the real one, or one as deterministic and stateful that costs a fifth.

A schedule must be cheap, and what an incident is matters less here than that it depends on what is in
memory and on the order of the reports.
"""

import asyncio
import gc
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager, nullcontext
from dataclasses import dataclass, field, replace
from datetime import datetime
from functools import lru_cache
from types import SimpleNamespace
from typing import Any
from unittest.mock import patch

from schemas.catalog.models import Catalog
from schemas.classified import ClassifiedReport
from schemas.dispatch import Dispatch, Kind
from schemas.incident import Decision, Incident, Link, Recorded, Routed, State
from schemas.kept import Kept
from streams.agents import desk, guarded, herald, resolve
from streams.core import fold, tell
from streams.core.durations.waiting import Waiting
from streams.core.ids import incident_id
from streams.core.life.usual import usually
from streams.core.rules import Rules
from streams.core.taken import Taken
from streams.transport import consumer
from tests.simulation import store
from tests.simulation.process import Ended
from tests.simulation.remembered import REMEMBERED, Same, remembered
from tests.simulation.told import told
from tests.simulation.town import POISON
from tests.unit.core.city import CATALOG, RULES

_REAL = fold._Fold.take_in
VOICES = 3
"""So many reports are one incident; the next of its category opens another."""
PAGE = 2
"""So many reporters herald tells at a time, and so much of the outbox is read: there is often more."""
GARBAGE = 50_000
"""So many new objects before the collector looks by itself, which is never: see `schedule.run`."""


@dataclass(slots=True)
class CheapIncidents:
    """As much of `OpenIncidents` as the shell uses."""

    most: int = 50_000
    held: dict[str, Incident] = field(default_factory=dict)

    def __len__(self) -> int:
        return len(self.held)

    def get(self, id: str) -> Incident | None:
        """The incident, while it is held."""
        return self.held.get(id)

    def waiting(self, key: str) -> Waiting:
        """Nobody."""
        return Waiting()

    def of(self, key: str) -> None:
        """Nothing is looked through."""

    def load(self, kept: Kept) -> None:
        """Take in a key."""
        self.held.update((incident.id, incident) for incident, _ in kept.read())

    def put(self, incident: Incident, voices: Mapping[str, datetime]) -> None:
        """Take in a version."""
        self.held[incident.id] = incident

    def renew(self, incident: Incident) -> None:
        """The same."""
        self.held[incident.id] = incident


class CheapRules:
    """As much of `Rules` as the shell uses."""

    catalog: Catalog = CATALOG
    sky, kinds, areas = RULES.sky, RULES.kinds, RULES.areas

    def no_incidents(self) -> CheapIncidents:
        """None is open."""
        return CheapIncidents()


def rules_of(core: str) -> Any:
    """What `Resolve` is given."""
    return RULES if core == "real" else CheapRules()


def _take_in(batch: Any, report: ClassifiedReport, sighting: None, opens_as: str) -> Taken:
    """In place of `_Fold.take_in`: the youngest incident of the category that is not full."""
    incidents, folded = batch.incidents, batch.folded
    category = report.classification.category
    room = [
        one
        for one in incidents.held.values()
        if one.category == category
        and one.key == report.key
        and one.reports < VOICES
        and one.state is State.OPEN
    ]
    before = max(room, key=lambda one: (one.opened_at, one.id), default=None)
    after = _grown(Same(before), Same(report)) if before else _opened(Same(report))
    link = Link(
        after.id,
        Decision.JOINS if before else Decision.OPENS,
        new_voice=True,
        distance_m=None,
        gap_s=None,
        evidence="",
    )
    incidents.put(after, {})
    folded.recorded.append(Recorded(report, link))
    folded.incidents[after.id] = after
    folded.causes[after.id, after.version] = report.report_key
    usual = usually(after, batch.durations, incidents.waiting(report.key), report.said_at)
    return Taken(report, link, before, after, stormy=False, usual=usual)


def _sightings_of(reports: Sequence[ClassifiedReport], *_: object) -> Sequence[None]:
    """Nothing is compared."""
    return [None] * len(reports)


def _dispatches_of(taken: Taken, _rules: Rules) -> Sequence[Dispatch]:
    return _dispatches(Same(taken.after), "joined" if taken.before else "opened")


@lru_cache(REMEMBERED)
def _dispatches(same: Same[Incident], kind: Kind) -> Sequence[Dispatch]:
    return [tell.dispatch_of(same.it, routed, kind, ()) for routed in same.it.routed]


@lru_cache(REMEMBERED)
def _opened(same: Same[ClassifiedReport]) -> Incident:
    report = same.it
    return Incident(
        id=incident_id(report),
        version=1,
        state=State.OPEN,
        category=report.classification.category,
        urgency=report.grade.urgency,
        place=None,
        place_words="di sana",
        opened_at=report.said_at,
        last_reported_at=report.said_at,
        reports=1,
        voices=1,
        summary=report.masked_text,
        photos=(),
        routed=(Routed("air", "aturan", "selalu", "2026-11-24"),),
    )


@lru_cache(REMEMBERED)
def _grown(grows: Same[Incident], by: Same[ClassifiedReport]) -> Incident:
    before, report = grows.it, by.it
    return replace(
        before,
        version=before.version + 1,
        reports=before.reports + 1,
        voices=before.voices + 1,
        last_reported_at=max(before.last_reported_at, report.said_at),
        summary=report.masked_text,
    )


def _frail(take_in: Callable[..., Taken]) -> Callable[..., Taken]:
    """The same, with a fault that one report brings out."""

    def taken_in(batch: Any, report: ClassifiedReport, *args: Any) -> Taken:
        if is_poisonous(report):
            raise ZeroDivisionError(POISON)
        return take_in(batch, report, *args)

    return taken_in


def is_poisonous(report: ClassifiedReport) -> bool:
    """Whether the core fails on it; told by the id, which seals leave open."""
    return report.report.id == POISON


def _now_s() -> float:
    """Virtual time, within the loop of a schedule."""
    return asyncio.get_running_loop().time()


def _end(reason: str, error: BaseException | None = None) -> None:
    raise Ended(reason) from error


@contextmanager
def in_place(core: str) -> Iterator[None]:
    """The core, pages that a schedule fills, and what a process may do to itself: collect garbage, end."""
    quiet = SimpleNamespace(**dict.fromkeys(("collect", "freeze", "disable", "enable"), lambda: None))
    with ExitStack() as stack:
        stack.enter_context(patch.object(resolve, "gc", quiet))
        stack.enter_context(patch.object(herald, "PAGE", PAGE))
        stack.enter_context(patch.object(store, "OUTBOX_PAGE", PAGE))
        stack.enter_context(patch.object(consumer, "die", _end))
        stack.enter_context(patch.object(consumer, "time", SimpleNamespace(monotonic=_now_s)))
        take_in = _frail(_take_in if core == "cheap" else _REAL)
        stack.enter_context(patch.object(fold._Fold, "take_in", take_in))
        for steps in (desk, guarded):
            stack.enter_context(patch.object(steps, "limited", nullcontext))
        stack.enter_context(remembered())
        if core == "cheap":
            stack.enter_context(patch.object(fold, "sightings_of", _sightings_of))
            stack.enter_context(patch.object(fold, "dispatches_of", _dispatches_of))
            stack.enter_context(told())
        threshold = gc.get_threshold()
        gc.collect()
        gc.freeze()
        gc.set_threshold(GARBAGE, 50, 1_000)
        try:
            yield
        finally:
            gc.set_threshold(*threshold)
            gc.unfreeze()
