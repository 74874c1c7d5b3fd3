"""`POST /incidents/{id}/voices`: "me too", one voice more for a known incident, without a new text."""

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Annotated

from fastapi import APIRouter, Form, Path
from pydantic import BaseModel, ConfigDict, Field

from schemas.incident import Incident, State
from schemas.report import Photo, Report
from schemas.topics import reports
from sinks.nearby import Surroundings
from streams.core.dedupe import Kind
from streams.core.normalize import digest
from streams.intake.asking import asking
from streams.intake.documents import refusals
from streams.intake.faults import Fault
from streams.intake.here import Caller, Here
from streams.intake.reporters import reporter_of

_Reference = Annotated[str | None, Field(pattern=r"^[\x21-\x7e]+$", max_length=128)]
_Contact = Annotated[str | None, Field(pattern=r"^[\x20-\x7e]*[\x21-\x7e]$", max_length=128)]
_ID_LETTERS = 20


class Voice(BaseModel):
    """What one citizen says: mostly no more than who it is."""

    model_config = ConfigDict(frozen=True, json_schema_extra={"example": {"account_id": "warga-7Qm2"}})

    account_id: Annotated[
        _Reference, Field(description="the channel's own opaque reference, never a name")
    ] = None
    device_id: Annotated[_Reference, Field(description="instead of it, where nobody logs in")] = None
    email: Annotated[_Contact, Field(description="where there is no reference; only a hash goes on")] = None
    phone: Annotated[_Contact, Field(description="likewise")] = None
    lat: Annotated[float | None, Field(ge=-90, le=90, allow_inf_nan=False)] = None
    long: Annotated[float | None, Field(ge=-180, le=180, allow_inf_nan=False)] = None
    media_url: Annotated[str | None, Field(pattern=r"^https?://[\x21-\x7e]+$", max_length=2_048)] = None


class Heard(BaseModel):
    """It is in Kafka. `incident_id` is where the reports of the incident are by now."""

    model_config = ConfigDict(
        frozen=True,
        json_schema_extra={
            "example": {
                "service_request_id": "sorot:suara-3f9a51c07be24d8810aa",
                "incident_id": "bekasi:road_water:m5vgqx3dbf2k7a4t",
            }
        },
    )

    service_request_id: str
    incident_id: str


def router() -> APIRouter:
    """`/incidents/{incident_id}/voices`."""
    routes = APIRouter(tags=["nearby"])

    @routes.post(
        "/incidents/{incident_id}/voices",
        status_code=201,
        responses=refusals(400, 403, 404, 409, 429, 503),
    )
    async def me_too(
        here: Here,
        caller: Caller,
        incident_id: Annotated[str, Path(max_length=120, pattern=r"^[a-z0-9_]+:[a-z0-9_]+:[a-z0-9]+$")],
        voice: Annotated[Voice, Form()],
    ) -> Heard:
        """Add a voice to an incident: a report of the key's channel that names it and needs no text.

        A citizen is one voice of an incident, however often this is sent; the same within a minute is
        the same report. Where the citizen is says nothing of where the incident is.
        """
        reporter = _reporter(voice, here.secret)
        with asking():
            found = await Surroundings(here.pool).followed(incident_id)
        incident = _supportable(found, here.kinds, incident_id)
        photo = await here.photos.known(voice.media_url) if voice.media_url else None
        report = report_of(voice, reporter, incident, photo, datetime.now(UTC))
        await here.publisher.publish(reports(caller.channel), report.id, report.to_json())
        return Heard(service_request_id=f"{caller.channel}:{report.id}", incident_id=incident.id)

    return routes


def report_of(voice: Voice, reporter: str, incident: Incident, photo: Photo | None, at: datetime) -> Report:
    """The voice as a report; `photo` is what is known of its photo.

    Its id is a digest of what it says, the minute included: what is sent again
    because no answer came is a redelivery, and no id ever comes with other content.
    """
    if (voice.lat is None) != (voice.long is None):
        raise Fault(400, "half_a_place", field="lat" if voice.lat is None else "long")
    said = Report(
        id="suara",
        reported_at=at.replace(second=0, microsecond=0),
        lat=voice.lat,
        lon=voice.long,
        reporter=reporter,
        photos=(photo or Photo(url=voice.media_url),) if voice.media_url else (),
        category=incident.category,
        supports=incident.id,
    )
    return said.model_copy(update={"id": f"suara-{digest(said)[:_ID_LETTERS]}"})


def _reporter(voice: Voice, secret: bytes) -> str:
    """Who it is, as a report of the same citizen names him. Raises `Fault` if nobody is named."""
    reporter = reporter_of(
        secret, account=voice.account_id, device=voice.device_id, email=voice.email, phone=voice.phone
    )
    if reporter is None:
        raise Fault(400, "no_reporter")
    return reporter


def _supportable(found: Incident | None, kinds: Mapping[str, Kind], asked: str) -> Incident:
    """Private matters are nobody else's, so they are not found."""
    if found is None or found.category not in kinds or kinds[found.category].alone:
        raise Fault(404, "not_found", what=asked)
    if found.state is State.CLOSED:
        raise Fault(409, "incident_over", what=found.id)
    return found
