"""A report comes in: from a form to a record that Kafka has."""

from datetime import datetime

from fastapi import Request

from schemas.report import Photo
from schemas.topics import reports
from streams.http.faults import Fault
from streams.http.language import language_of
from streams.intake.filled import Filled
from streams.intake.georeport.records import record_of
from streams.intake.georeport.said import said_in
from streams.intake.georeport.shapes import Accepted
from streams.intake.here import Intake
from streams.intake.http.words import words_of
from streams.intake.stamps import Stamp
from streams.intake.traced import traceparent_of

_KEY_LENGTH = 255


async def take_in(request: Request, here: Intake, filled: Filled, repeat_key: str | None) -> Accepted:
    """Check, stamp, publish. Raises `Fault`: not taken in, or `uncertain`."""
    form, channel = filled.form, filled.caller.channel
    check_jurisdiction(here, form.one("jurisdiction_id"))
    _check_repeat_key(repeat_key)
    now = datetime.now(here.catalog.city.zone).replace(microsecond=0)
    said = said_in(form, here.catalog, now)
    stamp = await here.stamps.stamp(channel, form, repeat_key, said.at or now)
    if not stamp.published:
        value = record_of(
            said,
            channel=channel,
            id=stamp.id,
            at=stamp.at.astimezone(here.catalog.city.zone),
            reporter=said.speaker.reference(here.secret),
            photos=[await here.photos.known(url) or Photo(url=url) for url in said.media],
            categories=here.catalog.categories.keys(),
        )
        traceparent = traceparent_of(request, channel, stamp.id)
        await here.publisher.publish(reports(channel), stamp.id, value, traceparent)
        await here.stamps.settle(channel, form, repeat_key)
    return _accepted(request, channel, stamp)


def check_jurisdiction(here: Intake, id: str | None) -> None:
    """One city is served; to name it is not needed. Raises `Fault`."""
    if id and id != here.catalog.city.id:
        raise Fault(404, "no_jurisdiction", valid=here.catalog.city.id)


def _check_repeat_key(key: str | None) -> None:
    if key is not None and not (0 < len(key) <= _KEY_LENGTH and key.isascii() and key.isprintable()):
        raise Fault(400, "no_repeat_key")


def _accepted(request: Request, channel: str, stamp: Stamp) -> Accepted:
    language = language_of(request.headers.get("accept-language", ""))
    return Accepted(service_request_id=f"{channel}:{stamp.id}", service_notice=words_of("accepted", language))
