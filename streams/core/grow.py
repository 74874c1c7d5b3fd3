"""An incident with one more report: what follows from its members alone, so corrections build it anew."""

from dataclasses import replace

from schemas.catalog.models import Urgency
from schemas.classified import ClassifiedReport
from schemas.incident import Decision, Incident, Link, Routed, State
from streams.core.dedupe import Kind, Sighting, founding_trace, grown_trace, is_better
from streams.core.life.promises import first_due_at
from streams.core.rules import Rules
from streams.core.sighting import sighting_of
from streams.core.tell import place_words

PHOTOS = 10
SUMMARY_LENGTH = 280


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
    sighting = sighting or sighting_of(report, rules.kinds, rules.areas)
    if before is None:
        return _opened(report, sighting, link, rules, category or report.classification.category)
    return _grown(before, report, sighting, link, rules)


def _opened(
    report: ClassifiedReport, sighting: Sighting, link: Link, rules: Rules, category: str
) -> Incident:
    at, urgency = report.said_at, report.grade.urgency
    known = rules.catalog.categories.get(category)
    routed = rules.routes.of(known, at, urgency) if known else ()
    return Incident(
        id=link.incident_id,
        version=1,
        state=State.OPEN,
        category=category,
        urgency=urgency,
        place=report.place,
        place_words=place_words(report, rules.catalog),
        opened_at=at,
        last_reported_at=at,
        reports=1,
        voices=1,
        summary=report.masked_text[:SUMMARY_LENGTH],
        photos=_photos((), report),
        routed=routed,
        trace=founding_trace(sighting),
        perhaps=link.rival.incident_id if link.rival and link.decision is Decision.ASKS else None,
        due_at=first_due_at(category, urgency, at, rules.catalog) if routed else None,
    )


def _grown(
    before: Incident, report: ClassifiedReport, sighting: Sighting, link: Link, rules: Rules
) -> Incident:
    bounds = rules.model.bounds
    if report.report.supports:
        # Whoever points at an incident may sit at home: that says nothing of where it is.
        sighting = replace(sighting, point=None, address="")
    extent_m = bounds.extent_of_m(rules.kinds.get(before.category) or Kind())
    urgency = max(before.urgency, report.grade.urgency, key=lambda urgency: urgency.rank)
    routed, released = _routed(before, urgency, rules)
    place, words = before.place, before.place_words
    if is_better(sighting.point, before.trace.founder, bounds.vague_m):
        place, words = report.place, place_words(report, rules.catalog, before)
    return replace(
        before,
        version=before.version + 1,
        urgency=urgency,
        place=place,
        place_words=words,
        last_reported_at=max(before.last_reported_at, report.said_at),
        reports=before.reports + 1,
        voices=before.voices + link.new_voice,
        summary=before.summary or report.masked_text[:SUMMARY_LENGTH],
        photos=_photos(before.photos, report),
        routed=routed,
        released=released,
        trace=grown_trace(before.trace, sighting, extent_m, bounds.vague_m),
    )


def _routed(before: Incident, urgency: Urgency, rules: Rules) -> tuple[tuple[Routed, ...], tuple[str, ...]]:
    """Who must act, and who need not any more: who was told stays, a higher urgency may add others."""
    known = rules.catalog.categories.get(before.category)
    if before.routed_by or known is None:
        return before.routed, before.released
    told = {routed.agency for routed in before.routed}
    spared = told.union(before.life.refusals)
    now = rules.routes.of(known, before.opened_at, urgency)
    more = tuple(routed for routed in now if routed.agency not in spared)
    responsible = told.union(routed.agency for routed in more)
    released = tuple(one for one in before.released if one not in responsible)
    return (*before.routed, *more), released


def _photos(before: tuple[str, ...], report: ClassifiedReport) -> tuple[str, ...]:
    """Each address once, the first few."""
    said = report.report.photos
    return tuple(dict.fromkeys((*before, *(photo.url for photo in said))))[:PHOTOS] if said else before
