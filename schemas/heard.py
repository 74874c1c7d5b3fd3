"""What is kept of what agencies say and reporters answer, and all that it takes to judge it."""

from dataclasses import dataclass
from datetime import datetime
from typing import Literal, TypeAlias

from schemas.incident import Incident

Checked: TypeAlias = Literal["photo", "time", "place", "original"]
"""Of a proof: that there is a photo, when and where it was taken, and that it was never seen before."""


@dataclass(frozen=True, slots=True)
class Check:
    """One thing that was looked at, and what was found, in Indonesian."""

    name: Checked
    passed: bool
    words: str


@dataclass(frozen=True, slots=True)
class Alike:
    """A photo that was seen before and looks the same. `name` is `channel:id`, or `agency/id` of a proof."""

    photo: str
    of: Literal["report", "proof"]
    name: str
    incident_id: str


@dataclass(frozen=True, slots=True)
class ProgressScene:
    """What an agency's word speaks of, as Postgres holds it.

    `known` is the digest of what had this id before; `reach` the place in the log of the incident's last
    reporter; `alike` are photos seen before that look like those of the message.
    """

    incident: Incident | None
    known: str | None = None
    reach: int = 0
    alike: tuple[Alike, ...] = ()


@dataclass(frozen=True, slots=True)
class ReplyScene:
    """What a reply speaks of, as Postgres holds it.

    `incident_id` is where the report is now, None if nobody knows the report; `incident` is that incident
    if it is of the key. `voice` is who answers. `yes` and `no` are the other voices of the present vote;
    `again` says that this very report joined by itself after it was resolved, as a voice that was new, and
    that this voice has not answered yet.
    """

    known: str | None = None
    incident_id: str | None = None
    incident: Incident | None = None
    voice: str = ""
    reach: int = 0
    yes: int = 0
    no: int = 0
    again: bool = False


@dataclass(frozen=True, slots=True)
class Due:
    """An incident that time changes, and the place in the log of its last reporter."""

    incident: Incident
    reach: int


@dataclass(frozen=True, slots=True)
class Finished:
    """An incident that was fixed and closed; `seconds` from its first report until it was resolved."""

    incident_id: str
    category: str
    agencies: tuple[str, ...]
    opened_at: datetime
    closed_at: datetime
    seconds: float

    @classmethod
    def of(cls, incident: Incident) -> "Finished":
        """Raises ValueError for one that was not fixed and closed."""
        if incident.closed_at is None or incident.life.resolved_at is None:
            raise ValueError(f"{incident.id} is not finished")
        return cls(
            incident.id,
            incident.category,
            tuple(routed.agency for routed in incident.routed),
            incident.opened_at,
            incident.closed_at,
            (incident.life.resolved_at - incident.opened_at).total_seconds(),
        )

    @property
    def order(self) -> tuple[datetime, str]:
        """By the time of closing, then by id."""
        return self.closed_at, self.incident_id
