"""What is kept of a correction: what became of it, and what it takes to take it back."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from schemas.classified import ClassifiedReport, ReportKey
from schemas.correction import Correction
from schemas.incident import Incident, Link, Routed, State
from schemas.result import Refusal, Result

MEMBERS = 10_000
"""Incidents of more reports together are not corrected: all of them are read in one transaction."""


@dataclass(frozen=True, slots=True)
class Choice:
    """What of an incident does not follow from its reports. `routed` counts if an operator chose it."""

    state: State
    category: str
    closed_at: datetime | None = None
    moved_to: str | None = None
    perhaps: str | None = None
    dismissed_by: str | None = None
    routed_by: str | None = None
    routed: tuple[Routed, ...] = ()


@dataclass(frozen=True, slots=True)
class Was:
    """An incident before a correction and after it."""

    id: str
    before: Choice
    after: Choice


@dataclass(frozen=True, slots=True)
class Seat:
    """Where a report was linked, and its place in the order of that key's log."""

    channel: str
    report_id: str
    link: Link
    position: int

    @property
    def key(self) -> ReportKey:
        """channel, id."""
        return self.channel, self.report_id


@dataclass(frozen=True, slots=True)
class Before:
    """What an undo needs: incidents and seats as they were, and the incidents that were not there."""

    was: tuple[Was, ...] = ()
    seats: tuple[Seat, ...] = ()
    created: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Entry:
    """A correction as Postgres holds it. `incidents` are those it changed, or named if it was refused."""

    correction: Correction
    digest: str
    result: Result
    refusal: Refusal | None = None
    incidents: tuple[str, ...] = ()
    before: Before = Before()
    undone_by: str | None = None


@dataclass(frozen=True, slots=True)
class Member:
    """A report in its incident. `position` orders the reports of a key; None for one that has just come.

    `leaving` is the correction that takes it to another key, where it has not arrived yet.
    """

    report: ClassifiedReport
    link: Link
    position: int | None
    leaving: str | None = None

    @property
    def key(self) -> ReportKey:
        """channel, id."""
        return self.report.report_key

    def seat(self) -> Seat:
        """Where it is now. Raises ValueError for one that has just come."""
        if self.position is None:
            raise ValueError(f"{self.key} has no position yet")
        return Seat(*self.key, self.link, self.position)


@dataclass(frozen=True, slots=True)
class Scene:
    """All that a correction needs to know, as Postgres holds it.

    `members` are those that are not leaving, by incident; `arriving` those that are on their way here.
    `known` is the correction of this very id, `earlier` the one to be undone; `last` the last one that
    changed each incident, `standing` the last of those that were not taken back.
    """

    incidents: Mapping[str, Incident] = field(default_factory=dict)
    members: Mapping[str, tuple[Member, ...]] = field(default_factory=dict)
    arriving: tuple[Member, ...] = ()
    known: Entry | None = None
    earlier: Entry | None = None
    last: Mapping[str, Entry] = field(default_factory=dict)
    standing: Mapping[str, Entry] = field(default_factory=dict)
