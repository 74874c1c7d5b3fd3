"""A form as what a citizen said: checked field by field, all that is wrong at once."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from pydantic import TypeAdapter, ValidationError

from schemas.catalog.models import Catalog, Category
from schemas.contract import Timestamp
from streams.http.faults import Fault
from streams.http.fields import Reading, has_point, text_in
from streams.http.forms import Form
from streams.intake.georeport.answered import sentences_of
from streams.intake.reporters import speaker_in
from streams.intake.service import service_in
from streams.speakers.speaker import Speaker

DESCRIPTION_LENGTH = 4_000
ADDRESS_LENGTH = 400
MEDIA_MAX = 10
OLD_DAYS = 30
AHEAD_S = 300.0
"""Clocks of phones differ."""

_TIME = TypeAdapter(Timestamp)
_MOMENT_LENGTH = 64
"""Longer than any moment that is written out; the pattern takes the cube of it."""
_LOST_PLUS = re.compile(r"(.*T.*) (\d\d:\d\d)")


@dataclass(frozen=True, slots=True)
class Said:
    """What a form says. `content` are fields of a report but for its id, moment, reporter and photos."""

    category: Category
    content: Mapping[str, object]
    at: datetime | None
    media: tuple[str, ...]
    speaker: Speaker


def said_in(form: Form, catalog: Catalog, now: datetime) -> Said:
    """Read a form. Raises `Fault`, with all that is wrong."""
    category = _category(form, catalog)
    sentences, faults = sentences_of(form, category)
    reading = Reading(form, faults)
    description = reading.text("description", DESCRIPTION_LENGTH)
    content: dict[str, object] = {
        "text": "\n".join([*([description] if description else []), *sentences]),
        "category": category.id,
        "place": reading.of(lambda: _place(form, catalog)),
        "lat": reading.number("lat", -90, 90),
        "lon": reading.number("long", -180, 180),
        "accuracy_m": reading.number("accuracy_m", 0, 1e6),
    }
    said = Said(
        category=category,
        content={name: value for name, value in content.items() if value is not None},
        at=reading.of(lambda: _moment(form, now)),
        media=reading.urls("media_url", MEDIA_MAX),
        speaker=speaker_in(reading),
    )
    reading.of(lambda: _located(form))
    reading.end()
    return said


def _category(form: Form, catalog: Catalog) -> Category:
    code = form.one("service_code")
    if code is None:
        raise Fault(400, "missing", field="service_code")
    return service_in(catalog, code)


def _located(form: Form) -> None:
    if not (has_point(form) or form.all("address_string") or form.all("address_id")):
        raise Fault(400, "no_location")


def _place(form: Form, catalog: Catalog) -> str | None:
    """In words: the address, and the name of the area or landmark that `address_id` names."""
    address, id = text_in(form, "address_string", ADDRESS_LENGTH), form.one("address_id")
    return ", ".join(filter(None, (address, _name(id, catalog) if id else None))) or None


def _name(id: str, catalog: Catalog) -> str:
    for entries in (catalog.landmarks, catalog.kelurahan, catalog.kecamatan):
        if id in entries:
            return entries[id].name
    raise Fault(400, "no_address", what=repr(id[:40]))


def _moment(form: Form, now: datetime) -> datetime | None:
    value = form.one("requested_datetime")
    if value is None:
        return None
    at = moment_of("requested_datetime", value)
    if at > now + timedelta(seconds=AHEAD_S):
        raise Fault(400, "in_future", field="requested_datetime")
    if at < now - timedelta(days=OLD_DAYS):
        raise Fault(400, "too_old", field="requested_datetime", days=OLD_DAYS)
    return at


def moment_of(field: str, value: str) -> datetime:
    """A moment with its offset; a plus that was not encoded arrives as a space. Raises `Fault`."""
    if len(value) > _MOMENT_LENGTH:
        raise Fault(400, "no_time", field=field)
    try:
        at: datetime = _TIME.validate_python(_LOST_PLUS.sub(r"\1+\2", value))
    except ValidationError as error:
        raise Fault(400, "no_time", field=field) from error
    return at
