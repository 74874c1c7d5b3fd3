"""A form as what a citizen said: checked field by field, all that is wrong at once."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TypeVar

from pydantic import TypeAdapter, ValidationError

from schemas.catalog.models import Catalog, Category
from schemas.contract import Timestamp
from streams.intake.faults import Fault, all_of
from streams.intake.forms import Form
from streams.intake.georeport.answered import number_of, sentences_of

DESCRIPTION_LENGTH = 4_000
ADDRESS_LENGTH = 400
REFERENCE_LENGTH = 128
URL_LENGTH = 2_048
MEDIA_MAX = 10
OLD_DAYS = 30
AHEAD_S = 300.0
"""Clocks of phones differ."""

_TIME = TypeAdapter(Timestamp)
_URL = re.compile(r"https?://[^\s/?#]+\S*", re.IGNORECASE)
_LOST_PLUS = re.compile(r"(.*T.*) (\d\d:\d\d)")

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Said:
    """What a form says. `content` are fields of a report but for its id, moment, reporter and photos.

    First and last name are not among it: nobody downstream needs them.
    """

    category: Category
    content: Mapping[str, object]
    at: datetime | None
    media: tuple[str, ...]
    account: str | None
    device: str | None
    email: str | None
    phone: str | None


def said_in(form: Form, catalog: Catalog, now: datetime) -> Said:
    """Read a form. Raises `Fault`, with all that is wrong."""
    category = _category(form, catalog)
    sentences, faults = sentences_of(form, category)
    reading = _Reading(form, faults)
    description = reading.field("description", DESCRIPTION_LENGTH)
    content: dict[str, object] = {
        "text": "\n".join([*([description] if description else []), *sentences]),
        "category": category.id,
        "place": reading.of(lambda: _place(form, catalog)),
        "lat": reading.of(lambda: _number(form, "lat", -90, 90)),
        "lon": reading.of(lambda: _number(form, "long", -180, 180)),
        "accuracy_m": reading.of(lambda: _number(form, "accuracy_m", 0, 1e6)),
    }
    said = Said(
        category=category,
        content={name: value for name, value in content.items() if value is not None},
        at=reading.of(lambda: _moment(form, now)),
        media=reading.of(lambda: _media(form)) or (),
        account=reading.field("account_id", REFERENCE_LENGTH),
        device=reading.field("device_id", REFERENCE_LENGTH),
        email=reading.field("email", REFERENCE_LENGTH),
        phone=reading.field("phone", REFERENCE_LENGTH),
    )
    reading.of(lambda: _located(form))
    if faults:
        raise all_of(faults)
    return said


@dataclass(frozen=True, slots=True)
class _Reading:
    """Reads on where something is wrong, and keeps what."""

    form: Form
    faults: list[Fault]

    def of(self, read: Callable[[], T]) -> T | None:
        try:
            return read()
        except Fault as fault:
            self.faults.append(fault)
            return None

    def field(self, name: str, most: int) -> str | None:
        return self.of(lambda: _bounded(self.form, name, most))


def _bounded(form: Form, name: str, most: int) -> str | None:
    value = form.one(name)
    if value and len(value) > most:
        raise Fault(400, "too_long", field=name, most=most)
    return value


def _category(form: Form, catalog: Catalog) -> Category:
    code = form.one("service_code")
    if code is None:
        raise Fault(400, "missing", field="service_code")
    if code not in catalog.categories:
        raise Fault(404, "no_service", field="service_code", what=repr(code[:40]))
    return catalog.categories[code]


def _located(form: Form) -> None:
    pair = [name for name in ("lat", "long") if form.all(name)]
    if len(pair) == 1:
        raise Fault(400, "missing", field="long" if pair == ["lat"] else "lat")
    if not (pair or form.all("address_string") or form.all("address_id")):
        raise Fault(400, "no_location")


def _number(form: Form, name: str, least: float, most: float) -> float | None:
    value = form.one(name)
    if value is None:
        return None
    number = number_of(name, value)
    if not least <= number <= most:
        raise Fault(400, "out_of_range", field=name, least=f"{least:g}", most=f"{most:g}")
    return number


def _place(form: Form, catalog: Catalog) -> str | None:
    """In words: the address, and the name of the area or landmark that `address_id` names."""
    address, id = _bounded(form, "address_string", ADDRESS_LENGTH), form.one("address_id")
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
    try:
        at: datetime = _TIME.validate_python(_LOST_PLUS.sub(r"\1+\2", value))
    except ValidationError as error:
        raise Fault(400, "no_time", field=field) from error
    return at


def _media(form: Form) -> tuple[str, ...]:
    urls = form.all("media_url")
    if len(urls) > MEDIA_MAX:
        raise Fault(400, "too_many_values", field="media_url", most=MEDIA_MAX)
    for url in urls:
        if len(url) > URL_LENGTH:
            raise Fault(400, "too_long", field="media_url", most=URL_LENGTH)
        if not _URL.fullmatch(url):
            raise Fault(400, "no_url", field="media_url")
    return urls
