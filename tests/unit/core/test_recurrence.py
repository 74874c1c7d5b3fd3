"""A problem that comes back names the incident before it, and counts how often it came."""

from dataclasses import replace
from datetime import timedelta

import pytest

from schemas.classified import Place
from schemas.incident import Incident, State
from streams.core.fold import fold
from tests.unit.core.city import RULES, Kept
from tests.unit.core.deciding import DAY
from tests.unit.core.reports import NOON, classified, incident, point

LIFE_D = RULES.model.bounds.life_of_s(RULES.kinds["banjir"]) / 86_400


def over(
    name: str = "before", *, north_m: float = 0, recurred: int = 0, category: str = "banjir"
) -> Incident:
    """Closed a day after noon."""
    closed = incident(name, place=point(north_m), state=State.CLOSED, category=category)
    return replace(closed, closed_at=NOON + DAY, recurred=recurred)


def opened(
    *known: Incident, after: timedelta = 2 * DAY, place: Place | None = None, category: str = "banjir"
) -> Incident:
    """The incident that a report opens, two days after noon if not told otherwise."""
    report = classified("new", place=place or point(), after=after, category=category)
    folded = fold([report], Kept(incidents={one.id: one for one in known}).open_incidents(), {}, RULES)
    [found] = folded.incidents.values()
    assert found.version == 1
    [told] = folded.dispatches
    assert (told.recurs, told.recurred) == (found.recurs, found.recurred)
    return found


def test_the_same_spot_after_closing_opens_an_incident_that_names_the_old_one_and_counts() -> None:
    found = opened(over())
    assert (found.recurs, found.recurred) == ("rawa:air:before", 1)
    assert opened(over(recurred=4)).recurred == 5


def test_what_has_lived_too_long_to_take_reports_in_comes_back_too() -> None:
    old = incident("before", place=point())
    assert opened(old, after=timedelta(days=LIFE_D + 0.1)).recurs == old.id


def test_of_several_the_last_one_is_named() -> None:
    older = replace(over("older", recurred=1), last_reported_at=NOON - DAY)
    last = over("last", recurred=2)
    assert opened(older, last).recurs == opened(last, older).recurs == last.id


@pytest.mark.parametrize(
    ("known", "report"),
    [
        ((over(north_m=200),), {}),
        ((over(category="selokan"),), {}),
        ((over(),), {"after": DAY / 2}),
        ((over(),), {"after": 400 * DAY}),
        ((over(),), {"place": point(error_m=500)}),
        ((), {}),
    ],
    ids=["elsewhere", "another matter", "before it was closed", "too long ago", "too vague", "nothing"],
)
def test_nothing_else_is_called_a_recurrence(known: tuple[Incident, ...], report: dict) -> None:
    found = opened(*known, **report)
    assert (found.recurs, found.recurred) == (None, 0)
