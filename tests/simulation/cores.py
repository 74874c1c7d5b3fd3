"""The core under the shell: the real one, or one as deterministic and stateful that costs a fifth.

A schedule must be cheap, and what an incident is matters less here than that it depends on what is in
memory and on the order of the reports.
"""

import gc
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field, replace
from datetime import datetime
from functools import lru_cache
from types import SimpleNamespace
from typing import Any
from unittest.mock import patch

from schemas.catalog.models import Catalog
from schemas.classified import ClassifiedReport
from schemas.incident import Decision, Incident, Link, Recorded, Routed, State
from schemas.message import Message
from schemas.passage import Passage
from schemas.rejection import Origin, Rejection
from streams.agents import resolve, triage
from streams.core import command_records, fold, tell
from streams.core.ids import incident_id
from streams.core.rules import Rules
from streams.core.storms import Storms
from streams.core.understand import Knowledge, understand
from streams.core.waiting import Waiting
from streams.core.weights import Weights
from streams.transport import consumer
from tests.simulation.process import Ended
from tests.unit.core.city import CATALOG, RULES

KNOWLEDGE = Knowledge.of(CATALOG, Weights.none())
VOICES = 3
"""So many reports are one incident; the next of its category opens another."""
REMEMBERED = 1 << 14
GARBAGE = 50_000
"""So many new objects before the collector looks: a schedule leaves little behind."""


@dataclass(slots=True)
class CheapIncidents:
    """As much of `OpenIncidents` as the shell uses."""

    most: int = 50_000
    waiting: Waiting = field(default_factory=Waiting)
    held: dict[str, Incident] = field(default_factory=dict)

    def __len__(self) -> int:
        return len(self.held)

    def get(self, id: str) -> Incident | None:
        """The incident, while it is held."""
        return self.held.get(id)

    def put(self, incident: Incident, voices: Mapping[str, datetime]) -> None:
        """Take in a version."""
        self.held[incident.id] = incident

    def renew(self, incident: Incident) -> None:
        """The same."""
        self.held[incident.id] = incident


class CheapRules:
    """As much of `Rules` as the shell uses."""

    catalog: Catalog = CATALOG
    sky = RULES.sky

    def no_incidents(self) -> CheapIncidents:
        """None is open."""
        return CheapIncidents()


def rules_of(core: str) -> Any:
    """What `Resolve` is given."""
    return RULES if core == "real" else CheapRules()


def _take_in(
    report: ClassifiedReport,
    incidents: CheapIncidents,
    rules: Rules,
    storms: Storms,
    folded: fold.Folded,
    *,
    moved: Mapping[str, str],
) -> tuple[Incident, Link]:
    """In place of `streams.core.fold._take_in`: the youngest incident of the category that is not full."""
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
    after = _grown(before, report) if before else _opened(report)
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
    kind = "joined" if before else "opened"
    folded.dispatches += [tell.dispatch_of(after, routed, kind, ()) for routed in after.routed]
    return after, link


def _opened(report: ClassifiedReport) -> Incident:
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


def _grown(before: Incident, report: ClassifiedReport) -> Incident:
    return replace(
        before,
        version=before.version + 1,
        reports=before.reports + 1,
        voices=before.voices + 1,
        last_reported_at=max(before.last_reported_at, report.said_at),
        summary=report.masked_text,
    )


@lru_cache(REMEMBERED)
def understood(
    value: bytes, channel: str, topic: str, partition: int, offset: int
) -> ClassifiedReport | Rejection:
    return understand(value, channel, Origin(topic=topic, partition=partition, offset=offset), KNOWLEDGE)


def _understand(
    value: bytes, channel: str, origin: Origin, _knowledge: Knowledge
) -> ClassifiedReport | Rejection:
    """`understand` is pure, and the towns are few."""
    return understood(value, channel, origin.topic, origin.partition, origin.offset)


def _classified_record(report: ClassifiedReport, passage: Passage | None = None) -> Message:
    """`classified_record` is pure too, and what was understood is one object a record."""
    return _said(_Same(report), passage)


class _Same:
    """An object, whatever it holds."""

    def __init__(self, report: ClassifiedReport) -> None:
        self.report = report

    def __hash__(self) -> int:
        return id(self.report)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Same) and other.report is self.report


@lru_cache(REMEMBERED)
def _said(same: _Same, passage: Passage | None) -> Message:
    return tell.classified_record(same.report, passage)


@dataclass(frozen=True, slots=True)
class _Record:
    """What `read_event` looks at; where a record lies counts only for one that nobody can read."""

    value: bytes
    headers: tuple[tuple[str, bytes], ...]
    topic: str = ""
    partition: int = 0
    offset: int = 0


@lru_cache(REMEMBERED)
def _read(value: bytes, type: bytes) -> Any:
    return command_records.read_event(_Record(value, (("ce_type", type),)), CATALOG)


def _read_event(record: Any, catalog: Catalog) -> Any:
    event = _read(record.value, dict(record.headers).get("ce_type", b""))
    return command_records.read_event(record, catalog) if isinstance(event, Rejection) else event


def _end(reason: str, error: BaseException | None = None) -> None:
    raise Ended(reason) from error


@contextmanager
def in_place(core: str) -> Iterator[None]:
    """The core, and what a process may do to itself: collecting garbage and ending."""
    quiet = SimpleNamespace(collect=lambda: None, freeze=lambda: None)
    with ExitStack() as stack:
        stack.enter_context(patch.object(resolve, "gc", quiet))
        stack.enter_context(patch.object(consumer, "die", _end))
        stack.enter_context(patch.object(triage, "understand", _understand))
        stack.enter_context(patch.object(triage, "classified_record", _classified_record))
        stack.enter_context(patch.object(resolve, "read_event", _read_event))
        if core == "cheap":
            stack.enter_context(patch.object(fold, "_take_in", _take_in))
        threshold = gc.get_threshold()
        gc.collect()
        gc.freeze()
        gc.set_threshold(GARBAGE, 50, 1_000)
        try:
            yield
        finally:
            gc.set_threshold(*threshold)
            gc.unfreeze()
