"""A batch of reports over the open incidents: where, with `grow`, the stages of `resolve` meet.

The same reports in the same order give the same records, however they are cut into batches.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace

from schemas.classified import ClassifiedReport, ReportKey
from schemas.dispatch import Dispatch
from schemas.dispatch import Kind as Told
from schemas.event import EventDispatch
from schemas.feedback import Feedback
from schemas.incident import Incident, Link, Recorded, Routed
from schemas.rejection import Rejection, reject
from schemas.storm import KeyChanges
from streams.core.dedupe import Held, Sighting, dedupe, pointed, recurrence
from streams.core.durations import Durations
from streams.core.grow import grown_by
from streams.core.ids import incident_id
from streams.core.incidents import OpenIncidents
from streams.core.life.promises import standings
from streams.core.life.report import reported
from streams.core.life.telling import helpers
from streams.core.life.usual import usually
from streams.core.rules import Rules
from streams.core.sighting import sighting_of
from streams.core.storms import Stir, Storms, crosses
from streams.core.support import Support, support_of
from streams.core.tell import dispatch_of, feedback_of
from streams.core.tell_event import event_dispatches


@dataclass(slots=True)
class Folded:
    """What one batch comes to. `incidents` holds the last version of each that changed, `storms` what
    changed in what is remembered of each key, `causes` the report that made each version (incident, version).
    """

    recorded: list[Recorded] = field(default_factory=list)
    incidents: dict[str, Incident] = field(default_factory=dict)
    causes: dict[tuple[str, int], ReportKey] = field(default_factory=dict)
    dispatches: list[Dispatch] = field(default_factory=list)
    events: list[EventDispatch] = field(default_factory=list)
    storms: list[KeyChanges] = field(default_factory=list)
    feedback: list[tuple[str, Feedback]] = field(default_factory=list)
    rejections: list[Rejection] = field(default_factory=list)
    redelivered: list[ReportKey] = field(default_factory=list)


def fold(
    reports: Iterable[ClassifiedReport],
    incidents: OpenIncidents,
    digests: Mapping[ReportKey, str],
    rules: Rules,
    storms: Storms | None = None,
    *,
    durations: Durations | None = None,
    moved: Mapping[str, str] | None = None,
) -> Folded:
    """Decide each report in turn; `incidents` and `storms` are brought up to date on the way.

    `digests` holds the content of those reports of the batch that were recorded by earlier ones.
    `moved` says of the incidents that reports support where their reports went, if they did.
    Without `storms` nothing is remembered of earlier batches, without `durations` nothing is known of how
    long things take. If what follows fails, what is in memory is ahead of Postgres and the process must end.
    """
    folded = Folded()
    storms = storms or Storms.of(rules.sky)
    durations = durations or Durations.of(())
    seen = dict(digests)
    for report in reports:
        known = seen.get(report.report_key)
        if known is None:
            seen[report.report_key] = report.digest
            after, link = _take_in(report, incidents, rules, storms, folded, moved=moved or {})
            usual = usually(after, durations, incidents.waiting, report.said_at)
            if answer := feedback_of(report, link, after, rules.catalog, usual):
                folded.feedback.append((report.channel, answer))
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
    report: ClassifiedReport,
    incidents: OpenIncidents,
    rules: Rules,
    storms: Storms,
    folded: Folded,
    *,
    moved: Mapping[str, str],
) -> tuple[Incident, Link]:
    """The incident with the report, and why it is in it."""
    support = support_of(report, incidents, moved, rules.kinds)
    report = support.completed(report) if support else report
    sighting = sighting_of(report, rules.kinds, rules.areas)
    link = _linked(sighting, support, incidents.of(report.key), rules, opens_as=incident_id(report))
    before = incidents.get(link.incident_id)
    after = grown_by(before, report, link, rules, sighting=sighting)
    if before is None:
        after = _recurring(after, sighting, incidents, rules)
    after = reported(before, after, said_at=report.said_at, new_voice=link.new_voice, catalog=rules.catalog)
    stir = storms.take(report, link, after, incidents.get)
    if gathered_by := stir.gathered.pop(after.id, None):
        after = replace(after, event=gathered_by)
    # Before the report is put in, since that may let go the oldest of those that the storm gathered.
    _tell_of_events(stir, incidents, rules, folded)
    voices = {report.voice: report.report.reported_at} if report.voice else {}
    incidents.put(after, voices, sighting.grams if before is None else None)
    folded.recorded.append(Recorded(report, link))
    folded.incidents[after.id] = after
    folded.causes[after.id, after.version] = report.report_key
    folded.dispatches += _told(before, after, rules, stormy=storms.holds(after))
    return after, link


def _linked(sighting: Sighting, support: Support | None, held: Held, rules: Rules, *, opens_as: str) -> Link:
    """Where the reporter points, if that incident takes it in; else where the report belongs by itself."""
    if support and support.incident and not support.why_not:
        return pointed(sighting, held, support.incident.id, named=support.named)
    link = dedupe(sighting, held, rules.model, opens_as=opens_as)
    return replace(link, evidence=f"{support.why_not}; {link.evidence}") if support else link


def _tell_of_events(stir: Stir, incidents: OpenIncidents, rules: Rules, folded: Folded) -> None:
    """Other incidents that a storm gathered learn of it, and agencies hear of it."""
    others = [replace(incidents[id], event=event) for id, event in stir.gathered.items()]
    for gathered in others:
        incidents.put(gathered, {})
        folded.incidents[gathered.id] = gathered
    for told in stir.told:
        folded.events += event_dispatches(told, rules.catalog)


def _recurring(opened: Incident, sighting: Sighting, incidents: OpenIncidents, rules: Rules) -> Incident:
    over = recurrence(sighting, incidents.of(opened.key), rules.model.bounds)
    last = incidents[over.id] if over else None
    return replace(opened, recurs=last.id, recurred=last.recurred + 1) if last else opened


def _told(before: Incident | None, after: Incident, rules: Rules, *, stormy: bool) -> Iterable[Dispatch]:
    """One message to each agency and to who helps it; in a storm not for each citizen who joins."""
    told = {*(routed.agency for routed in before.routed), *before.released} if before else set()
    again: Told = "changed" if before and before.place != after.place else "joined"
    hushed = stormy and before and again == "joined" and not _worth_telling(before, after, rules)
    hearers: list[tuple[Routed, Told]] = []
    for routed in after.routed:
        if routed.agency not in told:
            hearers.append((routed, "opened"))
        elif not hushed:
            hearers.append((routed, again))
    if before and not hushed:
        hearers += helpers(before, after, again, after.last_reported_at, rules.catalog)
    # What was promised is asked of the calendar only if somebody hears it.
    works = standings(after, rules.catalog) if hearers else ()
    return [dispatch_of(after, routed, kind, works) for routed, kind in hearers]


def _worth_telling(before: Incident, after: Incident, rules: Rules) -> bool:
    """What an agency hears of an incident in an event: enough to send more people, and no more."""
    return (
        before.event != after.event
        or before.urgency != after.urgency
        or crosses(before.voices, after.voices, rules.catalog.city.storms.steps)
    )
