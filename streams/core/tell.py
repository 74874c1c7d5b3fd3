"""What agencies and citizens are told of an incident, and the records that carry it."""

from datetime import datetime

from schemas.catalog.messages import Told
from schemas.catalog.models import Catalog
from schemas.classified import ClassifiedReport, Place
from schemas.dispatch import Area, Chosen, Dispatch, Kind, Standing, Where
from schemas.feedback import Feedback
from schemas.incident import Decision, Incident, Link, Routed
from schemas.life import Step
from schemas.message import Message, cloud_event
from schemas.passage import Passage
from schemas.precedence import urgency_header
from schemas.rejection import Rejection
from schemas.sealed import SEALED, SealedReport
from schemas.topics import CLASSIFIED, REJECTED, dispatches, feedback
from streams.core.life.messages import told_words
from streams.core.names import name_of

_NO_PLACE = "lokasi belum diketahui"


def dispatch_of(incident: Incident, routed: Routed, kind: Kind, works: tuple[Standing, ...]) -> Dispatch:
    """The incident as one agency is told it; `works` is where each agency's work stands."""
    place = incident.place
    return Dispatch(
        id=f"{incident.id}/{incident.version}/{routed.agency}",
        incident_id=incident.id,
        version=incident.version,
        kind=kind,
        agency=routed.agency,
        category=incident.category,
        urgency=incident.urgency,
        place=Where(
            lat=place and place.lat,
            lon=place and place.lon,
            error_m=place and place.error_m,
            words=incident.place_words,
        ),
        area=Area(
            kelurahan=place and place.kelurahan,
            kecamatan=place and place.kecamatan,
            outside=bool(place and place.outside),
        ),
        reports=incident.reports,
        voices=incident.voices,
        summary=incident.summary,
        photos=incident.photos,
        opened_at=incident.opened_at,
        last_reported_at=incident.last_reported_at,
        perhaps=incident.perhaps,
        recurs=incident.recurs,
        recurred=incident.recurred,
        moved_to=incident.moved_to,
        event=incident.event,
        step=incident.life.step,
        works=works,
        reopened=incident.life.reopened,
        route=Chosen(rule=routed.rule, reason=routed.reason, day=routed.day),
    )


def feedback_of(
    report: ClassifiedReport, link: Link, incident: Incident, catalog: Catalog, usual: str = ""
) -> Feedback | None:
    """What the reporter hears at once; a resend is answered by the first message already.

    `usual` is how long such a matter usually takes, in words.
    """
    if link.decision is Decision.RESENDS:
        return None
    kind: Told = "joined" if link.decision is Decision.JOINS else "received"
    return Feedback(
        id=f"{report.channel}/{report.report.id}/{kind}",
        report_id=report.report.id,
        reporter=report.report.reporter,
        incident_id=incident.id,
        kind=kind,
        message=told_words(kind, incident, catalog, at=report.report.reported_at, usual=usual),
        at=report.report.reported_at,
        asks=incident.life.step is Step.RESOLVED,
    )


def place_words(report: ClassifiedReport, catalog: Catalog, before: Incident | None = None) -> str:
    """The place for a person to read: the citizen's words, or those of the incident so far, then the area."""
    said = report.masked_place.strip() or (_said(before, catalog) if before else "")
    return ", ".join(filter(None, (said, area_words(report.place, catalog)))) or _NO_PLACE


def area_place_words(place: Place | None, catalog: Catalog) -> str:
    """The place for a person to read where nobody's words of it are left."""
    return area_words(place, catalog) or _NO_PLACE


def _said(incident: Incident, catalog: Catalog) -> str:
    """What citizens said of the place, without the area that was added."""
    words = "" if incident.place_words == _NO_PLACE else incident.place_words
    return words.removesuffix(area_words(incident.place, catalog)).removesuffix(", ")


def area_words(place: Place | None, catalog: Catalog) -> str:
    """The names of the kelurahan and kecamatan that a place lies in; empty where not known."""
    if place is None:
        return ""
    parts = (
        name_of(catalog.kelurahan, place.kelurahan) if place.kelurahan else "",
        f"Kec. {name_of(catalog.kecamatan, place.kecamatan)}" if place.kecamatan else "",
        f"di luar {catalog.city.name}" if place.outside else "",
    )
    return ", ".join(filter(None, parts))


def dispatch_record(dispatch: Dispatch, passage: Passage | None = None) -> Message:
    """Keyed by incident, so that an agency reads its versions in order."""
    return cloud_event(
        topic=dispatches(dispatch.agency),
        key=dispatch.incident_id,
        value=dispatch.to_json(),
        id=dispatch.id,
        type=f"sinergi.dispatch.{dispatch.kind}.v1",
        subject=dispatch.incident_id,
        time=dispatch.last_reported_at,
        passage=passage,
    )


def feedback_record(channel: str, message: Feedback, passage: Passage | None = None) -> Message:
    """Keyed by reporter, so that a citizen hears things in order."""
    return cloud_event(
        topic=feedback(channel),
        key=message.reporter or message.report_id,
        value=message.to_json(),
        id=message.id,
        type=f"sinergi.feedback.{message.kind}.v1",
        subject=message.report_id,
        time=message.at,
        passage=passage,
    )


def classified_record(report: ClassifiedReport, passage: Passage | None = None) -> Message:
    """Keyed `city:family`: all reports that could speak of one incident meet in one partition.

    Triage seals what it writes. Who writes it in the open, which is read too, are tests and benches.
    """
    return _log_record(report, report.to_json(), "sinergi.report.classified.v1", passage)


def sealed_record(report: SealedReport, passage: Passage | None = None) -> Message:
    """The same for a sealed one."""
    return _log_record(report.bare, report.to_json(), SEALED, passage)


def _log_record(report: ClassifiedReport, value: bytes, type: str, passage: Passage | None) -> Message:
    name = f"{report.channel}/{report.report.id}"
    return cloud_event(
        topic=CLASSIFIED,
        key=report.key,
        value=value,
        id=name,
        type=type,
        subject=name,
        time=report.report.reported_at,
        passage=passage,
        more=(urgency_header(report.grade.urgency),),
    )


def rejected_record(rejection: Rejection, at: datetime) -> Message:
    """Keyed by where the refused record lies."""
    return cloud_event(
        topic=REJECTED,
        key=rejection.id,
        value=rejection.to_json(),
        id=rejection.id,
        type="sinergi.report.rejected.v1",
        subject=rejection.topic,
        time=at,
    )
