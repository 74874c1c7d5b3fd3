"""`dispatches.<agency>`: one version of an incident, told to an agency."""

from typing import Annotated, Literal

from pydantic import Field

from schemas.catalog.models import Urgency
from schemas.contract import Contract, Latitude, Longitude, Timestamp

Kind = Literal["opened", "joined", "changed", "moved", "closed"]


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


class Dispatch(Contract):
    """What an agency is told. Drop a message whose `version` is not above the one you hold.

    `opened` is the first word to this agency about this incident; the others follow. A message
    may arrive again with the same `id`; it is never sent as `opened` under another. `moved` and
    `closed` are the last word, unless a correction is taken back: then `changed` follows.
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
    why: Annotated[str, Field(description="the operator's reason, personal data masked")] = ""
    event: Annotated[
        str | None,
        Field(description="the event it belongs to; while that lasts, `joined` is told at steps only"),
    ] = None
    route: Chosen
