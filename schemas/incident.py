"""An incident, and why each report belongs to it."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from schemas.catalog.models import Urgency
from schemas.classified import ClassifiedReport, Place


class State(StrEnum):
    """Where an incident stands."""

    OPEN = "open"
    CLOSED = "closed"


class Decision(StrEnum):
    """What a report did to the incidents."""

    OPENS = "opens"
    JOINS = "joins"
    RESENDS = "resends"


@dataclass(frozen=True, slots=True)
class Routed:
    """An agency that must act, the rule that chose it, and the day the rule was asked for."""

    agency: str
    rule: str
    reason: str
    day: str


@dataclass(frozen=True, slots=True)
class Incident:
    """One version of one real-world problem. `id` is `city:family:hash`, so it carries its key."""

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

    @property
    def key(self) -> str:
        """`city:family`."""
        return key_of(self.id)


@dataclass(frozen=True, slots=True)
class Link:
    """Why a report belongs to its incident, in figures and in words."""

    incident_id: str
    decision: Decision
    new_voice: bool
    distance_m: float | None
    gap_s: float | None
    evidence: str


@dataclass(frozen=True, slots=True)
class Recorded:
    """A report in its incident."""

    report: ClassifiedReport
    link: Link


def key_of(incident_id: str) -> str:
    """The key `city:family` that an incident's id carries."""
    return incident_id.rpartition(":")[0]
