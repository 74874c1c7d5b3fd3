from dataclasses import replace
from datetime import timedelta

import numpy as np

from schemas.incident import Incident, Routed, State
from streams.core.durations.waiting import Waiting
from tests.unit.core.reports import NOON, incident

HOUR = 3_600.0
NOON_S = NOON.timestamp()


def at(id: str, hours: float, *agencies: str) -> Incident:
    routed = tuple(Routed(agency, "rule", "", "") for agency in agencies or ("dinas",))
    return replace(incident(id, after=timedelta(hours=hours)), routed=routed)


def reached(waiting: Waiting, *hours: float, since: float = -100, until: float = 10) -> list[int]:
    ages = np.array(hours) * HOUR
    return waiting.reached("banjir", "dinas", ages, NOON_S + since * HOUR, NOON_S + until * HOUR).tolist()


def put(*incidents: Incident) -> Waiting:
    waiting = Waiting()
    for one in incidents:
        waiting.put(None, one)
    return waiting


def test_each_counts_at_the_ages_that_it_has_reached() -> None:
    waiting = put(at("b", 4), at("a", 0), at("c", 4))
    assert reached(waiting, 0, 6, 6.5, 10, 11) == [3, 3, 1, 1, 0]


def test_ages_that_were_reached_before_are_not_looked_back_on() -> None:
    waiting = put(at("old", -50), at("new", 0))
    assert reached(waiting, 1, 20, 55, since=0) == [1, 0, 1]


def test_a_moment_before_what_is_looked_back_on_counts_nobody() -> None:
    assert reached(put(at("a", 3)), 1, 9, since=5, until=2) == [0, 0]


def test_each_category_and_agency_is_by_itself() -> None:
    waiting = put(at("a", 0, "dinas", "lain"), at("b", 0, "lain"), replace(at("c", 0), category="lampu"))
    assert reached(waiting, 1) == [1]
    assert len(waiting) == 4


def test_who_is_no_longer_open_or_sent_elsewhere_does_not_wait() -> None:
    first = at("a", 0)
    waiting = put(first, at("b", 0))
    moved = replace(first, routed=(Routed("lain", "rule", "", ""),))
    waiting.put(first, moved)
    assert (reached(waiting, 1), len(waiting)) == ([1], 2)
    waiting.put(moved, replace(moved, state=State.CLOSED))
    assert len(waiting) == 1
    waiting.put(at("b", 0), replace(at("b", 0), dismissed_by="k1"))
    assert waiting == Waiting()


def test_what_was_reported_earlier_than_thought_waits_since_then() -> None:
    waiting = put(at("a", 4), at("b", 8))
    waiting.put(at("a", 4), at("a", 2))
    assert reached(waiting, 7, until=10) == [1]
