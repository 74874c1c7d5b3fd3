"""What time alone does to an incident."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

from schemas.catalog.models import Urgency
from schemas.heard import Due
from schemas.incident import Incident, State
from schemas.life import Overdue, Step
from streams.core.life.advance import Lived, settled
from streams.core.life.tick import ticked
from tests.unit.core.reports import NOON
from tests.unit.core.told import LATER, SMALL, alone, changed, heard, incident, living, work

H = timedelta(hours=1)


def passes(there: Incident, at: datetime) -> Lived:
    return ticked(Due(there, 17), at, SMALL)


URGENT = replace(incident("air", "sar"), urgency=Urgency.EMERGENCY)


def test_what_is_late_is_told_to_its_agency_then_to_the_operator() -> None:
    lived = passes(replace(URGENT, routed=URGENT.routed[:1]), NOON + H / 2)
    late = "air: belum diterima sampai batas waktunya"
    assert [(one.agency, one.kind, one.why, one.overdue, one.version) for one in lived.dispatches] == [
        ("air", "overdue", late, Overdue.ACCEPT, 2),
        ("air", "changed", late, Overdue.ACCEPT, 3),
        ("pusat", "overdue", late, Overdue.ACCEPT, 3),
    ]
    [one] = changed(lived).life.works
    assert (one.step, one.at, one.overdue) == (
        Step.DISPATCHED,
        NOON,
        (Overdue.ACCEPT, Overdue.ACCEPT_OPERATOR),
    )
    assert (lived.announcements, changed(lived).due_at) == ((), NOON + 6 * H)


def test_the_other_agency_hears_a_change() -> None:
    lived = passes(URGENT, NOON + H / 4)
    assert heard(lived) == [("air", "overdue"), ("sar", "changed"), ("air", "changed"), ("sar", "overdue")]


def test_what_is_not_resolved_in_time_is_told_as_such() -> None:
    there = living(Step.ON_SITE, work("air", Step.ON_SITE))
    there = replace(there, urgency=Urgency.EMERGENCY)
    lived = passes(there, NOON + 6.25 * H)
    late = "air: belum selesai sampai batas waktunya"
    assert [(one.agency, one.kind, one.why, one.overdue) for one in lived.dispatches] == [
        ("air", "overdue", late, Overdue.RESOLVE),
        ("air", "changed", late, Overdue.RESOLVE),
        ("pusat", "overdue", late, Overdue.RESOLVE),
    ]


def test_before_its_time_nothing_happens_but_that_a_longer_promise_is_noticed() -> None:
    early = replace(URGENT, due_at=NOON)
    lived = passes(early, NOON + H / 4 - timedelta(seconds=1))
    assert lived == Lived(incident=replace(early, due_at=NOON + H / 4))


def asked(**about: object) -> Incident:
    there = living(Step.RESOLVED, work("air", Step.RESOLVED, proven=True))
    return replace(there, life=replace(there.life, resolved_at=LATER, **about))  # type: ignore[arg-type]


def test_silence_confirms_and_then_closes() -> None:
    lived = passes(asked(), LATER + 72 * H)
    [told_air] = lived.dispatches
    assert (told_air.kind, told_air.why) == ("progress", "tidak ada warga yang membantah")
    assert (alone(lived).kind, alone(lived).up_to) == ("confirmed", 17)
    there = changed(lived)
    assert (there.life.step, there.life.at) == (Step.CONFIRMED, LATER + 72 * H)
    later = passes(there, LATER + 96 * H)
    assert (changed(later).state, changed(later).closed_at) == (State.CLOSED, LATER + 96 * H)
    assert (heard(later), alone(later).kind, alone(later).up_to) == ([("air", "closed")], "closed", 17)
    assert later.finished


def test_few_answers_decide_once_nobody_waits_for_more() -> None:
    lived = passes(asked(no=1), LATER + 72 * H)
    [told_air] = lived.dispatches
    assert (told_air.kind, told_air.why) == ("reopened", "0 warga menjawab sudah beres, 1 belum")
    assert changed(lived).life.step is Step.REOPENED


def test_moments_are_kept_in_utc_wherever_they_are_told() -> None:
    at = changed(passes(asked(), (LATER + 72 * H).astimezone(SMALL.city.zone))).life.at
    assert at
    assert at.tzinfo is UTC


def test_in_the_morning_what_was_withheld_is_told() -> None:
    there = asked(withheld=True, told_on=LATER.date())
    morning = datetime.fromisoformat("2026-11-25T07:00+07:00")
    lived = passes(there, morning)
    assert (alone(lived).kind, alone(lived).up_to, alone(lived).at) == ("standing", 17, morning)
    assert passes(there, morning - timedelta(seconds=1)).announcements == ()


def test_what_has_an_end_needs_no_more_time() -> None:
    gone = replace(incident("air"), state=State.CLOSED)
    assert passes(gone, NOON + 9_999 * H) == Lived(incident=gone)
    assert settled(replace(gone, due_at=NOON), SMALL).due_at is None
