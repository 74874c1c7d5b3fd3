"""Whether so many incidents are a storm, or more than normal beside one."""

from collections.abc import Iterator
from dataclasses import dataclass

from schemas.catalog.storms import StormRule
from schemas.event import Area, Event
from schemas.storm import Occurrence
from streams.core.storms.areas import CITY, zones_of
from streams.core.storms.gathering import Excess
from streams.core.storms.rates import Rate, Rates
from streams.core.storms.recent import Recent, Window
from streams.core.storms.tail import tail

ALIVE_MIN = 2
"""One report alone keeps no event going, however seldom its matter is."""
ZONES = 3
"""Of so many zones an incident asks."""


@dataclass(frozen=True, slots=True)
class Judge:
    """Counts against rates, of one key, which may raise so many false events a year."""

    rule: StormRule
    false_a_year: float
    rates: Rates
    recent: Recent

    def window(self, occurrence: Occurrence) -> Window:
        """The window before it or the one after it (it may come late), whichever holds more."""
        width = self.recent.window_s
        before = Window(occurrence.at - width, occurrence.at)
        after = Window(occurrence.at, occurrence.at + width)
        return max(before, after, key=lambda w: self.recent.count(occurrence.category, CITY, w))

    def storm(self, occurrence: Occurrence, window: Window) -> tuple[Area, Excess] | None:
        """The smallest zone around it that has far more than normal."""
        category = occurrence.category
        if self.recent.count(category, CITY, window) < self.rule.minimum:
            return None
        for zone in zones_of(occurrence.area):
            count = self.recent.count(category, zone, window)
            if count >= self.rule.minimum:
                normal = self._normal((category,), (zone,), window)
                if self._far_more(count, normal):
                    return zone, Excess(count, normal.mean, zone == CITY)
        return None

    def unusual(self, category: str, area: Area, window: Window) -> bool:
        """Whether an area has more than normal of a category."""
        count = self.recent.count(category, area, window)
        return count > 0 and self._more(count, self._normal((category,), (area,), window))

    def goes_on(self, event: Event, at: float) -> bool:
        """Whether an event's own incidents are still more than is normal where it is."""
        window = Window(at - self.recent.window_s, at)
        count = self.recent.count(event.id, CITY, window)
        zones = (CITY,) if event.citywide else tuple(_apart(event.areas))
        return count >= ALIVE_MIN and self._more(count, self._normal(event.categories, zones, window))

    def ordinary_part(self, occurrence: Occurrence) -> float:
        """Of the oldest occurrence, the part that would have been no storm.

        Of a storm's reports so many are learned, in the zone that holds them all: then storms do not become
        normal, and a rate that was guessed far too low still finds the truth.
        """
        event = occurrence.event
        if event is None:
            return 1.0
        window = Window(occurrence.at, occurrence.at + self.recent.window_s)
        count = self.recent.count(event, CITY, window)
        zone = next(
            zone for zone in zones_of(occurrence.area) if self.recent.count(event, zone, window) == count
        )
        normal = self._normal((occurrence.category,), (zone,), window)
        return min(1.0, self.rule.times_normal * normal.mean / count)

    def _normal(self, categories: tuple[str, ...], zones: tuple[Area, ...], window: Window) -> Rate:
        rates = [self.rates.expected(zone, categories, window.start, window.end) for zone in zones]
        return Rate(sum(rate.mean for rate in rates), min(rate.shape for rate in rates))

    def _far_more(self, count: int, normal: Rate) -> bool:
        """So many that chance does it seldom enough, though it is asked at each incident, of each zone.

        The one that asks is there in any case: only the others can surprise.
        """
        if count < self.rule.times_normal * normal.mean:
            return False
        asked_a_year = ZONES * self.rates.a_year()
        return tail(count - 1, normal.mean, normal.shape) * asked_a_year <= self.false_a_year

    def _more(self, count: int, normal: Rate) -> bool:
        return (
            count >= self.rule.times_normal * normal.mean
            and tail(count, normal.mean, normal.shape) <= self.rule.neighbour_probability
        )


def _apart(areas: tuple[Area, ...]) -> Iterator[Area]:
    """Without those that lie in another of them."""
    held = set(areas)
    return (area for area in areas if not any(zone in held for zone in zones_of(area) if zone != area))
