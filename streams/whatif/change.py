"""What other rules would change, in figures and examples; as JSON by `dataclasses.asdict`."""

from collections.abc import Mapping
from dataclasses import dataclass

from schemas.incident import Decision


@dataclass(frozen=True, slots=True)
class Shift:
    """A count by the rules in force and by the candidate."""

    before: int
    after: int


@dataclass(frozen=True, slots=True)
class Piece:
    """A part of a regrouped incident: its first report, and why that is where it would be."""

    incident: str
    reports: int
    report: str
    text: str
    reason: str


@dataclass(frozen=True, slots=True)
class Example:
    """An incident that would hold several of now, or that would come apart; its first `pieces` of `parts`."""

    incident: str
    reports: int
    parts: int
    pieces: tuple[Piece, ...]


@dataclass(frozen=True, slots=True)
class Regrouped:
    """Incidents that merged, or that were split: `incidents`, and the `parts` on the other side.

    `pairs` counts pairs of reports that came together, or apart.
    """

    incidents: int
    parts: int
    pairs: int
    examples: tuple[Example, ...]


@dataclass(frozen=True, slots=True)
class Load:
    """What an agency would hear: incidents that are new to it, and all that it is told."""

    agency: str
    incidents: Shift
    dispatches: Shift


@dataclass(frozen=True, slots=True)
class Turn:
    """So many reports that were one thing and would be another."""

    before: str
    after: str
    reports: int


@dataclass(frozen=True, slots=True)
class Turns:
    """All reports for which something changed, and the kinds of change that are most frequent."""

    reports: int
    top: tuple[Turn, ...]


@dataclass(frozen=True, slots=True)
class Cause:
    """Why the candidate refuses reports that the rules in force take in."""

    code: str
    reason: str
    reports: int
    example: str


@dataclass(frozen=True, slots=True)
class Drift:
    """How the recorded incidents differ from those that the rules in force give now.

    Corrections, incidents that were closed, and rules that have changed since do that.
    """

    moved: int
    merged: int
    split: int


@dataclass(frozen=True, slots=True)
class Change:
    """All of it. `moved` counts reports whose companions would not be the same."""

    reports: int
    incidents: Shift
    moved: int
    merged: Regrouped
    split: Regrouped
    decisions: Mapping[Decision, Shift]
    agencies: tuple[Load, ...]
    categories: Turns
    urgency: Turns
    refused: Shift
    refused_because: tuple[Cause, ...]
    recorded: Drift
