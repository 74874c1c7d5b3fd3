"""What agencies are told of an event, and the records that carry it."""

from collections.abc import Iterator, Sequence

from schemas.catalog.models import Catalog
from schemas.event import Area, Event, EventDispatch
from schemas.message import Message, cloud_event
from schemas.topics import dispatches
from streams.core.names import label_of, name_of
from streams.core.storms import Told

NAMED = 5
"""So many areas are named in a sentence; the rest are counted."""


def event_dispatches(told: Told, catalog: Catalog) -> Iterator[EventDispatch]:
    """The event as each of its agencies is told it."""
    event, message = told.event, event_words(told, catalog)
    for agency in event.agencies:
        yield EventDispatch(
            id=f"{event.id}/{event.version}/{agency}",
            event_id=event.id,
            version=event.version,
            kind=told.kind,
            why=told.why,
            at=told.at,
            agency=agency,
            category=event.category,
            urgency=event.urgency,
            kelurahan=event.kelurahan,
            kecamatan=event.kecamatan,
            lat=event.lat,
            lon=event.lon,
            since=event.since,
            noticed_at=event.noticed_at,
            until=event.until,
            incidents=event.incidents,
            voices=event.voices,
            observed=event.observed,
            expected=event.expected,
            members=event.members,
            more=event.incidents - len(event.members),
            message=message,
        )


def event_record(dispatch: EventDispatch) -> Message:
    """Keyed by event, so that an agency reads its versions in order."""
    return cloud_event(
        topic=dispatches(dispatch.agency),
        key=dispatch.event_id,
        value=dispatch.to_json(),
        id=dispatch.id,
        type=f"sinergi.event.{dispatch.kind}.v1",
        subject=dispatch.event_id,
        time=dispatch.at,
    )


def event_words(told: Told, catalog: Catalog) -> str:
    """One or two sentences for a person."""
    event = told.event
    matter = label_of(catalog.categories, event.category)
    sum_up = f"{event.incidents} insiden dari {event.voices} warga"
    if told.kind == "ended":
        over = event.unusual_at.astimezone(catalog.city.zone)
        return f"{matter}: kembali normal sejak {over:%d-%m-%Y pukul %H.%M}, seluruhnya {sum_up}."
    if told.kind == "grew":
        new = f" Wilayah baru: {area_words(told.added, catalog)}." if told.added else ""
        return f"{matter}: kini {sum_up} di {area_words(event.areas, catalog)}.{new}"
    where = area_words(event.areas, catalog)
    return f"{matter} jauh di atas biasanya: {sum_up} di {where}. {excess_words(event, catalog)}"


def excess_words(event: Event, catalog: Catalog) -> str:
    """What was seen, against what is normal."""
    minutes = f"{catalog.city.storms.window_minutes:.0f}"
    normal = f"{event.expected:.2g}".replace(".", ",")
    return f"Dalam {minutes} menit ada {event.observed} insiden, biasanya {normal}."


def area_words(areas: Sequence[Area], catalog: Catalog) -> str:
    """Areas by their names, the first few."""
    names = list(dict.fromkeys(_name(area, catalog) for area in areas))
    more = f" dan {len(names) - NAMED} wilayah lain" if len(names) > NAMED else ""
    return ", ".join(names[:NAMED]) + more


def _name(area: Area, catalog: Catalog) -> str:
    if area.kelurahan:
        return name_of(catalog.kelurahan, area.kelurahan)
    if area.kecamatan:
        return f"Kec. {name_of(catalog.kecamatan, area.kecamatan)}"
    return "lokasi yang belum diketahui"
