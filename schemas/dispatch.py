"""`dispatches.<agency>`: one version of an incident, told to an agency."""

from typing import Annotated, Literal

from pydantic import AwareDatetime, Field

from schemas.catalog.models import Urgency
from schemas.contract import Contract, Latitude, Longitude, Timestamp
from schemas.life import Overdue, Step

Kind = Literal[
    "opened",
    "joined",
    "changed",
    "moved",
    "closed",
    "progress",
    "reopened",
    "overdue",
    "asked",
    "offered",
    "withdrawn",
]


class Where(Contract):
    """The place of an incident. Without coordinates nobody could say where it is."""

    lat: Latitude | None = None
    lon: Longitude | None = None
    error_m: float | None = None
    words: Annotated[str, Field(description="the place in words, for a person")]


class Area(Contract):
    """Ids of the catalog; absent when unknown or outside the city."""

    kelurahan: str | None = None
    kecamatan: str | None = None
    outside: bool = False


class Chosen(Contract):
    """The rule that chose the agency, and the day it was asked for."""

    rule: str
    reason: str
    day: Annotated[str, Field(description="YYYY-MM-DD, in the city's own time zone")]


class Standing(Contract):
    """Where one agency's work on the incident stands, and by when it promised what.

    A promise may lie beyond the last moment that we take in.
    """

    agency: str
    step: Step
    since: Annotated[Timestamp, Field(description="stands there since")]
    accept_by: Annotated[AwareDatetime | None, Field(description="promised; absent once accepted")] = None
    resolve_by: Annotated[AwareDatetime | None, Field(description="promised; absent once it is over")] = None
    partner: Annotated[str | None, Field(description="does it in the agency's name")] = None
    proven: Annotated[bool | None, Field(description="whether what was sent shows the fix")] = None


class Dispatch(Contract):
    """What an agency is told. Drop a message whose `version` is not above the one you hold.

    `opened` is the first word to this agency about this incident; the others follow. A message
    may arrive again with the same `id`; it is never sent as `opened` under another. `moved` and
    `closed` are the last word, unless a correction is taken back or the incident comes back: then
    `changed` or `reopened` follows.

    `progress`: an agency or a partner has said something, `overdue`: a promise was not kept. To the
    operator alone: `asked`, something needs a decision. To partners: `offered`, the first that accepts
    gets it, and `withdrawn`.
    """

    id: Annotated[str, Field(description="incident_id/version/agency, the same whenever it is sent again")]
    incident_id: str
    version: Annotated[int, Field(ge=1, description="grows by one with each change of the incident")]
    kind: Kind
    agency: str
    category: str
    urgency: Urgency
    place: Where
    area: Area
    reports: Annotated[int, Field(ge=0, description="none once all have moved to another incident")]
    voices: Annotated[int, Field(ge=0, description="different citizens; a resend adds none")]
    summary: Annotated[str, Field(description="what was said, personal data masked")]
    photos: tuple[str, ...] = ()
    opened_at: Timestamp
    last_reported_at: Timestamp
    perhaps: Annotated[
        str | None, Field(description="an incident that this may be the same as, until somebody answers")
    ] = None
    recurs: Annotated[str | None, Field(description="the incident before it on the same spot")] = None
    recurred: Annotated[int, Field(ge=0, description="how often the problem has come back here")] = 0
    moved_to: Annotated[str | None, Field(description="the incident that reports of this one went to")] = None
    moved_from: Annotated[str | None, Field(description="the incident that reports came from")] = None
    correction: Annotated[str | None, Field(description="id of the correction that this tells of")] = None
    why: Annotated[str, Field(description="the reason somebody gave, personal data masked")] = ""
    event: Annotated[
        str | None,
        Field(description="the event it belongs to; while that lasts, `joined` is told at steps only"),
    ] = None
    step: Annotated[Step, Field(description="where the incident as a whole stands")] = Step.DISPATCHED
    works: Annotated[tuple[Standing, ...], Field(description="one for each agency that must act")] = ()
    reopened: Annotated[int, Field(ge=0, description="how often it had to be reopened")] = 0
    overdue: Annotated[Overdue | None, Field(description="which promise was not kept")] = None
    progress: Annotated[str | None, Field(description="agency/id of the progress that this tells of")] = None
    route: Chosen
