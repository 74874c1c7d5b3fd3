"""`reports.<channel>`: what one citizen said."""

from typing import Annotated, Self

from pydantic import ConfigDict, Field, model_validator

from schemas.contract import Contract, IncidentId, Latitude, Longitude, Timestamp

ID_LENGTH = 128
TEXT_LENGTH = 10_000
PHOTOS = 10


class Photo(Contract):
    """A photo that lies elsewhere. Fields that are not listed here are kept as they came."""

    model_config = ConfigDict(extra="allow")

    url: Annotated[str, Field(min_length=1, max_length=2_048)]
    sha256: Annotated[str | None, Field(pattern=r"^[0-9a-fA-F]{64}$")] = None
    phash: Annotated[str | None, Field(pattern=r"^[0-9a-fA-F]{16,64}$", description="perceptual hash")] = None
    taken_at: Timestamp | None = None
    lat: Latitude | None = None
    lon: Longitude | None = None


class Report(Contract):
    """One report, as its channel gives it. Fields that are not listed here are kept as they came.

    Only `id` and `reported_at` are always needed; `text` may be empty or absent if there is a
    photo, a category or an incident that it supports. `lat` and `lon` come together. A second report
    with the id of an earlier one is taken for the same report when its content is the same, and
    refused when it differs.
    """

    model_config = ConfigDict(extra="allow", title="Report, version 1")

    id: Annotated[
        str,
        Field(
            min_length=1,
            max_length=ID_LENGTH,
            pattern=r"^[^\s\x00-\x1f\x7f]([^\x00-\x1f\x7f]*[^\s\x00-\x1f\x7f])?$",
            description="unique within its channel",
        ),
    ]
    reported_at: Annotated[Timestamp, Field(description="when it was said; RFC 3339 with an offset")]
    text: Annotated[str, Field(max_length=TEXT_LENGTH)] = ""
    lat: Latitude | None = None
    lon: Longitude | None = None
    accuracy_m: Annotated[
        float | None,
        Field(
            ge=0,
            le=1e6,
            allow_inf_nan=False,
            description="radius the device or operator is sure of; else the channel's own error_m counts, "
            "which may be too vague for the report to join an incident",
        ),
    ] = None
    place: Annotated[str | None, Field(max_length=500, description="the place in words")] = None
    reporter: Annotated[
        str | None,
        Field(min_length=1, max_length=128, description="the channel's own opaque reference, never a name"),
    ] = None
    photos: Annotated[tuple[Photo, ...], Field(max_length=PHOTOS)] = ()
    category: Annotated[
        str | None,
        Field(max_length=40, description="what the citizen or operator picked, an id of the catalog"),
    ] = None
    supports: Annotated[
        IncidentId | None,
        Field(
            description="the incident that the reporter says this is about: while it is open the report "
            "joins it, whatever else it says",
        ),
    ] = None

    @model_validator(mode="after")
    def _says_something(self) -> Self:
        if not (self.text.strip() or self.photos or self.category or self.supports):
            raise ValueError("text: may only be empty if there is a photo, a category or an incident")
        if (self.lat is None) != (self.lon is None):
            missing = "lat" if self.lat is None else "lon"
            raise ValueError(f"{missing}: lat and lon come together")
        return self
