"""`progress.<agency>`: what an agency says it did about an incident."""

from enum import StrEnum
from typing import Annotated, Self

from pydantic import ConfigDict, Field, model_validator

from schemas.contract import Contract, IncidentId, Timestamp
from schemas.incident import key_of
from schemas.report import PHOTOS, Photo

NOTE_LENGTH = 1_000


class Said(StrEnum):
    """What may be said. The last two are the operator's, who decides where a fix is doubted.

    `released`: the agency lets partners do it; the first that accepts gets it.
    """

    ACCEPTED = "accepted"
    REFUSED = "refused"
    ON_SITE = "on_site"
    RESOLVED = "resolved"
    CANNOT = "cannot"
    RELEASED = "released"
    CONFIRMED = "confirmed"
    REOPENED = "reopened"


REASONED = (Said.REFUSED, Said.CANNOT, Said.REOPENED)
"""These need a reason."""


class Progress(Contract):
    """One step, by the agency whose topic it comes on.

    A second one with the id of an earlier one is the same if its content is, and refused otherwise.
    """

    model_config = ConfigDict(title="Progress, version 1")

    id: Annotated[
        str,
        Field(pattern=r"^[A-Za-z0-9][A-Za-z0-9._:-]*$", max_length=128, description="chosen by the sender"),
    ]
    incident_id: IncidentId
    version: Annotated[int, Field(ge=1, le=2**31 - 1, description="of the dispatch that this answers")]
    at: Annotated[Timestamp, Field(description="when it was done; RFC 3339 with an offset")]
    by: Annotated[
        str, Field(min_length=1, max_length=128, description="the officer's account, opaque, never a name")
    ]
    said: Said
    why: Annotated[str, Field(max_length=NOTE_LENGTH, description="needed to refuse, give up or reopen")] = ""
    agency: Annotated[
        str | None, Field(max_length=40, description="of a refusal: who should act instead")
    ] = None
    photos: Annotated[tuple[Photo, ...], Field(max_length=PHOTOS, description="of the fix")] = ()

    @model_validator(mode="after")
    def _complete(self) -> Self:
        if self.said in REASONED and not self.why.strip():
            raise ValueError(f"why: {self.said} needs a reason")
        if self.agency is not None and self.said is not Said.REFUSED:
            raise ValueError("agency: only a refusal names another agency")
        if self.photos and self.said is not Said.RESOLVED:
            raise ValueError("photos: only what is resolved is shown")
        return self

    @property
    def proving(self) -> tuple[Photo, ...]:
        """Photos that say when and where they were taken. Others prove nothing, and may be sent again."""
        return tuple(photo for photo in self.photos if photo.taken_at and None not in (photo.lat, photo.lon))

    @property
    def key(self) -> str:
        """`city:family` of the incident."""
        return key_of(self.incident_id)
