"""A batch of reports over the open incidents: the only place where the stages of `resolve` meet.

The same reports in the same order give the same records, however they are cut into batches.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC
from zoneinfo import ZoneInfo

from schemas.catalog.models import Catalog
from schemas.classified import ClassifiedReport, ReportKey
from schemas.dispatch import Dispatch
from schemas.dispatch import Kind as Told
from schemas.event import EventDispatch
from schemas.feedback import Feedback
from schemas.incident import Decision, Incident, Link, Recorded, Routed, State
from schemas.rejection import Rejection, reject
from schemas.storm import KeyChanges
from streams.core.dedupe import (
    Kind,
    Model,
    Sighting,
    dedupe,
    founding_trace,
    grown_trace,
    is_better,
    recurrence,
)
from streams.core.ids import incident_id
from streams.core.incidents import OpenIncidents
from streams.core.kinds import kinds_of
from streams.core.route import route
from streams.core.sighting import sighting_of
from streams.core.storms import Sky, Stir, Storms, crosses
from streams.core.tell import dispatch_of, feedback_of, place_words
from streams.core.tell_event import event_dispatches

PHOTOS = 10
SUMMARY_LENGTH = 280


@dataclass(slots=True)
class Folded:
    """What one batch comes to. `incidents` holds the last version of each that changed, `storms` what
    changed in what is remembered of each key.
    """

    recorded: list[Recorded] = field(default_factory=list)
    incidents: dict[str, Incident] = field(default_factory=dict)
    dispatches: list[Dispatch] = field(default_factory=list)
    events: list[EventDispatch] = field(default_factory=list)
    storms: list[KeyChanges] = field(default_factory=list)
    feedback: list[tuple[str, Feedback]] = field(default_factory=list)
    rejections: list[Rejection] = field(default_factory=list)
    redelivered: list[ReportKey] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Rules:
    """The catalog, its city's calendar, and what tells incidents and storms apart."""

    catalog: Catalog
    zone: ZoneInfo
    kinds: Mapping[str, Kind]
    model: Model
    sky: Sky

    @classmethod
    def of(cls, catalog: Catalog, model: Model) -> "Rules":
        """Prepare a catalog and a model."""
        return cls(catalog, ZoneInfo(catalog.city.timezone), kinds_of(catalog), model, Sky.of(catalog))

    def no_incidents(self) -> OpenIncidents:
        """Where incidents will be held; none is yet."""
        return OpenIncidents(self.kinds, self.model.bounds)


def fold(
    reports: Iterable[ClassifiedReport],
    incidents: OpenIncidents,
    digests: Mapping[ReportKey, str],
    rules: Rules,
    storms: Storms | None = None,
) -> Folded:
    """Decide each report in turn; `incidents` and `storms` are brought up to date on the way.

    `digests` holds the content of those reports of the batch that were recorded by earlier ones.
    Without `storms` nothing is remembered of earlier batches. If what follows fails, both are ahead of
    Postgres and the process must end.
    """
    folded = Folded()
    storms = storms or Storms.of(rules.sky)
    seen = dict(digests)
    for report in reports:
        known = seen.get(report.report_key)
        if known is None:
            seen[report.report_key] = report.digest
            _take_in(report, incidents, rules, storms, folded)
        else:
            _answer_again(report, known, folded)
    folded.storms = storms.take_changes()
    return folded


def _answer_again(report: ClassifiedReport, known: str, folded: Folded) -> None:
    """The id was recorded before: the same content is a redelivery, another is refused."""
    if known == report.digest:
        folded.redelivered.append(report.report_key)
        return
    folded.rejections.append(
        reject(
            report.origin,
            report.report.to_json(),
            code="id_reused",
            field="id",
            reason=f"id {report.report.id!r} was used before by a report with other content",
        )
    )


def _take_in(
    report: ClassifiedReport, incidents: OpenIncidents, rules: Rules, storms: Storms, folded: Folded
) -> None:
    sighting = sighting_of(report, rules.kinds)
    link = dedupe(sighting, incidents.of(report.key), rules.model, opens_as=incident_id(report))
    before = incidents.get(link.incident_id)
    after = grown_by(before, report, link, rules, sighting=sighting)
    if before is None:
        after = _recurring(after, sighting, incidents, rules)
    stir = storms.take(report, link, after, incidents.get)
    after = replace(after, event=stir.gathered.pop(after.id, after.event))
    # Before the report is put in, since that may let go the oldest of those that the storm gathered.
    _tell_of_events(stir, incidents, rules, folded)
    incidents.put(after, {report.voice: report.report.reported_at} if report.voice else {})
    folded.recorded.append(Recorded(report, link))
    folded.incidents[after.id] = after
    folded.dispatches += _told(before, after, rules if storms.holds(after) else None)
    if answer := feedback_of(report, link, after, rules.catalog):
        folded.feedback.append((report.channel, answer))


