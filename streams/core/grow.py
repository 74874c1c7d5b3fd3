"""An incident with one more report: what follows from its members alone, so corrections build it anew."""

from collections.abc import Iterable
from dataclasses import replace

from schemas.classified import ClassifiedReport
from schemas.incident import Decision, Incident, Link, Routed, State
from streams.core.dedupe import Kind, Sighting, founding_trace, grown_trace, is_better
from streams.core.route import route
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
        after = _opened(report, sighting, link, rules)
        after = replace(after, category=category or after.category)
    else:
        after = _grown(before, report, sighting, link, rules)
    known = rules.catalog.categories.get(after.category)
    if after.routed_by or known is None:
        return after
    now = route(known, after.opened_at, after.urgency, rules.zone)
    routed = _kept(after.routed, (one for one in now if one.agency not in after.life.refusals))
    responsible = {one.agency for one in routed}
    return replace(
        after, routed=routed, released=tuple(one for one in after.released if one not in responsible)
    )


def _opened(report: ClassifiedReport, sighting: Sighting, link: Link, rules: Rules) -> Incident:
    at = report.said_at
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
    if report.report.supports:
        # Whoever points at an incident may sit at home: that says nothing of where it is.
        sighting = replace(sighting, point=None, address="")
    extent_m = bounds.extent_of_m(rules.kinds.get(before.category) or Kind())
    grown = replace(
        before,
        version=before.version + 1,
        urgency=max(before.urgency, report.grade.urgency, key=lambda urgency: urgency.rank),
        last_reported_at=max(before.last_reported_at, report.said_at),
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


def _kept(before: tuple[Routed, ...], now: Iterable[Routed]) -> tuple[Routed, ...]:
    """An agency that was told stays; one that a higher urgency adds comes after."""
    told = {routed.agency for routed in before}
    return (*before, *(routed for routed in now if routed.agency not in told))
