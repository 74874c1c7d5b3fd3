"""What was promised, and what time does first to an incident."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from schemas.catalog.models import Urgency
from schemas.catalog.promises import Promise, Promises
from schemas.incident import Incident, State
from schemas.life import Life, Overdue, Step, Work
from streams.core.life.promises import Next, due_at, first_due_at, next_of, standings
from tests.unit.core.reports import NOON
from tests.unit.core.told import LATER, SMALL, incident, living, work

H, DAY = timedelta(hours=1), timedelta(days=1)
MORNING = datetime(2026, 11, 25, 0, 0, tzinfo=UTC)
"""Seven by the city's time, the day after."""


def urgent(there: Incident) -> Incident:
    """Promised around the clock: a quarter of an hour to accept, six hours to resolve."""
    return replace(there, urgency=Urgency.EMERGENCY)


def late(step: Step, *overdue: Overdue, agency: str = "air") -> Incident:
    one = Work(agency, step, LATER, NOON, 1, overdue=overdue)
    return urgent(living(step, one, agencies=(agency,)))


@pytest.mark.parametrize(
    ("there", "ahead"),
    [
        (urgent(incident("air")), Next(NOON + H / 4, "overdue", "air", Overdue.ACCEPT)),
        (
            late(Step.DISPATCHED, Overdue.ACCEPT),
            Next(NOON + H / 2, "overdue", "air", Overdue.ACCEPT_OPERATOR),
        ),
        (
            late(Step.REOPENED, Overdue.ACCEPT, Overdue.ACCEPT_OPERATOR),
            Next(NOON + 6 * H, "overdue", "air", Overdue.RESOLVE),
        ),
        (late(Step.ACCEPTED), Next(NOON + 6 * H, "overdue", "air", Overdue.RESOLVE)),
        (
            late(Step.ON_SITE, Overdue.RESOLVE),
            Next(NOON + 6.25 * H, "overdue", "air", Overdue.RESOLVE_OPERATOR),
        ),
        (late(Step.ON_SITE, Overdue.RESOLVE, Overdue.RESOLVE_OPERATOR), None),
        (late(Step.CANNOT), None),
        (
            late(Step.DISPATCHED, Overdue.ACCEPT, agency="pusat"),
            Next(NOON + 6 * H, "overdue", "pusat", Overdue.RESOLVE),
        ),
        (late(Step.ACCEPTED, Overdue.RESOLVE, agency="pusat"), None),
        (replace(urgent(incident("air")), state=State.CLOSED), None),
        (replace(urgent(incident("air")), reports=0), None),
        (replace(urgent(incident("air")), dismissed_by="c1"), None),
        (incident(), None),
    ],
)
def test_agencies_are_reminded_then_the_operator_of_what_is_late(there: Incident, ahead: Next | None) -> None:
    assert next_of(there, SMALL) == ahead
    assert due_at(there, SMALL) == (ahead and ahead.at)


def test_of_several_agencies_the_first_that_is_late_comes_first() -> None:
    works = (Work("air", Step.DISPATCHED, NOON, NOON + H, 1), Work("sar", Step.DISPATCHED, NOON, NOON, 1))
    ahead = next_of(urgent(living(Step.DISPATCHED, *works, agencies=("air", "sar"))), SMALL)
    assert ahead == Next(NOON + H / 4, "overdue", "sar", Overdue.ACCEPT)


def test_promises_of_a_category_go_before_those_of_the_city_and_count_in_working_hours() -> None:
    hour = Promise(accept_h=1, resolve_h=2, operator_after_h=1)
    own = Promises(low=hour, normal=hour, high=hour, emergency=hour)
    banjir = SMALL.categories["banjir"].model_copy(update={"promises": own})
    catalog = SMALL.model_copy(update={"categories": SMALL.categories | {"banjir": banjir}})
    evening = replace(incident("air"), opened_at=NOON + 3.5 * H)
    assert due_at(evening, catalog) == NOON + 20.5 * H
    assert due_at(evening, SMALL) == NOON + 27.5 * H
    gone = replace(evening, category="gone")
    assert due_at(gone, catalog) == NOON + 27.5 * H


