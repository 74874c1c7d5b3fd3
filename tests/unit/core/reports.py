"""Classified reports of the small city, as triage would give them."""

from datetime import UTC, datetime, timedelta

from schemas.catalog.models import UNKNOWN, Urgency
from schemas.classified import Classification, ClassifiedReport, Grade, Place
from schemas.incident import Incident, Point, State, Trace, family_of
from schemas.rejection import Origin
from schemas.report import Photo, Report
from streams.core.geo import DEGREE_M
from streams.core.normalize import digest
from tests.unit.core.catalog import small_catalog

NOON = datetime(2026, 11, 24, 5, 0, tzinfo=UTC)
"""12.00 in Jakarta."""
LAT, LON = -6.205, 107.005

_FAMILY = {category.id: category.family for category in small_catalog().categories.values()}


def point(north_m: float = 0, *, error_m: float = 10, kelurahan: str | None = "anggrek") -> Place:
    """A place so many metres north of the middle of Anggrek."""
    return Place(
        lat=LAT + north_m / DEGREE_M,
        lon=LON,
        error_m=error_m,
        by="coordinates",
        kelurahan=kelurahan,
        kecamatan="barat" if kelurahan else None,
        evidence="koordinat",
    )


def classified(
    id: str,
    *,
    channel: str = "sorot",
    reporter: str | None = None,
    category: str = "banjir",
    urgency: Urgency = Urgency.NORMAL,
    place: Place | None = None,
    after: timedelta = timedelta(0),
    at: datetime = NOON,
    text: str = "banjir",
    photos: tuple[str, ...] = (),
    phash: str | None = None,
    place_words: str = "",
) -> ClassifiedReport:
    """A report said `after` noon, or after `at`."""
    report = Report(
        id=id,
        reported_at=at + after,
        text=text,
        reporter=reporter,
        place=place_words or None,
        photos=tuple(Photo(url=url, phash=phash) for url in photos),
    )
    return ClassifiedReport(
        city="rawa",
        channel=channel,
        origin=Origin(topic=f"reports.{channel}", partition=0, offset=0),
        report=report,
        digest=digest(report),
        masked_text=text,
        masked_place=place_words,
        classification=Classification(category=category, family=_FAMILY[category], confidence=0.5),
        place=place,
        grade=Grade(urgency=urgency, rule="contoh"),
    )


def supporting(report: ClassifiedReport, incident_id: str) -> ClassifiedReport:
    """The same, whose reporter says which incident it is about; as triage would hand it on."""
    said = report.report.model_copy(update={"supports": incident_id})
    found, family = report.classification, family_of(incident_id)
    if found.family != family:
        found = found.model_copy(update={"category": UNKNOWN, "family": family, "confidence": 0.0})
    return report.model_copy(update={"report": said, "digest": digest(said), "classification": found})


def incident(
    id: str,
    *,
    category: str = "banjir",
    place: Place | None = None,
    after: timedelta = timedelta(0),
    state: State = State.OPEN,
    summary: str = "banjir",
    address: str = "",
    photos: tuple[str, ...] = (),
) -> Incident:
    """An incident of one report, said `after` noon."""
    return Incident(
        id=f"rawa:{_FAMILY[category]}:{id}",
        version=1,
        state=state,
        category=category,
        urgency=Urgency.NORMAL,
        place=place,
        place_words="di sana",
        opened_at=NOON + after,
        last_reported_at=NOON + after,
        reports=1,
        voices=1,
        summary=summary,
        photos=(),
        routed=(),
        trace=Trace((Point(place.lat, place.lon, place.error_m),) if place else (), address, photos),
    )
