"""What somebody typed into the form of the call centre, checked field by field."""

import re
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from schemas.catalog.models import Catalog
from schemas.report import TEXT_LENGTH
from streams.http.faults import Fault
from streams.http.fields import Reading, has_point
from streams.http.forms import Form

PLACE_LENGTH = 500
PHONE_LENGTH = 40
OLD_DAYS = 31
AHEAD_S = 60

_KEY = re.compile(r"[0-9a-f]{8,9}-[0-9a-f]{32}")
_INCIDENT = re.compile(r"[a-z0-9_]+:[a-z0-9_]+:[a-z0-9]+")
_INCIDENT_LENGTH = 120


@dataclass(frozen=True, slots=True)
class Draft:
    """A report that is not saved yet. `phone` goes no further than into its hash."""

    text: str
    place: str | None
    lat: float | None
    lon: float | None
    category: str | None
    supports: str | None
    phone: str | None

    @property
    def says_nothing(self) -> bool:
        """Whether there is nothing that anybody could understand or point at yet."""
        return not (self.text or self.place or self.category or self.supports or self.lat is not None)


@dataclass(frozen=True, slots=True)
class Opened:
    """A form, and when somebody began to fill it in: the same however often it is sent."""

    key: str
    at: datetime


def draft_in(form: Form, catalog: Catalog) -> Draft:
    """Read a form. Raises `Fault`, with all that is wrong."""
    reading = Reading(form)
    draft = Draft(
        text=reading.text("text", TEXT_LENGTH) or "",
        place=reading.text("place", PLACE_LENGTH),
        lat=reading.number("lat", -90, 90),
        lon=reading.number("long", -180, 180),
        category=reading.of(lambda: _category(form, catalog)),
        supports=reading.of(lambda: _supports(form)),
        phone=reading.text("phone", PHONE_LENGTH),
    )
    reading.of(lambda: has_point(form))
    reading.end()
    return draft


def opened_in(form: Form, now: datetime) -> Opened:
    """Which form it is. Its key holds when the page was loaded, `after_s` how long after that somebody
    began to type; both are kept by the page. Raises `Fault`.
    """
    key = form.one("form") or ""
    after_s = form.one("after_s") or "0"
    if not _KEY.fullmatch(key) or not re.fullmatch(r"\d{1,8}", after_s):
        raise Fault(400, "no_form_key")
    at = datetime.fromtimestamp(int(key.partition("-")[0], 16), UTC) + timedelta(seconds=int(after_s))
    if not timedelta(seconds=-AHEAD_S) <= now - at <= timedelta(days=OLD_DAYS):
        raise Fault(400, "no_form_key")
    return Opened(key, at)


def _category(form: Form, catalog: Catalog) -> str | None:
    asked = form.one("category")
    if asked and asked not in catalog.categories:
        raise Fault(400, "not_listed", field="category", what=repr(asked[:40]), valid="katalog")
    return asked


def _supports(form: Form) -> str | None:
    asked = form.one("supports")
    if asked and not (len(asked) <= _INCIDENT_LENGTH and _INCIDENT.fullmatch(asked)):
        raise Fault(404, "not_found", what=asked[:_INCIDENT_LENGTH])
    return asked
