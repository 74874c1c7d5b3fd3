"""What a correction changes, before anything is rebuilt: choices of operators, and seats of reports."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from schemas.classified import ReportKey
from schemas.corrected import Choice, Seat
from schemas.incident import Incident


@dataclass(frozen=True, slots=True)
class Plan:
    """`goes` says where reports go: an incident, or the very seat that they had there before.

    `touched` are incidents that change though none of their reports goes or comes; `opens` gives the
    category of those that may have to be opened.
    """

    touched: tuple[str, ...] = ()
    choices: Mapping[str, Choice] = field(default_factory=dict)
    goes: Mapping[ReportKey, str | Seat] = field(default_factory=dict)
    opens: Mapping[str, str] = field(default_factory=dict)
    undoes: str | None = None


def choice_of(incident: Incident) -> Choice:
    """What was chosen of an incident."""
    return Choice(
        state=incident.state,
        category=incident.category,
        closed_at=incident.closed_at,
        moved_to=incident.moved_to,
        perhaps=incident.perhaps,
        dismissed_by=incident.dismissed_by,
        routed_by=incident.routed_by,
        routed=incident.routed if incident.routed_by else (),
    )


def chosen(incident: Incident, choice: Choice) -> Incident:
    """The incident with that choice. Who refused the one matter has not refused another."""
    same = choice.category == incident.category
    return replace(
        incident,
        life=incident.life if same else replace(incident.life, refusals=()),
        state=choice.state,
        category=choice.category,
        closed_at=choice.closed_at,
        moved_to=choice.moved_to,
        perhaps=choice.perhaps,
        dismissed_by=choice.dismissed_by,
        routed_by=choice.routed_by,
        routed=choice.routed if choice.routed_by else incident.routed,
    )


def target_of(where: str | Seat) -> str:
    """The incident that a report goes to."""
    return where.link.incident_id if isinstance(where, Seat) else where
