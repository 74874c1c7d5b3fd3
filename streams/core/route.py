"""incident, date -> the agencies that must act, with the rule that said so."""

from datetime import datetime
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
