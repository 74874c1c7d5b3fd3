"""incident, date -> the agencies that must act, with the rule that said so."""

from dataclasses import dataclass, field
from datetime import date, datetime
from zoneinfo import ZoneInfo

from schemas.catalog.models import Category, Urgency
from schemas.incident import Routed


def route(category: Category, opened_at: datetime, urgency: Urgency, zone: ZoneInfo) -> tuple[Routed, ...]:
    """The rules in force on the day the incident opened, by the city's own calendar.

    The rule's name is `category#n`, n counting the category's rules from 1.
    """
    day = opened_at.astimezone(zone).date()
    return tuple(
        Routed(rule.agency, f"{category.id}#{number}", rule.reason, day.isoformat())
        for number, rule in enumerate(category.routes, 1)
        if rule.holds(day, urgency)
    )


REMEMBERED = 4_096


@dataclass(frozen=True, slots=True)
class Routes:
    """What `route` says in one city; most incidents of a day share a few answers, which are kept."""

    zone: ZoneInfo
    _known: dict[tuple[str, date, Urgency], tuple[Routed, ...]] = field(default_factory=dict, compare=False)

    def of(self, category: Category, opened_at: datetime, urgency: Urgency) -> tuple[Routed, ...]:
        """As `route`."""
        asked = category.id, opened_at.astimezone(self.zone).date(), urgency
        known = self._known.get(asked)
        if known is None:
            if len(self._known) >= REMEMBERED:
                self._known.clear()
            known = self._known[asked] = route(category, opened_at, urgency, self.zone)
        return known
