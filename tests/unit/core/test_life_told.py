"""The next version of an incident: who hears what of it."""

from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from schemas.heard import Check
from schemas.incident import Incident, Routed, State
from schemas.life import Overdue, Step
from streams.core.life.advance import Lived, Tidings, advanced, retold, told_of
from streams.core.life.close import closed, confirmed
from streams.core.life.promises import due_at
from streams.core.life.telling import News, partners, told
from tests.unit.core.reports import NOON
from tests.unit.core.told import LATER, SMALL, alone, changed, heard, incident, living, work

H = timedelta(hours=1)
THEN = LATER + H
NIGHT = NOON + 13 * H
"""One at night by the city's time: the next day."""
NEWS = News("progress", THEN, "sebab", "air/p1", Overdue.RESOLVE)


HANDED = replace(incident("air", "sar"), version=4)


def test_each_agency_hears_the_version_with_all_that_there_is_to_say() -> None:
    after = replace(HANDED, version=5)
    [air, sar] = told(HANDED, after, NEWS, SMALL)
    assert (air.agency, air.kind, air.version) == ("air", "progress", 5)
    assert (air.why, air.progress, air.overdue) == ("sebab", "air/p1", Overdue.RESOLVE)
    assert [one.agency for one in air.works] == ["air", "sar"]
    assert (sar.agency, sar.kind, sar.works) == ("sar", "progress", air.works)


def test_news_for_one_are_a_change_for_others() -> None:
    to_sar = replace(NEWS, kind="overdue", to="sar")
    assert [one.kind for one in told(HANDED, HANDED, to_sar, SMALL)] == ["changed", "overdue"]


def test_who_comes_in_hears_that_it_opened_and_who_leaves_that_it_is_closed_for_it() -> None:
    after = replace(HANDED, routed=incident("sar", "layanan", "lampu_lama").routed)
    before = replace(HANDED, released=("lampu_lama",))
    assert [(one.agency, one.kind) for one in told(before, after, NEWS, SMALL)] == [
        ("sar", "progress"),
        ("layanan", "opened"),
        ("lampu_lama", "progress"),
        ("air", "closed"),
    ]


@pytest.mark.parametrize(("at", "day"), [(THEN, "2026-11-24"), (NIGHT, "2026-11-25")])
def test_the_operator_hears_what_it_must_decide_unless_it_is_its_own(at: datetime, day: str) -> None:
    asks = replace(NEWS, operator="asked", at=at)
    [*_, last] = told(HANDED, HANDED, asks, SMALL)
    assert (last.agency, last.kind) == ("pusat", "asked")
    assert (last.route.rule, last.route.reason, last.route.day) == (
        "operator",
        "perlu keputusan operator",
        day,
    )
    own = incident("pusat")
    assert [one.kind for one in told(own, own, asks, SMALL)] == ["progress"]


OFFERED = living(Step.ACCEPTED, replace(work("air", Step.ACCEPTED), offered=("mitra_dua", "mitra_satu")))
DOES = living(Step.ACCEPTED, work("air", Step.ACCEPTED, partner="mitra_satu"))
GONE = living(Step.ACCEPTED, work("air", Step.ACCEPTED))


@pytest.mark.parametrize(
    ("before", "after", "hears"),
    [
        (GONE, OFFERED, [("mitra_dua", "offered"), ("mitra_satu", "offered")]),
        (None, OFFERED, [("mitra_dua", "offered"), ("mitra_satu", "offered")]),
        (OFFERED, OFFERED, []),
        (OFFERED, DOES, [("mitra_dua", "withdrawn"), ("mitra_satu", "changed")]),
        (DOES, DOES, [("mitra_satu", "changed")]),
        (None, DOES, [("mitra_satu", "changed")]),
        (DOES, GONE, [("mitra_satu", "withdrawn")]),
        (DOES, incident("air"), [("mitra_satu", "withdrawn")]),
        (DOES, OFFERED, [("mitra_dua", "offered"), ("mitra_satu", "offered")]),
        (
            OFFERED,
            replace(OFFERED, state=State.CLOSED),
            [("mitra_dua", "withdrawn"), ("mitra_satu", "withdrawn")],
        ),
        (DOES, replace(DOES, state=State.CLOSED), [("mitra_satu", "changed")]),
        (incident("air"), incident("air"), []),
        (None, incident("air"), []),
    ],
)
def test_partners_hear_what_is_theirs(
    before: Incident | None, after: Incident, hears: list[tuple[str, str]]
) -> None:
    found = [(one.agency, kind) for one, kind in partners(before, after, "changed", THEN, SMALL)]
    assert found == hears


