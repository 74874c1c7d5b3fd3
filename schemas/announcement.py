"""`announcements`: what all reporters of an incident are told. Between our own workers only.

`resolve` writes one, however many they are; `herald` makes a feedback for each of them.
"""

from dataclasses import dataclass
from typing import Annotated

from pydantic import Field

from schemas.catalog.messages import Told
from schemas.contract import Contract, IncidentId, Timestamp


class Announcement(Contract):
    """One message for all reporters of an incident. `number` counts those of the incident.

    Reporters whose place in the log is behind `up_to` came later and hear where things stand when they do.
    """

    incident_id: IncidentId
    number: Annotated[int, Field(ge=1)]
    up_to: Annotated[int, Field(ge=0, le=2**63 - 1)]
    kind: Told
    message: Annotated[str, Field(description="Indonesian, ready to be shown")]
    asks: bool
    at: Timestamp


@dataclass(frozen=True, slots=True)
class Reporter:
    """Who is to be told. `position` is the place of the report in the log."""

    channel: str
    report_id: str
    reporter: str | None
    position: int