@pytest.mark.parametrize(
    ("step", "accept_by", "resolve_by"),
    [
        (Step.DISPATCHED, NOON + H / 4, NOON + 6 * H),
        (Step.REOPENED, NOON + H / 4, NOON + 6 * H),
        (Step.ACCEPTED, None, NOON + 6 * H),
        (Step.ON_SITE, None, NOON + 6 * H),
        (Step.RESOLVED, None, None),
        (Step.CANNOT, None, None),
    ],
)
def test_what_is_still_to_keep_is_shown(
    step: Step, accept_by: datetime | None, resolve_by: datetime | None
) -> None:
    there = urgent(living(step, work("air", step, proven=True, partner="mitra_satu")))
    [shown] = standings(there, SMALL)
    assert (shown.agency, shown.step, shown.since) == ("air", step, LATER)
    assert (shown.accept_by, shown.resolve_by) == (accept_by, resolve_by)
    assert (shown.partner, shown.proven) == ("mitra_satu", True)


def asking(step: Step = Step.RESOLVED, *, proven: bool = True, **about: object) -> Incident:
    life = Life(step=step, at=LATER, resolved_at=LATER, works=(work("air", Step.RESOLVED, proven=proven),))
    return replace(incident("air"), life=replace(life, **about))  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("there", "ahead"),
    [
        (asking(), Next(LATER + 72 * H, "decides")),
        (asking(at=LATER + H), Next(LATER + 72 * H, "decides")),
        (asking(no=3), Next(LATER, "decides")),
        (asking(yes=3, at=LATER + H), Next(LATER + H, "decides")),
        (asking(proven=False), None),
        (asking(proven=False, no=1), Next(LATER + 72 * H, "decides")),
        (asking(Step.CONFIRMED, at=LATER + 9 * H), Next(LATER + 33 * H, "closes")),
        (asking(Step.CONFIRMED, at=LATER + 9 * H, no=3), Next(LATER + 9 * H, "decides")),
        (asking(resolved_at=None), None),
        (asking(at=None), None),
        (replace(asking(), state=State.CLOSED), None),
    ],
)
def test_silence_and_votes_decide(there: Incident, ahead: Next | None) -> None:
    assert next_of(there, SMALL) == ahead


def test_what_was_withheld_is_told_at_seven_and_only_then_somebody_is_silent() -> None:
    day = LATER.date()
    withheld = asking(withheld=True, told_on=day)
    assert next_of(withheld, SMALL) == Next(MORNING, "tells")
    assert next_of(replace(withheld, state=State.CLOSED), SMALL) == Next(MORNING, "tells")
    assert next_of(asking(withheld=True), SMALL) is None
    # What is decided already needs nobody to be told first.
    assert next_of(asking(withheld=True, told_on=day, no=3), SMALL) == Next(LATER, "decides")


@pytest.mark.parametrize(
    ("last", "told_on", "asked_at"),
    [
        ("standing/", MORNING.date(), MORNING),
        ("standing/", LATER.date(), LATER),
        ("standing/", None, LATER),
        ("resolved/air", MORNING.date(), LATER),
        ("", None, LATER),
    ],
)
def test_who_was_told_late_has_as_long_to_answer(last: str, told_on: object, asked_at: datetime) -> None:
    there = asking(last=last, told_on=told_on)
    assert next_of(there, SMALL) == Next(asked_at + 72 * H, "decides")


@pytest.mark.parametrize("urgency", Urgency)
@pytest.mark.parametrize("category", ["banjir", "selokan", "gone"])
def test_what_has_just_been_opened_is_due_when_its_first_promise_is(category: str, urgency: Urgency) -> None:
    there = replace(incident("air", "sar"), category=category, urgency=urgency)
    assert first_due_at(category, urgency, there.opened_at, SMALL) == due_at(there, SMALL)
