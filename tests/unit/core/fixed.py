"""Incidents that were fixed and closed, and others that wait, of one category and agency."""

from dataclasses import replace
from datetime import timedelta

from schemas.heard import Finished
from schemas.incident import Incident, Routed
from streams.core.durations import Durations, Usual
from streams.core.durations.waiting import Waiting
from tests.unit.core.reports import NOON, incident

HOUR_S = 3_600.0
NOBODY = Waiting()
Took = tuple[float, float]
"""Hours: opened so long after noon, and fixed so long after that."""


def finished(
    id: str, opened_h: float, took_h: float, *, votes_h: float = 0, agency: str = "dinas"
) -> Finished:
    opened_at = NOON + timedelta(hours=opened_h)
    closed_at = opened_at + timedelta(hours=took_h + votes_h)
    return Finished(id, "banjir", (agency,), opened_at, closed_at, took_h * HOUR_S)


def durations(took: list[Took], *, votes_h: float = 0) -> Durations:
    return Durations.of(finished(str(number), *one, votes_h=votes_h) for number, one in enumerate(took))


def usual(of: Durations, waiting: Waiting = NOBODY, *, after_h: float = 10_000) -> Usual | None:
    return of.usual("banjir", "dinas", waiting, NOON + timedelta(hours=after_h))


def hours(found: Usual | None) -> tuple[float, float, int] | None:
    return found and (round(found.low_s / HOUR_S, 6), round(found.high_s / HOUR_S, 6), found.cases)


def waits(id: str, opened_h: float) -> Incident:
    routed = (Routed("dinas", "rule", "", ""),)
    return replace(incident(id, after=timedelta(hours=opened_h)), routed=routed)


def all_waiting(opened_h: list[float]) -> Waiting:
    waiting = Waiting()
    for number, hour in enumerate(opened_h):
        waiting.put(None, waits(str(number), hour))
    return waiting
