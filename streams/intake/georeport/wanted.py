"""Which reports a caller asks for."""

from datetime import datetime, timedelta
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field
from pydantic.config import JsonDict

from schemas.catalog.models import Catalog
from schemas.classified import ReportKey
from schemas.contract import storable
from schemas.report import ID_LENGTH
from sinks.reading_requests import Wanted
from streams.http.faults import Fault
from streams.intake.georeport.said import moment_of
from streams.intake.service import service_in

SPAN_DAYS = 90
PAGE_SIZE = 50
PAGE_SIZE_MAX = 1_000
PAGES_MAX = 1_000
NAMED_MAX = 100
_STATUSES = ("open", "closed")


_DATE = f"like 2026-11-24T08:30:00+07:00; the range spans at most {SPAN_DAYS} days, by default the last"


_DATE_TIME: JsonDict = {
    "anyOf": [{"type": "string", "format": "date-time"}, {"type": "string", "maxLength": 0}, {"type": "null"}]
}
_STATUS: JsonDict = {
    "anyOf": [{"type": "string", "pattern": "^((open|closed)(,(open|closed))*)?$"}, {"type": "null"}]
}


class Asked(BaseModel):
    """The query of a list. What is listed is parted by commas."""

    model_config = ConfigDict(frozen=True)

    service_request_id: Annotated[
        str | None, Field(description=f"`channel:id`, at most {NAMED_MAX} of them; overrides all else")
    ] = None
    service_code: Annotated[str | None, Field(description="only these services")] = None
    start_date: Annotated[str | None, Field(description=_DATE, json_schema_extra=_DATE_TIME)] = None
    end_date: Annotated[str | None, Field(description=_DATE, json_schema_extra=_DATE_TIME)] = None
    status: Annotated[str | None, Field(description="open, closed", json_schema_extra=_STATUS)] = None
    page: Annotated[int, Field(ge=1, le=PAGES_MAX)] = 1
    page_size: Annotated[int, Field(ge=1, le=PAGE_SIZE_MAX)] = PAGE_SIZE


def wanted_of(asked: Asked, catalog: Catalog, now: datetime) -> Wanted:
    """What to read: one more than a page, to know whether there is another. Raises `Fault`."""
    since, until = _range(asked.start_date, asked.end_date, now)
    codes = listed(asked.service_code)
    for code in codes:
        service_in(catalog, code)
    return Wanted(
        since=since,
        until=until,
        categories=codes or None,
        closed=_closed(listed(asked.status)),
        offset=(asked.page - 1) * asked.page_size,
        limit=asked.page_size + 1,
    )


def listed(text: str | None) -> list[str]:
    """The parts of a list with commas, each once."""
    return list(dict.fromkeys(part.strip() for part in (text or "").split(",") if part.strip()))


def report_key_in(field: str, name: str) -> ReportKey:
    """`channel:id`. Raises `Fault` for what can be no report's."""
    channel, colon, id = name.partition(":")
    if not (channel and colon and id and len(name) <= 2 * ID_LENGTH and storable(name)):
        raise no_request(field, name)
    return channel, id


def no_request(field: str, name: str) -> Fault:
    """There is no such report, or the caller may not know of it."""
    return Fault(404, "no_request", field=field, what=repr(name[:ID_LENGTH]))


def _range(start: str | None, end: str | None, now: datetime) -> tuple[datetime, datetime]:
    """The last 90 days; with one end given, 90 days from there."""
    span = timedelta(days=SPAN_DAYS)
    since = moment_of("start_date", start) if start else None
    until = moment_of("end_date", end) if end else None
    if since and until and until < since:
        raise Fault(400, "backwards", field="end_date")
    if since and until and until - since > span:
        raise Fault(400, "too_wide", field="start_date, end_date", days=SPAN_DAYS)
    if until is None:
        until = since + span if since else now
    return since or until - span, until


def _closed(statuses: list[str]) -> bool | None:
    for status in statuses:
        if status not in _STATUSES:
            raise Fault(400, "not_listed", field="status", what=repr(status[:40]), valid=", ".join(_STATUSES))
    return None if len(statuses) != 1 else statuses == ["closed"]
