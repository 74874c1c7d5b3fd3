"""Incidents that agencies are at, and catalogs that say of all the same."""

import re
from dataclasses import replace
from datetime import datetime, timedelta
from typing import get_args

from schemas.announcement import Announcement
from schemas.catalog.messages import Messages, Stands, Told
from schemas.catalog.models import Catalog
from schemas.incident import Incident, Routed
from schemas.life import Life, Step, Work
from streams.core.life.advance import Lived
from tests.unit.core import reports
from tests.unit.core.catalog import small_catalog
from tests.unit.core.reports import NOON

SMALL = small_catalog()
LATER = NOON + timedelta(hours=2)


def incident(*agencies: str, category: str = "banjir", voices: int = 3) -> Incident:
    """Handed to some agencies at noon."""
    routed = tuple(Routed(agency, "banjir#1", "contoh", "2026-11-24") for agency in agencies)
    return replace(reports.incident("x", category=category), routed=routed, voices=voices)


def living(step: Step, *works: Work, agencies: tuple[str, ...] = ("air",), at: datetime = LATER) -> Incident:
    return replace(incident(*agencies), life=Life(step=step, at=at, works=works))


def work(
    agency: str, step: Step, *, at: datetime = LATER, proven: bool | None = None, partner: str | None = None
) -> Work:
    return Work(agency, step, at, NOON, 1, proven=proven, partner=partner)


def saying(template: str) -> Catalog:
    """The small city, which says the same of everything, as far as it is known."""
    half = re.sub(r"\{(why|usually|stands)\}", "", template)
    messages = Messages.model_construct(
        limit_a_day=6,
        usually=" Biasanya {range}.",
        told=dict.fromkeys(get_args(Told), template),
        stands=dict.fromkeys(get_args(Stands), half),
    )
    return SMALL.model_copy(update={"messages": messages})


def heard(lived: Lived) -> list[tuple[str, str]]:
    return [(one.agency, one.kind) for one in lived.dispatches]


def alone(lived: Lived) -> Announcement:
    [one] = lived.announcements
    return one


def changed(lived: Lived) -> Incident:
    assert lived.incident
    return lived.incident
