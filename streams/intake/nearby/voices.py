"""`POST /incidents/{id}/voices`: "me too", one voice more for a known incident, without a new text."""

import hashlib
import hmac
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Annotated

from fastapi import APIRouter, Path, Request
from pydantic import BaseModel, ConfigDict

from schemas.incident import Incident, State
from schemas.public import public_categories
from schemas.report import Photo, Report
from schemas.topics import reports
from sinks.nearby import Surroundings
from streams.http.asking import asking
from streams.http.faults import Fault
from streams.http.fields import Reading, has_point
from streams.http.forms import Form
from streams.intake.filled import FilledIn
from streams.intake.here import Here
from streams.intake.http.documents import refusals
from streams.intake.http.form_documents import API_KEY, POINT, SPEAKER, URL, WHOLE_POINT, body
from streams.intake.reporters import speaker_in
from streams.intake.traced import traceparent_of
from streams.speakers.speaker import Speaker

MEDIA_MAX = 1
_ID_LETTERS = 20

_NEW_VOICE = body(
    {
        "anyOf": [{"required": [name]} for name in SPEAKER],
        "dependentRequired": WHOLE_POINT,
        "properties": {**API_KEY, **SPEAKER, **POINT, "media_url": URL},
    },
    {"account_id": "warga-7Qm2"},
)


@dataclass(frozen=True, slots=True)
class Voice:
    """What one citizen says: mostly no more than who it is."""

    speaker: Speaker
    lat: float | None
    lon: float | None
    media: tuple[str, ...]


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
        responses=refusals(400, 403, 404, 408, 409, 413, 415, 429, 503),
        openapi_extra={"requestBody": _NEW_VOICE},
    )
    async def me_too(
        here: Here,
        request: Request,
        filled: FilledIn,
        incident_id: Annotated[str, Path(max_length=120, pattern=r"^[a-z0-9_]+:[a-z0-9_]+:[a-z0-9]+$")],
    ) -> Heard:
        """Add a voice to an incident: a report of the key's channel that names it and needs no text.

        A citizen is one voice of an incident, however often this is sent; the same within a minute is
        the same report. Where the citizen is says nothing of where the incident is.
        """
        voice = voice_in(filled.form)
        reporter = reporter_of(voice, here.secret)
        with asking():
            found = await Surroundings(here.pool).followed(incident_id)
        incident = _supportable(found, public_categories(here.catalog), incident_id)
        photos = [await here.photos.known(url) or Photo(url=url) for url in voice.media]
        report = named(report_of(voice, reporter, incident, photos, datetime.now(UTC)), here.secret)
        channel = filled.caller.channel
        traceparent = traceparent_of(request, channel, report.id)
        await here.publisher.publish(reports(channel), report.id, report.to_json(), traceparent)
        return Heard(service_request_id=f"{channel}:{report.id}", incident_id=incident.id)

    return routes


def voice_in(form: Form) -> Voice:
    """Read a form. Raises `Fault`, with all that is wrong."""
    reading = Reading(form)
    voice = Voice(
        speaker=speaker_in(reading),
        lat=reading.number("lat", -90, 90),
        lon=reading.number("long", -180, 180),
        media=reading.urls("media_url", MEDIA_MAX),
    )
    reading.of(lambda: has_point(form))
    reading.end()
    return voice


def reporter_of(voice: Voice, secret: bytes) -> str:
    """Who it is, as a report of the same citizen names him. Raises `Fault` if nobody is named."""
    reporter = voice.speaker.reference(secret)
    if reporter is None:
        raise Fault(400, "no_reporter")
    return reporter


def report_of(
    voice: Voice, reporter: str, incident: Incident, photos: Sequence[Photo], at: datetime
) -> Report:
    """The voice as a report without an id of its own; `photos` are what is known of its photos."""
    return Report(
        id="suara",
        reported_at=at.replace(second=0, microsecond=0),
        lat=voice.lat,
        lon=voice.lon,
        reporter=reporter,
        photos=tuple(photos),
        category=incident.category,
        supports=incident.id,
    )


def named(voice: Report, secret: bytes) -> Report:
    """With an id: a keyed digest of what it says, the minute included.

    So what is sent again because no answer came is a redelivery, no id ever comes with other content, and
    nobody finds out by guessing who spoke.
    """
    keyed = hmac.digest(secret, voice.to_json(), hashlib.sha256).hex()
    return voice.model_copy(update={"id": f"suara-{keyed[:_ID_LETTERS]}"})


def _supportable(found: Incident | None, categories: Collection[str], asked: str) -> Incident:
    """What is not for anybody to know is not found."""
    if found is None or found.category not in categories:
        raise Fault(404, "not_found", what=asked)
    if found.state is State.CLOSED:
        raise Fault(409, "incident_over", what=found.id)
    return found
