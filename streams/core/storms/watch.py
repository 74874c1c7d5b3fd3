"""One key, report after report: notices storms, gathers their incidents, ends them."""

from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass, field, replace
from typing import NamedTuple

from schemas.event import Area, Event
from schemas.incident import Incident
from schemas.storm import KeyChanges, Occurrence
from streams.core.storms.areas import CITY, Areas, holds
from streams.core.storms.clock import LEAP_MAX_S
from streams.core.storms.gathering import (
    Told,
    begin,
    covers,
    ended,
    gather,
    grown,
    heard_again,
    moment,
    widen,
)
from streams.core.storms.judge import Judge
from streams.core.storms.rates import Rates
from streams.core.storms.recent import Recent, Window

Find = Callable[[str], Incident | None]
FRESH_S = 300.0
"""An event that was found unusual so lately is not asked again."""


class Heard(NamedTuple):
    """A report that is in its incident: when it was said, the incident after it, and what was new in it.

    `counted` is what it is in the counts; None for a resend, a prank, or one from outside the city.
    `opens_as` gives the id of the event that begins with this report, if one does, and `find` other
    incidents by their ids, as they are now.
    """

    at: float
    incident: Incident
    new_voices: int
    counted: Occurrence | None
    opens_as: Callable[[], str]
    find: Find


@dataclass(slots=True)
class Stir:
    """What one report stirred up: incidents by the event that gathered them, and what is to be told."""

    gathered: dict[str, str] = field(default_factory=dict)
    told: list[Told] = field(default_factory=list)


