"""A report, and where it stands, as its caller may read it."""

from datetime import datetime

from schemas.catalog.models import Catalog
from schemas.incident import Incident
from schemas.public import public_point
from sinks.reading_requests import KnownRequest
from streams.core.life.asked import asked_words, is_over, promised_by
from streams.core.names import label_of, name_of
from streams.core.tell import area_words
from streams.intake.georeport.shapes import ServiceRequest


def told(known: KnownRequest, catalog: Catalog, *, whole: bool, at: datetime) -> ServiceRequest:
    """`whole` is for its own channel: masked words and the exact place; all others read neither."""
    incident = known.incident
    area = area_words(known.place if whole else incident.place, catalog)
    label = label_of(catalog.categories, incident.category)
    place = ", ".join(filter(None, (known.place_words if whole else "", area, catalog.city.name)))
    lat, long = _point(known, whole=whole)
    promised = promised_by(incident, catalog)
    return ServiceRequest(
        service_request_id=f"{known.channel}:{known.id}",
        status="closed" if is_over(incident) else "open",
        status_notes=asked_words(incident, catalog, at=at),
        service_name=label,
        service_code=incident.category,
        description=known.text if whole else f"{label}, {area or catalog.city.name}",
        agency_responsible=", ".join(name_of(catalog.agencies, one.agency) for one in incident.routed),
        requested_datetime=_moment(known.reported_at, catalog),
        updated_datetime=_moment(_updated_at(known.reported_at, incident), catalog),
        expected_datetime=_moment(promised, catalog) if promised else None,
        address=place,
        lat=lat,
        long=long,
    )


def _point(known: KnownRequest, *, whole: bool) -> tuple[float | None, float | None]:
    place = known.place if whole else known.incident.place
    if place is None:
        return None, None
    return (place.lat, place.lon) if whole else public_point(place.lat, place.lon)


def _updated_at(reported_at: datetime, incident: Incident) -> datetime:
    """Of what is closed, when it was."""
    return incident.closed_at or max(incident.life.at or reported_at, reported_at)


def _moment(at: datetime, catalog: Catalog) -> str:
    return at.astimezone(catalog.city.zone).isoformat(timespec="seconds")
