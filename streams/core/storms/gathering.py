"""An event as it grows: pure changes, and what of them is worth telling."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime

from schemas.catalog.models import Urgency
from schemas.event import MEMBERS, Area, Event, Kind, Member, Why
from schemas.incident import Incident
from schemas.storm import Occurrence


@dataclass(frozen=True, slots=True)
class Told:
    """An event to be told of at a moment, and what grew; `added` are the areas that are new."""

    event: Event
    at: datetime
    kind: Kind
    why: tuple[Why, ...] = ()
    added: tuple[Area, ...] = ()


@dataclass(frozen=True, slots=True)
class Excess:
    """So many incidents where so many are normal, and whether that is in the whole city."""

    observed: int
    expected: float
    citywide: bool


def begin(id: str, founder: Incident, excess: Excess, *, since: float, at: float) -> Event:
    """An event that holds nothing yet, noticed at a report about `founder`."""
    return Event(
        id=id,
        key=founder.key,
        version=0,
        category=founder.category,
        categories=(founder.category,),
        areas=(),
        citywide=excess.citywide,
        since=moment(since),
        noticed_at=moment(at),
        unusual_at=moment(at),
        until=None,
        incidents=0,
        voices=0,
        urgency=founder.urgency,
        lat=None,
        lon=None,
        located=0,
        observed=excess.observed,
        expected=excess.expected,
        agencies=(),
        members=(),
    )


def widen(event: Event, areas: Iterable[Area], category: str, *, citywide: bool, since: float) -> Event:
    """It takes these areas in, and this category, and reaches back to `since`."""
    new = tuple(dict.fromkeys(area for area in areas if area not in event.areas))
    begins, known = moment(since), category in event.categories
    if not new and known and event.citywide >= citywide and event.since <= begins:
        return event
    return replace(
        event,
        areas=(*event.areas, *new),
        categories=event.categories if known else (*event.categories, category),
        citywide=event.citywide or citywide,
        since=min(event.since, begins),
    )


def gather(event: Event, incident: Incident) -> Event:
    """It takes in an incident that it does not hold."""
    lat, lon, located = _centre(event, incident)
    members = event.members
    if len(members) < MEMBERS:
        members = (*members, _member(incident))
    return replace(
        event,
        lat=lat,
        lon=lon,
        located=located,
        urgency=_urgency(event, incident),
        agencies=_agencies(event, incident),
        incidents=event.incidents + 1,
        voices=event.voices + incident.voices,
        members=members,
    )


def heard_again(event: Event, incident: Incident, new_voices: int) -> Event:
    """One of its incidents was spoken of again."""
    id = incident.id
    members = [_member(incident) if member.incident_id == id else member for member in event.members]
    return replace(
        event,
        urgency=_urgency(event, incident),
        agencies=_agencies(event, incident),
        voices=event.voices + new_voices,
        members=tuple(members),
    )


def grown(before: Event | None, after: Event, steps: Sequence[int], *, at: float) -> Told | None:
    """What agencies are to hear of a change: of the beginning, and of growth at steps."""
    if before is None:
        return Told(replace(after, version=1), moment(at), "started", added=after.areas)
    why = tuple(_reasons(before, after, steps))
    if not why:
        return None
    added = tuple(area for area in after.areas if area not in before.areas)
    return Told(replace(after, version=before.version + 1), moment(at), "grew", why, added)


def ended(event: Event, *, at: float) -> Told:
    """It is calm again, since it was last unusual."""
    over = replace(event, version=event.version + 1, until=event.unusual_at)
    return Told(over, moment(at), "ended")


def covers(event: Event, occurrence: Occurrence) -> bool:
    """Whether it is of the event's matter and place; a place only vaguely known is taken to lie in it."""
    area = occurrence.area
    if occurrence.category not in event.categories:
        return False
    if area in event.areas or area.kelurahan:
        return area in event.areas
    return area.kecamatan in event.kecamatan if area.kecamatan else event.citywide


def crosses(before: int, after: int, steps: Iterable[int]) -> bool:
    """Whether a count reaches a step."""
    return any(before < step <= after for step in steps)


def moment(at: float) -> datetime:
    """Epoch seconds as a time in UTC."""
    return datetime.fromtimestamp(at, UTC)


def _reasons(before: Event, after: Event, steps: Sequence[int]) -> Iterator[Why]:
    if crosses(before.voices, after.voices, steps):
        yield "voices"
    if before.areas != after.areas:
        yield "area"
    if before.urgency != after.urgency:
        yield "urgency"
    if before.categories != after.categories:
        yield "category"
    if before.agencies != after.agencies:
        yield "agency"


def _urgency(event: Event, incident: Incident) -> Urgency:
    return max(event.urgency, incident.urgency, key=lambda urgency: urgency.rank)


def _agencies(event: Event, incident: Incident) -> tuple[str, ...]:
    new = (routed.agency for routed in incident.routed if routed.agency not in event.agencies)
    return (*event.agencies, *dict.fromkeys(new))


def _centre(event: Event, incident: Incident) -> tuple[float | None, float | None, int]:
    """The middle of the incidents whose place is known, as it was when they came in; and how many."""
    place, number = incident.place, event.located + 1
    if place is None:
        return event.lat, event.lon, event.located
    if event.lat is None or event.lon is None:
        return place.lat, place.lon, number
    return event.lat + (place.lat - event.lat) / number, event.lon + (place.lon - event.lon) / number, number


def _member(incident: Incident) -> Member:
    place = incident.place
    return Member(
        incident_id=incident.id,
        kelurahan=place and place.kelurahan,
        place=incident.place_words,
        lat=place and place.lat,
        lon=place and place.lon,
        voices=incident.voices,
    )