@pytest.mark.parametrize(("before", "after"), [(GONE, DOES), (DOES, GONE), (GONE, OFFERED), (OFFERED, GONE)])
def test_a_partner_knows_who_let_it_in_and_on_what_day(before: Incident, after: Incident) -> None:
    routed, _ = [*partners(before, after, "changed", NIGHT, SMALL)][-1]
    assert routed == Routed("mitra_satu", "partner", "dilepas air kepada mitra", "2026-11-25")


def test_a_version_further_is_due_when_time_changes_it_next() -> None:
    before = replace(GONE, version=4, due_at=None)
    lived = advanced(before, before, NEWS, None, SMALL)
    assert (changed(lived).version, changed(lived).due_at) == (5, due_at(before, SMALL))
    assert changed(lived).due_at
    assert (heard(lived), lived.announcements, lived.finished) == ([("air", "progress")], (), None)
    assert lived.dispatches[0].version == 5


def test_reporters_hear_one_message_in_the_words_of_the_catalog() -> None:
    before = replace(GONE, life=replace(GONE.life, number=6, told=2, told_on=THEN.date(), withheld=True))
    tidings = Tidings("accepted", 17, "air", "sebab", "1 hari")
    lived = advanced(before, before, NEWS, tidings, SMALL)
    message = alone(lived)
    assert (message.incident_id, message.number, message.up_to) == (before.id, 7, 17)
    assert (message.kind, message.at, message.asks) == ("accepted", THEN, False)
    assert message.message == "Dinas Air menerima. Biasanya 1 hari."
    life = changed(lived).life
    assert (life.number, life.last, life.told, life.told_on) == (7, "accepted/air", 3, THEN.date())
    assert not life.withheld


def test_a_reason_is_told_and_who_is_asked_is_asked() -> None:
    refused = advanced(GONE, GONE, NEWS, Tidings("forwarded", 1, "air", "bukan kami"), SMALL)
    assert alone(refused).message == "ke Dinas Air: bukan kami"
    asked = living(Step.RESOLVED, work("air", Step.RESOLVED, proven=True))
    assert alone(advanced(asked, asked, NEWS, Tidings("resolved", 1, "air"), SMALL)).asks


def test_nobody_hears_the_same_twice_in_a_row() -> None:
    first = changed(advanced(GONE, GONE, NEWS, Tidings("accepted", 1, "air"), SMALL))
    again = advanced(first, first, NEWS, Tidings("accepted", 9, "air"), SMALL)
    assert (again.announcements, changed(again).life) == ((), first.life)
    assert advanced(first, first, NEWS, Tidings("accepted", 9, "sar"), SMALL).announcements
    assert advanced(first, first, NEWS, Tidings("accepted", 9), SMALL).announcements
    assert (Tidings("closed", 1).name, Tidings("closed", 1, "air").name) == ("closed/", "closed/air")


