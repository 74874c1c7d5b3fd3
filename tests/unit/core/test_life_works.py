"""The works of several agencies, and where an incident stands for all of them."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta

import pytest

from schemas.catalog.models import Urgency
from schemas.incident import Incident, State
from schemas.life import Step, Work
from streams.core.life.reopen import raised, reopened
from streams.core.life.works import fresh, is_proven, rerouted, step_of, with_work, with_works, works_of
from tests.unit.core.reports import NOON
from tests.unit.core.told import LATER, incident, living, work

H = timedelta(hours=1)
THEN = LATER + 3 * H


@pytest.mark.parametrize(
    ("steps", "whole"),
    [
        ((), Step.DISPATCHED),
        ((Step.DISPATCHED,), Step.DISPATCHED),
        ((Step.DISPATCHED, Step.REOPENED), Step.REOPENED),
        ((Step.REOPENED, Step.ACCEPTED), Step.ACCEPTED),
        ((Step.ACCEPTED, Step.ON_SITE), Step.ON_SITE),
        ((Step.RESOLVED, Step.DISPATCHED), Step.ON_SITE),
        ((Step.CANNOT, Step.DISPATCHED), Step.DISPATCHED),
        ((Step.CANNOT, Step.ACCEPTED), Step.ACCEPTED),
        ((Step.RESOLVED, Step.CANNOT), Step.RESOLVED),
        ((Step.CANNOT, Step.CANNOT), Step.CANNOT),
        ((Step.RESOLVED,), Step.RESOLVED),
    ],
)
def test_the_whole_stands_where_the_furthest_is_until_nobody_is_at_it(
    steps: Sequence[Step], whole: Step
) -> None:
    works = [work(f"agency{number}", step) for number, step in enumerate(steps)]
    assert step_of(works) is step_of(works[::-1]) is whole


def test_who_has_said_nothing_was_told_when_it_opened() -> None:
    there = living(Step.ACCEPTED, work("sar", Step.ACCEPTED), agencies=("air", "sar"))
    assert works_of(there) == (Work("air", Step.DISPATCHED, NOON, NOON, 1), work("sar", Step.ACCEPTED))


@pytest.mark.parametrize(
    ("proven", "whole"), [((True, None), True), ((True, False), False), ((None, None), True)]
)
def test_it_is_proven_unless_something_waits_for_a_better_proof(
    proven: tuple[bool | None, bool | None], whole: bool
) -> None:
    works = (work("air", Step.RESOLVED, proven=proven[0]), work("sar", Step.RESOLVED, proven=proven[1]))
    assert is_proven(living(Step.RESOLVED, *works, agencies=("air", "sar"))) is whole


def test_a_step_further_has_its_moment_and_no_step_keeps_that_of_before() -> None:
    there = living(Step.ACCEPTED, work("air", Step.ACCEPTED), agencies=("air", "sar"))
    on = with_work(there, work("sar", Step.ON_SITE, at=THEN), THEN)
    assert (on.life.step, on.life.at) == (Step.ON_SITE, THEN)
    assert {one.agency for one in on.life.works} == {"air", "sar"}
    same = with_work(there, work("sar", Step.ACCEPTED, at=THEN), THEN)
    assert (same.life.step, same.life.at) == (Step.ACCEPTED, LATER)
    assert (same.state, same.closed_at, same.life.resolved_at, same.life.vote) == (State.OPEN, None, None, 0)


def test_who_goes_back_to_silence_is_not_written_down() -> None:
    there = living(Step.ACCEPTED, work("air", Step.ACCEPTED))
    silent = works_of(incident("air"))
    assert with_works(there, silent, THEN).life.works == ()


def test_what_is_resolved_begins_a_vote() -> None:
    there = living(Step.ON_SITE, work("air", Step.ON_SITE))
    there = replace(there, life=replace(there.life, vote=2, yes=3, no=4, again=5))
    life = with_work(there, work("air", Step.RESOLVED), THEN).life
    assert (life.step, life.at, life.resolved_at) == (Step.RESOLVED, THEN, THEN)
    assert (life.vote, life.yes, life.no, life.again) == (3, 0, 0, 0)
    better = with_work(replace(there, life=life), work("air", Step.RESOLVED, proven=True), THEN + H).life
    assert (better.resolved_at, better.vote) == (THEN, 3)


def test_what_all_give_up_is_closed() -> None:
    there = living(Step.ON_SITE, work("air", Step.ON_SITE), agencies=("air", "sar"))
    half = with_work(there, work("air", Step.CANNOT), THEN)
    assert (half.state, half.closed_at, half.life.step) == (State.OPEN, None, Step.DISPATCHED)
    whole = with_work(half, work("sar", Step.CANNOT), THEN)
    assert (whole.state, whole.closed_at, whole.life.step) == (State.CLOSED, THEN, Step.CANNOT)


def test_of_what_is_closed_where_it_stands_and_when_it_was_closed_stays() -> None:
    gone = replace(living(Step.CANNOT, work("air", Step.CANNOT)), state=State.CLOSED, closed_at=LATER)
    after = with_works(gone, [work("air", Step.DISPATCHED, at=THEN)], THEN)
    assert (after.state, after.closed_at, after.life.step) == (State.CLOSED, LATER, Step.CANNOT)
    again = with_works(gone, [work("air", Step.CANNOT)], THEN)
    assert again.closed_at == LATER


def test_what_others_did_who_need_not_act_is_kept() -> None:
    there = living(Step.ACCEPTED, work("sar", Step.ON_SITE), work("air", Step.ACCEPTED))
    kept = with_work(there, work("air", Step.ON_SITE), THEN)
    assert kept.life.works == (work("air", Step.ON_SITE), work("sar", Step.ON_SITE))


def routed(there: Incident, *agencies: str) -> Incident:
    return replace(there, routed=incident(*agencies).routed, version=there.version + 1)


def test_who_comes_in_begins_now_and_who_comes_back_goes_on() -> None:
    before = living(Step.ACCEPTED, work("air", Step.ACCEPTED), work("layanan", Step.ON_SITE))
    after = rerouted(before, routed(before, "air", "sar", "layanan"), THEN)
    assert works_of(after) == (
        work("air", Step.ACCEPTED),
        Work("sar", Step.DISPATCHED, THEN, THEN, 2),
        work("layanan", Step.ON_SITE),
    )
    assert (after.life.step, after.life.at) == (Step.ON_SITE, THEN)


def test_who_said_nothing_goes_on_from_when_it_was_told() -> None:
    before = incident("air")
    after = rerouted(before, routed(before, "air", "sar"), THEN)
    assert [one.since for one in works_of(after)] == [NOON, THEN]
    back = rerouted(after, routed(after, "air"), THEN + H)
    assert works_of(rerouted(back, routed(back, "sar", "air"), THEN + 2 * H)) == works_of(after)[::-1]


def test_the_same_agencies_change_nothing_in_whatever_order() -> None:
    before = living(Step.ACCEPTED, work("air", Step.ACCEPTED), agencies=("air", "sar"))
    again = routed(before, "sar", "air")
    assert rerouted(before, again, THEN) is again
    assert rerouted(None, incident(), THEN) == incident()
    assert rerouted(None, incident("air"), THEN).life.works == (fresh(incident("air"), "air", THEN),)


def test_reopened_goes_back_to_who_was_done_and_begins_anew() -> None:
    works = (work("air", Step.RESOLVED, proven=True), work("sar", Step.CANNOT), work("layanan", Step.ON_SITE))
    gone = work("pusat", Step.RESOLVED)
    there = living(Step.RESOLVED, *works, gone, agencies=("air", "sar", "layanan"))
    life = replace(there.life, reopened=1, resolved_at=LATER, yes=1, no=2, again=1)
    there = replace(there, life=life, version=6, state=State.CLOSED, closed_at=LATER)
    after = reopened(there, THEN)
    again = {name: Work(name, Step.REOPENED, THEN, THEN, 7) for name in ("air", "sar", "pusat")}
    assert works_of(after) == (again["air"], again["sar"], work("layanan", Step.ON_SITE))
    assert {one.agency: one for one in after.life.works}["pusat"] == again["pusat"]
    assert (after.state, after.closed_at, after.urgency) == (State.OPEN, None, Urgency.HIGH)
    assert reopened(replace(there, urgency=Urgency.LOW), THEN).urgency is Urgency.NORMAL
    assert (after.life.reopened, after.life.resolved_at) == (2, None)
    assert (after.life.yes, after.life.no, after.life.again) == (0, 0, 0)
    assert (after.life.step, after.life.at) == (Step.ON_SITE, THEN)


@pytest.mark.parametrize(
    ("urgency", "times", "after"),
    [
        (Urgency.LOW, 0, Urgency.LOW),
        (Urgency.LOW, 1, Urgency.NORMAL),
        (Urgency.LOW, 2, Urgency.HIGH),
        (Urgency.LOW, 3, Urgency.HIGH),
        (Urgency.NORMAL, 1, Urgency.HIGH),
        (Urgency.HIGH, 1, Urgency.HIGH),
        (Urgency.EMERGENCY, 1, Urgency.EMERGENCY),
    ],
)
def test_what_was_not_fixed_is_more_urgent_but_no_emergency(
    urgency: Urgency, times: int, after: Urgency
) -> None:
    assert raised(urgency, times) is after
