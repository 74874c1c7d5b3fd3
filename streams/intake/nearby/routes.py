"""`GET /nearby`: what is known around a place, so that an app can ask "this one?" before it reports."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import UTC, datetime
from typing import Annotated

from fastapi import APIRouter, Query
from pydantic import BaseModel, ConfigDict, Field

from schemas.catalog.models import Catalog
from schemas.incident import Incident
from schemas.public import public_categories, public_point
from sinks.nearby import Spotted
from streams.core.life.messages import stands_words
from streams.core.names import label_of
from streams.core.tell import area_words
from streams.http.asking import asking
from streams.intake.here import Caller, Here, Intake
from streams.intake.http.documents import refusals
from streams.intake.service import service_in
from streams.nearby.around import around as incidents_around
from streams.nearby.ranking import Near, Wanted, radius_m

_EXAMPLE: Mapping[str, str | int] = {
    "incident_id": "bekasi:road_water:m5vgqx3dbf2k7a4t",
    "service_code": "flood",
    "service_name": "Banjir & genangan",
    "distance_m": 84,
    "place": "Kayuringinjaya, Kec. Bekasi Selatan",
    "opened_at": "2026-11-24T01:30:00Z",
    "last_reported_at": "2026-11-24T02:10:00Z",
    "voices": 12,
    "stands": "sudah diterima Dinas Bina Marga dan Sumber Daya Air",
}


class Around(BaseModel):
    """Where a citizen is, and what would be reported."""

    model_config = ConfigDict(frozen=True)

    lat: Annotated[float, Field(ge=-90, le=90, allow_inf_nan=False)]
    long: Annotated[float, Field(ge=-180, le=180, allow_inf_nan=False)]
    service_code: Annotated[
        str | None,
        Field(max_length=40, description="its whole family is looked at, since citizens mix it up"),
    ] = None
    radius_m: Annotated[
        float | None,
        Field(ge=10, le=2_000, allow_inf_nan=False, description="by default as far as the category reaches"),
    ] = None


class KnownIncident(BaseModel):
    """An open incident, with nothing that a citizen said of it."""

    model_config = ConfigDict(frozen=True, json_schema_extra={"example": dict(_EXAMPLE)})

    incident_id: str
    service_code: str
    service_name: str
    distance_m: int
    place: Annotated[str, Field(description="kelurahan and kecamatan, in Indonesian")]
    opened_at: datetime
    last_reported_at: datetime
    voices: Annotated[int, Field(description="how many citizens reported it")]
    stands: Annotated[str, Field(description="where it stands: half a sentence in Indonesian")]


def router() -> APIRouter:
    """`/nearby`."""
    routes = APIRouter(tags=["nearby"])

    @routes.get("/nearby", responses=refusals(400, 403, 404, 429, 503))
    async def nearby(here: Here, _: Caller, around: Annotated[Around, Query()]) -> Sequence[KnownIncident]:
        """Open incidents that a report may be about, the likeliest first, ten at most.

        What is not for anybody to know is not among them, and distances are to the point that anybody may
        know: whoever asks from three places learns no more.
        """
        wanted = Wanted(around.lat, around.long, datetime.now(UTC), around.service_code)
        return await _known(here, wanted, around.radius_m)

    return routes


async def _known(here: Intake, wanted: Wanted, within_m: float | None) -> Sequence[KnownIncident]:
    kind = here.kinds[service_in(here.catalog, wanted.category).id] if wanted.category else None
    within_m = within_m or radius_m(kind)
    city = here.catalog.city
    families = [kind.family] if kind else city.families
    public = public_categories(here.catalog)
    with asking():
        found = await incidents_around(
            here.pool,
            wanted,
            within_m,
            keys=list(map(city.key_of, families)),
            kinds=here.kinds,
            but=[id for id in here.catalog.categories if id not in public],
            seen=_as_anybody_knows,
        )
    return [_told(near, incident, here.catalog, wanted.at) for near, incident in found]


def _as_anybody_knows(spotted: Spotted) -> Spotted:
    lat, lon = public_point(spotted.lat, spotted.lon)
    return replace(spotted, lat=lat, lon=lon)


def _told(near: Near, incident: Incident, catalog: Catalog, at: datetime) -> KnownIncident:
    # The sentence behind it asks its reporters, who this reader is not yet.
    stands, _, _ = stands_words(incident, catalog, at=at).partition(". ")
    return KnownIncident(
        incident_id=incident.id,
        service_code=incident.category,
        service_name=label_of(catalog.categories, incident.category),
        distance_m=round(near.distance_m),
        place=area_words(incident.place, catalog),
        opened_at=incident.opened_at,
        last_reported_at=incident.last_reported_at,
        voices=incident.voices,
        stands=stands,
    )