@pytest.mark.parametrize(
    ("told_on", "count", "speaks"),
    [("same", 4, True), ("same", 5, False), ("same", 9, False), ("before", 9, True), (None, 9, True)],
)
def test_who_heard_enough_that_day_hears_nothing_more(told_on: str | None, count: int, speaks: bool) -> None:
    """Six messages, of which the answer to the report is one."""
    day = {"same": THEN.date(), "before": THEN.date() - 24 * H, None: None}[told_on]
    before = replace(GONE, life=replace(GONE.life, told=count, told_on=day, number=3, last="x/"))
    lived = advanced(before, before, NEWS, Tidings("accepted", 1, "air"), SMALL)
    life = changed(lived).life
    assert bool(lived.announcements) is speaks
    assert (life.withheld, life.told_on) == (not speaks, THEN.date())
    heard_before = count if told_on == "same" else 0
    assert (life.told, life.number) == ((heard_before + 1, 4) if speaks else (count, 3))
    assert life.last == ("accepted/air" if speaks else "x/")


def test_the_day_is_that_of_the_city() -> None:
    at_night = replace(NEWS, at=NIGHT)
    life = changed(advanced(GONE, GONE, at_night, Tidings("accepted", 1, "air"), SMALL)).life
    assert life.told_on == NIGHT.date() + 24 * H
    again = replace(GONE, life=replace(life, told=5, last=""))
    withheld = advanced(again, again, at_night, Tidings("accepted", 1, "air"), SMALL)
    assert (withheld.announcements, changed(withheld).life.told_on) == ((), life.told_on)


def test_what_was_withheld_is_told_as_where_it_stands() -> None:
    before = replace(GONE, version=4, life=replace(GONE.life, number=3, told=5, withheld=True), due_at=None)
    lived = retold(before, 17, NIGHT, SMALL)
    message, life = alone(lived), changed(lived).life
    assert (message.kind, message.up_to, message.number) == ("standing", 17, 4)
    assert (message.at, message.message) == (NIGHT, "sekarang diterima Dinas Air")
    assert (life.last, life.told, life.told_on) == ("standing/", 1, NIGHT.date() + 24 * H)
    assert (life.withheld, changed(lived).version, lived.dispatches) == (False, 4, ())
    assert changed(lived).due_at == due_at(changed(lived), SMALL)


def test_nobody_is_told_again_what_the_answer_to_the_report_said() -> None:
    assert told_of(incident("air")) is None
    assert told_of(DOES) == "accepted"
    assert told_of(living(Step.RESOLVED, work("air", Step.RESOLVED, proven=False))) == "unproven"


def test_confirmed_then_closed() -> None:
    asked = living(Step.RESOLVED, work("air", Step.RESOLVED, proven=True))
    asked = replace(asked, life=replace(asked.life, resolved_at=LATER))
    sure = confirmed(asked, replace(NEWS, at=THEN), 17, SMALL)
    there = changed(sure)
    assert (there.life.step, there.life.at, there.state) == (Step.CONFIRMED, THEN, State.OPEN)
    assert (alone(sure).kind, alone(sure).up_to, sure.finished) == ("confirmed", 17, None)
    over = closed(there, News("closed", NIGHT), 18, SMALL)
    gone = changed(over)
    assert (gone.life.step, gone.life.at, gone.state) == (Step.CLOSED, NIGHT, State.CLOSED)
    assert (gone.closed_at, gone.due_at) == (NIGHT, None)
    assert (heard(over), alone(over).kind, alone(over).up_to) == ([("air", "closed")], "closed", 18)
    assert over.finished
    assert (over.finished.incident_id, over.finished.seconds) == (gone.id, 7_200)
    assert advanced(gone, gone, NEWS, None, SMALL).finished is None


def test_two_steps_are_one_after_the_other() -> None:
    first = advanced(GONE, GONE, NEWS, Tidings("accepted", 1, "air"), SMALL)
    second = advanced(changed(first), GONE, NEWS, Tidings("on_site", 1, "air"), SMALL)
    seen = (Check("photo", passed=True, words="dilihat"), Check("time", passed=False, words="terlambat"))
    first, second = replace(first, checks=seen[:1]), replace(second, checks=seen[1:])
    both = first.then(second)
    assert both.checks == seen
    assert both.incident == second.incident
    assert both.dispatches == (*first.dispatches, *second.dispatches)
    assert both.announcements == (*first.announcements, *second.announcements)
    assert first.then(Lived()) == first
    assert Lived().then(first) == first
