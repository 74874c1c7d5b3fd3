"""An incident, and why each report belongs to it."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import NamedTuple

from schemas.catalog.models import Urgency
from schemas.classified import ClassifiedReport, Place
from schemas.life import UNTOUCHED, Life


class State(StrEnum):
    """Whether an incident is over; how far it is says its `Step`."""

    OPEN = "open"
    CLOSED = "closed"


class Decision(StrEnum):
    """What a report did to the incidents. One that asks opens its own, until somebody answers."""

    OPENS = "opens"
    JOINS = "joins"
    ASKS = "asks"
    RESENDS = "resends"


@dataclass(frozen=True, slots=True)
class Routed:
    """An agency that must act, the rule that chose it, and the day the rule was asked for."""

    agency: str
    rule: str
    reason: str
    day: str


class Point(NamedTuple):
    """Where one report of an incident lies, and how far off that may be."""

    lat: float
    lon: float
    error_m: float


@dataclass(frozen=True, slots=True)
class Trace:
    """What later reports are compared with, beside the incident's category, times and summary.

    `points` begin with the founder's; `photos` are perceptual hashes in hexadecimal; `channel` is the
    one that spoke of it last.
    """

    points: tuple[Point, ...] = ()
    address: str = ""
    photos: tuple[str, ...] = ()
    channel: str = ""

    @property
    def founder(self) -> Point | None:
        """Where it lies: the first point."""
        return self.points[0] if self.points else None


@dataclass(frozen=True, slots=True)
class Incident:
    """One version of one real-world problem. `id` is `city:family:hash`, so it carries its key.

    `perhaps` is an incident that it may be the same as, until somebody answers. `recurs` is the one
    before it on the same spot, and `recurred` how often the problem has come back there. `event` is the
    storm of reports that it belongs to; to be gathered makes no new version, the event tells of it.

    `revision` counts the corrections it went through. `moved_to` is where its reports went, if it has
    none left; `routed_by` the correction that chose the agencies, else the catalog did; `released` are
    agencies that were told of it and need not act any more. `dismissed_by` is the correction that found
    it to be no report at all.
    """

    id: str
    version: int
    state: State
    category: str
    urgency: Urgency
    place: Place | None
    place_words: str
    opened_at: datetime
    last_reported_at: datetime
    reports: int
    voices: int
    summary: str
    photos: tuple[str, ...]
    routed: tuple[Routed, ...]
    trace: Trace = Trace()
    perhaps: str | None = None
    recurs: str | None = None
    recurred: int = 0
    closed_at: datetime | None = None
    revision: int = 0
    moved_to: str | None = None
    routed_by: str | None = None
    released: tuple[str, ...] = ()
    dismissed_by: str | None = None
    event: str | None = None
    life: Life = UNTOUCHED
    due_at: datetime | None = None

    @property
    def key(self) -> str:
        """`city:family`."""
        return key_of(self.id)

    @property
    def comparable(self) -> bool:
        """Whether later reports are compared with it: not with what moved away or never was."""
        return self.reports > 0 and self.dismissed_by is None


@dataclass(frozen=True, slots=True)
class Term:
    """One reason for or against two reports speaking of one incident, in log-odds."""

    name: str
    words: str
    weight: float


@dataclass(frozen=True, slots=True)
class Rival:
    """The best incident that the report was not joined to."""

    incident_id: str
    score: float


@dataclass(frozen=True, slots=True)
class Link:
    """Why a report belongs to its incident, in figures and in words.

    `score` and `terms` are of the incident joined or, if none was, of the best `rival`: of one that
    asks, the incident it asks about. `correction` is the one that changed the link last.
    """

    incident_id: str
    decision: Decision
    new_voice: bool
    distance_m: float | None
    gap_s: float | None
    evidence: str
    score: float | None = None
    terms: tuple[Term, ...] = ()
    rival: Rival | None = None
    correction: str | None = None


@dataclass(frozen=True, slots=True)
class Recorded:
    """A report in its incident."""

    report: ClassifiedReport
    link: Link


def key_of(incident_id: str) -> str:
    """The key `city:family` that an incident's id carries."""
    return incident_id.rpartition(":")[0]


def family_of(incident_id: str) -> str:
    """The family that an incident's id carries."""
    return key_of(incident_id).rpartition(":")[2]
