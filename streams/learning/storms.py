"""What storms a stream of reports holds, and what agencies would hear of it. Pure."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from schemas.classified import ClassifiedReport
from schemas.event import Area, Event
from streams.core.fold import Folded, fold
from streams.core.rules import Rules


@dataclass(frozen=True, slots=True)
class FoundEvent:
    """An event in figures. `until` is absent while it goes on at the end of the stream."""

    id: str
    category: str
    since: str
    noticed_at: str
    until: str | None
    lead_minutes: float
    """From its first report to the one at which it was noticed."""
    areas: tuple[Area, ...]
    kelurahan: tuple[str, ...]
    incidents: int
    voices: int
    urgency: str
    observed: int
    expected: float
    messages: int
    """To each agency, the beginning and the end among them."""


@dataclass(frozen=True, slots=True)
class StormFigures:
    """What was read, and what it came to. `dispatches` are versions of incidents that agencies heard."""

    reports: int
    outside: int
    without_place: int
    incidents: int
    dispatches: int
    hushed: int
    """Versions of incidents that nobody was told, since an event told of its growth."""
    events: tuple[FoundEvent, ...]


def storm_figures(reports: Iterable[ClassifiedReport], rules: Rules) -> StormFigures:
    """Fold reports in the order of time, as if each arrived when it was said."""
    stream = sorted(reports, key=lambda r: (r.report.reported_at, r.channel, r.report.id))
    folded = fold(stream, rules.no_incidents(), {}, rules)
    versions = {d.id for d in folded.dispatches}
    due = sum(incident.version for incident in folded.incidents.values())
    told = len({id.rpartition("/")[0] for id in versions})
    return StormFigures(
        reports=len(stream),
        outside=sum(bool(report.place and report.place.outside) for report in stream),
        without_place=sum(report.place is None for report in stream),
        incidents=len(folded.incidents),
        dispatches=len(versions),
        hushed=due - told,
        events=tuple(_found(folded, rules)),
    )


def _found(folded: Folded, rules: Rules) -> Iterable[FoundEvent]:
    messages = Counter({(d.event_id, d.version) for d in folded.events})
    told = Counter(event_id for event_id, _ in messages)
    events = [event for changes in folded.storms for event in changes.events]
    return [_figures(event, told[event.id], rules) for event in sorted(events, key=lambda e: e.noticed_at)]


def _figures(event: Event, messages: int, rules: Rules) -> FoundEvent:
    zone = rules.catalog.city.zone
    lead = event.noticed_at - event.since
    return FoundEvent(
        id=event.id,
        category=event.category,
        since=event.since.astimezone(zone).isoformat(),
        noticed_at=event.noticed_at.astimezone(zone).isoformat(),
        until=event.until.astimezone(zone).isoformat() if event.until else None,
        lead_minutes=round(lead.total_seconds() / 60, 1),
        areas=event.areas,
        kelurahan=event.kelurahan,
        incidents=event.incidents,
        voices=event.voices,
        urgency=event.urgency.value,
        observed=event.observed,
        expected=round(event.expected, 3),
        messages=messages,
    )
