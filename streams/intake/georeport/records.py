"""What was said as a record of its channel, checked as triage will check it."""

import json
from collections.abc import Collection, Mapping, Sequence
from datetime import datetime

from schemas.rejection import Origin, Rejection
from schemas.report import Photo
from schemas.topics import reports
from streams.core.normalize import normalize
from streams.http.faults import Fault
from streams.intake.georeport.said import Said

_FIELDS: Mapping[str, str] = {
    "text": "description",
    "lon": "long",
    "place": "address_string",
    "photos": "media_url",
    "category": "service_code",
    "reported_at": "requested_datetime",
    "reporter": "account_id",
}
"""What callers call the fields of a report, where they call them otherwise."""


def record_of(
    said: Said,
    *,
    channel: str,
    id: str,
    at: datetime,
    reporter: str | None,
    photos: Sequence[Photo],
    categories: Collection[str],
) -> bytes:
    """The bytes for the channel's topic. Raises `Fault` for what triage would refuse."""
    content: dict[str, object] = {"id": id, "reported_at": at.isoformat(), **said.content}
    if reporter:
        content["reporter"] = reporter
    if photos:
        content["photos"] = [photo.model_dump(mode="json", exclude_none=True) for photo in photos]
    value = json.dumps(content, ensure_ascii=False).encode()
    found = normalize(value, Origin(topic=reports(channel), partition=0, offset=0), categories)
    if isinstance(found, Rejection):
        raise _refusal(found)
    return value


def _refusal(rejection: Rejection) -> Fault:
    field, _, rest = rejection.field.partition(".")
    told = _FIELDS.get(field, field) or "form"
    reason = rejection.reason.removeprefix(f"{rejection.field}: ")
    return Fault(400, f"contract_{rejection.code}", field=f"{told}.{rest}" if rest else told, reason=reason)
