"""A batch of reports over the open incidents: where, with `grow`, the stages of `resolve` meet.

The same reports in the same order give the same records, however they are cut into batches.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace

from schemas.classified import ClassifiedReport, ReportKey
from schemas.dispatch import Dispatch
from schemas.event import EventDispatch
from schemas.feedback import Feedback
from schemas.incident import Incident, Link, Recorded
from schemas.rejection import Rejection, reject
from schemas.storm import KeyChanges
from streams.core.dedupe import Held, Sighting, dedupe, pointed, recurrence
from streams.core.durations import Durations
from streams.core.grow import grown_by
from streams.core.ids import incident_id
from streams.core.incidents import OpenIncidents
from streams.core.life.report import reported
from streams.core.life.usual import usually
from streams.core.rules import Rules
from streams.core.sighting import sighting_of, sightings_of
from streams.core.storms import Stir, Storms
from streams.core.support import Support, support_of
from streams.core.taken import Taken, dispatches_of
from streams.core.tell import feedback_of
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
    fresh = _fresh(reports, digests, folded)
    storms = storms or Storms.of(rules.sky)
    batch = _Fold(incidents, rules, storms, durations or Durations.of(()), moved or {}, folded)
    # What depends on no incident is made of all reports before, and what is told after: a processor is faster
    # that stays at one thing.
    sightings = sightings_of(fresh, rules.kinds, rules.areas)
    names = [*map(incident_id, fresh)]
    taken = [batch.take_in(*one) for one in zip(fresh, sightings, names, strict=True)]
    for one in taken:
        folded.dispatches += dispatches_of(one, rules)
    for one in taken:
        if answer := feedback_of(one.report, one.link, one.after, rules.catalog, one.usual):
            folded.feedback.append((one.report.channel, answer))
    folded.storms = storms.take_changes()
    return folded


def _fresh(
    reports: Iterable[ClassifiedReport], digests: Mapping[ReportKey, str], folded: Folded
) -> list[ClassifiedReport]:
    """Those whose id was not recorded before: else the same content is a redelivery, another is refused."""
    seen, fresh = dict(digests), []
    for report in reports:
        key = report.report_key
        known = seen.get(key)
        if known is None:
            seen[key] = report.digest
            fresh.append(report)
        elif known == report.digest:
            folded.redelivered.append(key)
        else:
            folded.rejections.append(_reused(report))
    return fresh


def _reused(report: ClassifiedReport) -> Rejection:
    return reject(
        report.origin,
        report.report.to_json(),
        code="id_reused",
        field="id",
        reason=f"id {report.report.id!r} was used before by a report with other content",
    )


@dataclass(frozen=True, slots=True)
class _Fold:
    """A batch over the incidents; each of its reports meets what those before it left."""

    incidents: OpenIncidents
    rules: Rules
    storms: Storms
    durations: Durations
    moved: Mapping[str, str]
    folded: Folded

    def take_in(self, report: ClassifiedReport, sighting: Sighting, opens_as: str) -> Taken:
        """The incident with the report, and why it is in it; called `opens_as` if the report opens it."""
        incidents, rules, folded = self.incidents, self.rules, self.folded
        if support := support_of(report, incidents, self.moved, rules.kinds):
            report = support.completed(report)
            sighting = sighting_of(report, rules.kinds, rules.areas)
        link = self._linked(sighting, support, incidents.of(report.key), opens_as)
        before = incidents.get(link.incident_id)
        after = grown_by(before, report, link, rules, sighting=sighting)
        said_at = report.said_at
        if before is None:
            after = self._recurring(after, sighting)
        else:
            after = reported(before, after, said_at=said_at, new_voice=link.new_voice, catalog=rules.catalog)
        stir = self.storms.take(report, link, after, incidents.get)
        if gathered_by := stir.gathered.pop(after.id, None):
            after = replace(after, event=gathered_by)
        # Before the report is put in, since that may let go the oldest of those that the storm gathered.
        self._tell_of_events(stir)
        voices = {sighting.voice: said_at} if sighting.voice else {}
        incidents.put(after, voices, sighting.grams if before is None else None)
        folded.recorded.append(Recorded(report, link))
        folded.incidents[after.id] = after
        folded.causes[after.id, after.version] = report.report_key
        usual = usually(after, self.durations, incidents.waiting(after.key), said_at)
        return Taken(report, link, before, after, self.storms.holds(after), usual)

    def _linked(self, sighting: Sighting, support: Support | None, held: Held, opens_as: str) -> Link:
        """Where the reporter points, if that incident takes it in; else where it belongs by itself."""
        if support and support.incident and not support.why_not:
            return pointed(sighting, held, support.incident.id, named=support.named)
        link = dedupe(sighting, held, self.rules.model, opens_as=opens_as)
        return replace(link, evidence=f"{support.why_not}; {link.evidence}") if support else link

    def _recurring(self, opened: Incident, sighting: Sighting) -> Incident:
        over = recurrence(sighting, self.incidents.of(opened.key), self.rules.model.bounds)
        last = self.incidents[over.id] if over else None
        return replace(opened, recurs=last.id, recurred=last.recurred + 1) if last else opened

    def _tell_of_events(self, stir: Stir) -> None:
        """Other incidents that a storm gathered learn of it, and agencies hear of it."""
        others = [replace(self.incidents[id], event=event) for id, event in stir.gathered.items()]
        for gathered in others:
            self.incidents.put(gathered, {})
            self.folded.incidents[gathered.id] = gathered
        for told in stir.told:
            self.folded.events += event_dispatches(told, self.rules.catalog)
