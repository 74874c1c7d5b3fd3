"""An event: what gathers the incidents of a storm of reports, and how agencies hear of it."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Annotated, Literal, NamedTuple

from pydantic import Field

from schemas.catalog.models import Urgency
from schemas.contract import Contract, Latitude, Longitude, Timestamp

MEMBERS = 100
"""So many incidents of an event are listed; the rest are counted."""

Kind = Literal["started", "grew", "ended"]
Why = Literal["voices", "area", "urgency", "category", "agency"]


class Area(NamedTuple):
    """Ids of the catalog; empty where only the kecamatan is known, or neither."""

    kecamatan: str = ""
    kelurahan: str = ""


class Member(Contract):
    """An incident of an event, as far as the event tells of it."""

    incident_id: str
    kelurahan: str | None = None
    place: Annotated[str, Field(description="in words, for a person")]
    lat: Latitude | None = None
    lon: Longitude | None = None
    voices: Annotated[int, Field(ge=1)]


def with_places(members: Iterable[Member], places: Mapping[str, str]) -> tuple[Member, ...]:
    """The same, but those whose incident is in `places` are called so."""
    return tuple(one.model_copy(update={"place": places.get(one.incident_id, one.place)}) for one in members)


@dataclass(frozen=True, slots=True)
class Event:
    """Unusually many incidents of one matter in some areas, from the first until it is calm again.

    `category` is what set it off, `categories` all that are gathered. `citywide` says that the whole
    city had more than normal, so that areas join which touch none of its own. `unusual_at` is the last
    moment at which it was unusual. `observed` incidents stood against `expected` when it was noticed.
    `version` grows with each message; the figures may be newer.
    """

    id: str
    key: str
    version: int
    category: str
    categories: tuple[str, ...]
    areas: tuple[Area, ...]
    citywide: bool
    since: datetime
    noticed_at: datetime
    unusual_at: datetime
    until: datetime | None
    incidents: int
    voices: int
    urgency: Urgency
    lat: float | None
    lon: float | None
    located: int
    observed: int
    expected: float
    agencies: tuple[str, ...]
    members: tuple[Member, ...]

    @property
    def kelurahan(self) -> tuple[str, ...]:
        """The kelurahan it spans, as far as they are known."""
        return tuple(area.kelurahan for area in self.areas if area.kelurahan)

    @property
    def kecamatan(self) -> tuple[str, ...]:
        """The kecamatan it spans, each once."""
        return tuple(dict.fromkeys(area.kecamatan for area in self.areas if area.kecamatan))


class EventDispatch(Contract):
    """What an agency is told of an event. Drop a message whose `version` is not above the one you hold.

    It comes on `dispatches.<agency>` with the type `sinergi.event.<kind>.v1` and the event's id as key. It
    has no `incident_id`, so that it cannot be taken for a dispatch; each incident is dispatched as well.
    """

    id: Annotated[str, Field(description="event_id/version/agency, the same whenever it is sent again")]
    event_id: str
    version: Annotated[int, Field(ge=1, description="grows with each message of the event")]
    kind: Annotated[Kind, Field(description="an agency that comes in later first hears `grew`")]
    why: Annotated[
        tuple[Why, ...],
        Field(description="what grew"),
    ] = ()
    at: Annotated[Timestamp, Field(description="when the report was said at which this came out")]
    agency: str
    category: Annotated[str, Field(description="what set it off")]
    urgency: Urgency
    kelurahan: tuple[str, ...]
    kecamatan: tuple[str, ...]
    lat: Annotated[Latitude | None, Field(description="the middle of its incidents")] = None
    lon: Longitude | None = None
    since: Annotated[Timestamp, Field(description="its first report")]
    noticed_at: Annotated[Timestamp, Field(description="the report at which it was noticed")]
    until: Annotated[Timestamp | None, Field(description="when it was last unusual, once it has ended")] = (
        None
    )
    incidents: Annotated[int, Field(ge=1)]
    voices: Annotated[int, Field(ge=1, description="citizens, counted anew for each incident")]
    observed: Annotated[int, Field(description="incidents in the window in which it was noticed")]
    expected: Annotated[float, Field(description="how many are normal there and then")]
    members: Annotated[tuple[Member, ...], Field(description=f"the first {MEMBERS} incidents")]
    more: Annotated[int, Field(ge=0, description="incidents that are not listed")] = 0
    message: Annotated[str, Field(description="in Indonesian, as operators read it")]
