"""Storms of reports: far more incidents than an area normally has at that hour of the week.

State is held by key, is a function of the key's reports in their order, and is loaded from Postgres as it
was written: neither batches nor restarts change what is noticed.
"""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field, replace
from functools import partial
from zoneinfo import ZoneInfo

from schemas.catalog.models import UNKNOWN, Catalog
from schemas.catalog.storms import StormRule
from schemas.classified import ClassifiedReport
from schemas.event import with_places
from schemas.incident import Incident, Link
from schemas.storm import KeyChanges, KeyState, Occurrence
from streams.core.ids import event_id
from streams.core.sighting import point_of
from streams.core.storms import clock
from streams.core.storms.areas import Areas, area_of
from streams.core.storms.gathering import Told, crosses
from streams.core.storms.judge import Judge
from streams.core.storms.rates import Guess, Rates
from streams.core.storms.recent import Recent
from streams.core.storms.watch import Find, Heard, Stir, Watch

__all__ = ["Find", "Sky", "Stir", "Storms", "Told", "crosses"]


@dataclass(frozen=True, slots=True)
class Sky:
    """What holds for all keys of a city."""

    rule: StormRule
    areas: Areas
    zone: ZoneInfo
    families: int
    categories: dict[str, int]
    """How many a family has."""

    @classmethod
    def of(cls, catalog: Catalog) -> "Sky":
        """Prepare a catalog."""
        families = [category.family for category in catalog.categories.values()]
        return cls(
            catalog.city.storms,
            Areas.of(catalog),
            catalog.city.zone,
            len(catalog.city.families),
            {family: families.count(family) for family in families},
        )

    def watch(self, state: KeyState) -> Watch:
        """A key as it was left."""
        family = state.key.rpartition(":")[2]
        guess = Guess(self.rule.reports_a_day / self.families / 24, self.categories.get(family, 1))
        rates = Rates(self.areas, guess, self.rule.half_life_weeks * 7 * 86_400, self.zone, state.clock)
        rates.cells.update({(cell.scope, cell.slot): cell.weight for cell in state.cells})
        recent = Recent.of(self.rule.window_minutes * 60, state.occurrences)
        events = {event.id: event for event in state.events}
        judge = Judge(self.rule, self.rule.false_a_year / self.families, rates, recent)
        return Watch(state.key, self.areas, rates, recent, judge, events)


@dataclass(slots=True)
class Storms:
    """The storms of the keys that a worker holds."""

    sky: Sky
    watches: dict[str, Watch] = field(default_factory=dict)
    _touched: set[str] = field(default_factory=set)

    @classmethod
    def of(cls, sky: Sky, states: Iterable[KeyState] = ()) -> "Storms":
        """As they were left."""
        return cls(sky, {state.key: sky.watch(state) for state in states})

    def take(self, report: ClassifiedReport, link: Link, incident: Incident, find: Find) -> Stir:
        """One more report, in the incident that it opened or made grow."""
        at = report.report.reported_at.timestamp()
        watch = self.watches.get(report.key)
        if watch is None:
            empty = KeyState(report.key, clock.start(at), (), (), ())
            watch = self.watches[report.key] = self.sky.watch(empty)
        self._touched.add(report.key)
        counted = _counted(report, link, incident, at)
        return watch.take(Heard(at, incident, int(link.new_voice), counted, partial(event_id, report), find))

    def holds(self, incident: Incident) -> bool:
        """Whether an incident is in an event of its own key that has not ended.

        One that was reclassified may name an event of another key, which this worker may hold or not.
        """
        watch = self.watches.get(incident.key)
        return watch is not None and incident.event in watch.events

    def open_events(self) -> int:
        """How many have not ended."""
        return sum(len(watch.events) for watch in self.watches.values())

    def unname(self, voices: Collection[str]) -> None:
        """Who spoke is to be forgotten, and that somebody did is not."""
        for key, watch in self.watches.items():
            if watch.unname(voices):
                self._touched.add(key)

    def rename(self, key: str, places: Mapping[str, str]) -> None:
        """Events of a key call these incidents otherwise. Agencies hear it when there is other news."""
        watch = self.watches.get(key)
        for event in [*watch.events.values()] if watch else []:
            after = replace(event, members=with_places(event.members, places))
            if watch and after != event:
                watch.events[event.id] = watch.changed[event.id] = after
                self._touched.add(key)

    def take_changes(self) -> list[KeyChanges]:
        """What is not in Postgres yet, by key, once."""
        taken = [self.watches[key].take_changes() for key in sorted(self._touched)]
        self._touched.clear()
        return taken


def _counted(report: ClassifiedReport, link: Link, incident: Incident, at: float) -> Occurrence | None:
    """A citizen's first word about an incident in the city, if it is a report at all and its matter known."""
    if not link.new_voice or incident.category == UNKNOWN:
        return None
    area = area_of(incident.place)
    if area is None or any(review.code == "no_report" for review in report.review):
        return None
    spot = point_of(incident.place)
    return Occurrence(at, incident.id, area, incident.category, report.voice, spot=spot)
