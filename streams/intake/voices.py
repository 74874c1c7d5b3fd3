"""`POST /incidents/{id}/voices`: "me too", one voice more for a known incident, without a new text."""

import re
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
from streams.intake.faults import Fault
from streams.intake.here import Caller, Here

_VISIBLE = r"^[\x21-\x7e]+$"
_PERSONAL = re.compile(r"@|^(\+?62|0)8\d{7,11}$|^\d{16}$")
"""An e-mail address, a mobile number, a NIK. Long numbers within opaque references are none."""
_ID_LETTERS = 20


class Voice(BaseModel):
    """What one citizen says: mostly no more than who it is."""

    model_config = ConfigDict(frozen=True, json_schema_extra={"example": {"account_id": "warga-7Qm2"}})

    account_id: Annotated[
        str | None,
        Field(
            pattern=_VISIBLE, max_length=128, description="the channel's own opaque reference, never a name"
        ),
    ] = None
    device_id: Annotated[
        str | None, Field(pattern=_VISIBLE, max_length=128, description="instead of it, where nobody logs in")
    ] = None
    lat: Annotated[float | None, Field(ge=-90, le=90, allow_inf_nan=False)] = None
    long: Annotated[float | None, Field(ge=-180, le=180, allow_inf_nan=False)] = None
    media_url: Annotated[str | None, Field(pattern=r"^https?://[\x21-\x7e]+$", max_length=2_048)] = None


class Heard(BaseModel):
    """It is in Kafka. `incident_id` is where the reports of the incident are by now."""

    model_config = ConfigDict(
        frozen=True,
        json_schema_extra={
            "example": {
                "service_request_id": "suara-3f9a51c07be24d8810aa",
                "incident_id": "bekasi:road_water:m5vgqx3dbf2k7a4t",
            }
        },
    )

    service_request_id: str
    incident_id: str


def router() -> APIRouter:
    """`/incidents/{incident_id}/voices`."""
    routes = APIRouter(tags=["nearby"])

    @routes.post("/incidents/{incident_id}/voices", status_code=201)
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
        reporter = _reporter(voice)
        with asking():
            found = await Surroundings(here.pool).followed(incident_id)
        incident = _supportable(found, here.kinds, incident_id)
        report = report_of(voice, reporter, incident, datetime.now(UTC))
        await here.publisher.publish(reports(caller.channel), report.id, report.to_json())
        return Heard(service_request_id=report.id, incident_id=incident.id)

    return routes


def report_of(voice: Voice, reporter: str, incident: Incident, at: datetime) -> Report:
    """The voice as a report. Its id is a digest of what it says, the minute included: what is sent again
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
        photos=(Photo(url=voice.media_url),) if voice.media_url else (),
        category=incident.category,
        supports=incident.id,
    )
    return said.model_copy(update={"id": f"suara-{digest(said)[:_ID_LETTERS]}"})


def _reporter(voice: Voice) -> str:
    """Who it is, for the channel alone to know. Raises `Fault` where that is written on it."""
    for field, reference in (("account_id", voice.account_id), ("device_id", voice.device_id)):
        if reference:
            if _PERSONAL.search(reference):
                raise Fault(400, "not_opaque", field=field)
            return reference
    raise Fault(400, "no_reporter")


def _supportable(found: Incident | None, kinds: Mapping[str, Kind], asked: str) -> Incident:
    """Private matters are nobody else's, so they are not found."""
    if found is None or found.category not in kinds or kinds[found.category].alone:
        raise Fault(404, "not_found", what=asked)
    if found.state is State.CLOSED:
        raise Fault(409, "incident_over", what=found.id)
    return found