@dataclass(slots=True)
class Watch:
    """All that is remembered of a key; `changed` are events that are not yet in Postgres as they are here."""

    key: str
    areas: Areas
    rates: Rates
    recent: Recent
    judge: Judge
    events: dict[str, Event]
    changed: dict[str, Event] = field(default_factory=dict)
    _time: float = 0.0
    """Of the key, as its last report left it."""

    def take(self, report: Heard) -> Stir:
        """Take one more report in."""
        stir = Stir()
        self._pass_time(report.at, stir)
        event = self.events.get(report.incident.event or "")
        if event:
            self._heard_again(event, report, stir)
        elif report.counted and self._is_countable(report.counted):
            self._count(report, report.counted, stir)
        return stir

    def unname(self, voices: Collection[str]) -> bool:
        """Forget who spoke; whether any of them was remembered."""
        named = [one for one in self.recent.all if one.voice in voices]
        self.recent.unname(named)
        return bool(named)

    def take_changes(self) -> KeyChanges:
        """What is not in Postgres yet, once."""
        taken = KeyChanges(
            self.key,
            self.rates.clock,
            self.rates.take_changes(),
            sorted(self.recent.put.values()),
            sorted(self.recent.gone.values()),
            [event for _, event in sorted(self.changed.items())],
        )
        self.recent.put.clear()
        self.recent.gone.clear()
        self.changed.clear()
        return taken

    def _pass_time(self, at: float, stir: Stir) -> None:
        """Learn from what is no longer recent, and end what has been calm for long."""
        time = self._time = self.rates.hear(at)
        calm_s = self.judge.rule.calm_hours * 3_600
        for one in self.recent.older(time - calm_s):
            self.rates.learn(one.area, one.category, one.at, self.judge.ordinary_part(one))
            self.recent.forget(one)
        for event in self._open():
            if time - event.unusual_at.timestamp() > calm_s:
                told = ended(event, at=at)
                stir.told.append(told)
                self.changed[event.id] = told.event
                del self.events[event.id]

    def _open(self) -> list[Event]:
        """In an order that a restart does not change."""
        return [event for _, event in sorted(self.events.items())]

    def _is_countable(self, occurrence: Occurrence) -> bool:
        """Not so far in the future that its clock must be wrong, and not counted already."""
        return occurrence.at <= self._time + LEAP_MAX_S and self.recent.is_new(occurrence)

    def _heard_again(self, event: Event, report: Heard, stir: Stir) -> None:
        after = heard_again(event, report.incident, report.new_voices)
        if report.counted and self._is_recent(report.at) and self.recent.is_new(report.counted):
            self.recent.add(report.counted._replace(event=event.id))
            after = self._going_on(after, report.at)
        self._put(event, after, report.at, stir)

    def _count(self, report: Heard, occurrence: Occurrence, stir: Stir) -> None:
        independent = not report.incident.perhaps and self.recent.is_apart(occurrence)
        if not (independent and self._is_recent(report.at)):
            self._count_aside(report, occurrence, stir)
            return
        self.recent.add(occurrence)
        window = self.judge.window(occurrence)
        event = self._event_around(occurrence, window)
        if event:
            here = [o for o in self.recent.within(occurrence.category, window) if o.area == occurrence.area]
            after = widen(event, [], occurrence.category, citywide=False, since=report.at)
            self._gather(event, after, here, report, stir)
            return
        storm = self.judge.storm(occurrence, window)
        if storm is None:
            return
        zone, excess = storm
        found = self._struck(occurrence.category, zone, window)
        before = self._event_beside(occurrence.category, {o.area for o in found})
        start = before or begin(report.opens_as(), report.incident, excess, since=found[0].at, at=report.at)
        after = widen(start, [], occurrence.category, citywide=excess.citywide, since=found[0].at)
        self._gather(before, after, found, report, stir)

    def _count_aside(self, report: Heard, occurrence: Occurrence, stir: Stir) -> None:
        """What comes after its window was forgotten, or is perhaps no incident of its own, notices no storm.

        One that was noticed takes it in.
        """
        for event in self._open():
            if covers(event, occurrence) and report.at >= event.since.timestamp():
                stir.gathered[report.incident.id] = event.id
                self._put(event, gather(event, report.incident), report.at, stir)
                return
        if not self._is_recent(report.at):
            self.rates.learn(occurrence.area, occurrence.category, occurrence.at)

    def _gather(
        self,
        before: Event | None,
        after: Event,
        found: Iterable[Occurrence],
        report: Heard,
        stir: Stir,
    ) -> None:
        """Into an event: these occurrences, their areas, and the incidents that it does not hold yet."""
        for occurrence in found:
            after = widen(after, [occurrence.area], after.category, citywide=False, since=occurrence.at)
            id = occurrence.incident_id
            incident = report.incident if id == report.incident.id else report.find(id)
            if incident and incident.event != after.id and id not in stir.gathered:
                stir.gathered[id] = after.id
                after = gather(after, incident)
        self.recent.gather(found, after.id)
        self._put(before, self._going_on(after, report.at), report.at, stir)

    def _going_on(self, event: Event, at: float) -> Event:
        late_s = at - event.unusual_at.timestamp()
        if late_s < FRESH_S or not self.judge.goes_on(event, at):
            return event
        return replace(event, unusual_at=moment(at))

    def _put(self, before: Event | None, after: Event, at: float, stir: Stir) -> None:
        told = grown(before, after, self.judge.rule.steps, at=at)
        if told:
            stir.told.append(told)
            after = told.event
        self.events[after.id] = self.changed[after.id] = after

    def _event_around(self, occurrence: Occurrence, window: Window) -> Event | None:
        """The event of its matter that holds its area, or reaches it because there is more than normal."""
        for event in self._open():
            if covers(event, occurrence):
                return event
        for event in self._open():
            if self._reaches(event, occurrence.category, occurrence.area, window):
                return event
        return None

    def _event_beside(self, category: str, areas: set[Area]) -> Event | None:
        """The event that a storm belongs to: of the same matter, or of another one in the same place."""
        for event in self._open():
            if category in event.categories:
                return event
        for event in self._open():
            if areas & set(event.areas):
                return event
        return None

    def _struck(self, category: str, zone: Area, window: Window) -> list[Occurrence]:
        """The incidents that make a storm; in the whole city, those of areas that have more than normal."""
        every = self.recent.within(category, window)
        unusual = {
            area
            for area in {o.area for o in every}
            if not area.kelurahan or self.judge.unusual(category, area, window)
        }
        inside = [o for o in every if holds(zone, o.area)]
        if zone == CITY:
            struck = [o for o in every if o.area in unusual]
            return struck if len(struck) >= self.judge.rule.minimum else inside
        held = {o.area for o in inside}
        return [
            o
            for o in every
            if o.area in held or (o.area.kelurahan and o.area in unusual and self.areas.beside(o.area, held))
        ]

    def _reaches(self, event: Event, category: str, area: Area, window: Window) -> bool:
        return (
            category in event.categories
            and (event.citywide or self.areas.beside(area, event.areas))
            and bool(area.kelurahan)
            and self.judge.unusual(category, area, window)
        )

    def _is_recent(self, at: float) -> bool:
        return at >= self._time - self.judge.rule.calm_hours * 3_600