def _tell_of_events(stir: Stir, incidents: OpenIncidents, rules: Rules, folded: Folded) -> None:
    """Other incidents that a storm gathered learn of it, and agencies hear of it."""
    others = [replace(incidents[id], event=event) for id, event in stir.gathered.items()]
    for gathered in others:
        incidents.put(gathered, {})
        folded.incidents[gathered.id] = gathered
    for told in stir.told:
        folded.events += event_dispatches(told, rules.catalog)


def grown_by(
    before: Incident | None,
    report: ClassifiedReport,
    link: Link,
    rules: Rules,
    *,
    category: str | None = None,
    sighting: Sighting | None = None,
) -> Incident:
    """The incident with one more report; without one before, the one it founds, of `category` or its own."""
    sighting = sighting or sighting_of(report, rules.kinds)
    if before is None:
        after = _opened(report, sighting, link, rules)
        after = replace(after, category=category or after.category)
    else:
        after = _grown(before, report, sighting, link, rules)
    known = rules.catalog.categories.get(after.category)
    if after.routed_by or known is None:
        return after
    routed = _kept(after.routed, route(known, after.opened_at, after.urgency, rules.zone))
    responsible = {one.agency for one in routed}
    return replace(
        after, routed=routed, released=tuple(one for one in after.released if one not in responsible)
    )


def _recurring(opened: Incident, sighting: Sighting, incidents: OpenIncidents, rules: Rules) -> Incident:
    over = recurrence(sighting, incidents.of(opened.key), rules.model.bounds)
    last = incidents[over.id] if over else None
    return replace(opened, recurs=last.id, recurred=last.recurred + 1) if last else opened


def _opened(report: ClassifiedReport, sighting: Sighting, link: Link, rules: Rules) -> Incident:
    at = report.report.reported_at.astimezone(UTC)
    return Incident(
        id=link.incident_id,
        version=1,
        state=State.OPEN,
        category=report.classification.category,
        urgency=report.grade.urgency,
        place=report.place,
        place_words=place_words(report, rules.catalog),
        opened_at=at,
        last_reported_at=at,
        reports=1,
        voices=1,
        summary=report.masked_text[:SUMMARY_LENGTH],
        photos=_photos((), report),
        routed=(),
        trace=founding_trace(sighting),
        perhaps=link.rival.incident_id if link.rival and link.decision is Decision.ASKS else None,
    )


def _grown(
    before: Incident, report: ClassifiedReport, sighting: Sighting, link: Link, rules: Rules
) -> Incident:
    bounds = rules.model.bounds
    extent_m = bounds.extent_of_m(rules.kinds.get(before.category) or Kind())
    grown = replace(
        before,
        version=before.version + 1,
        urgency=max(before.urgency, report.grade.urgency, key=lambda urgency: urgency.rank),
        last_reported_at=max(before.last_reported_at, report.report.reported_at.astimezone(UTC)),
        reports=before.reports + 1,
        voices=before.voices + link.new_voice,
        summary=before.summary or report.masked_text[:SUMMARY_LENGTH],
        photos=_photos(before.photos, report),
        trace=grown_trace(before.trace, sighting, extent_m, bounds.vague_m),
    )
    if not is_better(sighting.point, before.trace.founder, bounds.vague_m):
        return grown
    return replace(grown, place=report.place, place_words=place_words(report, rules.catalog, before))


def _photos(before: tuple[str, ...], report: ClassifiedReport) -> tuple[str, ...]:
    """Each address once, the first few."""
    return tuple(dict.fromkeys((*before, *(photo.url for photo in report.report.photos))))[:PHOTOS]


def _kept(before: tuple[Routed, ...], now: tuple[Routed, ...]) -> tuple[Routed, ...]:
    """An agency that was told stays; one that a higher urgency adds comes after."""
    told = {routed.agency for routed in before}
    return (*before, *(routed for routed in now if routed.agency not in told))


def _told(before: Incident | None, after: Incident, stormy: Rules | None) -> Iterable[Dispatch]:
    """One message to each agency; in a storm (`stormy` has its steps) not for each citizen who joins."""
    told = {*(routed.agency for routed in before.routed), *before.released} if before else set()
    again: Told = "changed" if before and before.place != after.place else "joined"
    hushed = stormy and before and again == "joined" and not _worth_telling(before, after, stormy)
    for routed in after.routed:
        if routed.agency not in told:
            yield dispatch_of(after, routed, "opened")
        elif not hushed:
            yield dispatch_of(after, routed, again)


def _worth_telling(before: Incident, after: Incident, rules: Rules) -> bool:
    """What an agency hears of an incident in an event: enough to send more people, and no more."""
    return (
        before.event != after.event
        or before.urgency != after.urgency
        or crosses(before.voices, after.voices, rules.catalog.city.storms.steps)
    )
