"""What one batch comes to: all that is kept, told and refused, and what memory knows afterwards."""

from dataclasses import replace
from datetime import timedelta

import pytest

from schemas.catalog.models import Urgency
from schemas.incident import Incident, State
from schemas.life import Life, Step, Work
from schemas.rejection import Origin
from streams.core.fold import fold
from streams.core.incidents import OpenIncidents
from streams.core.storms import Storms
from tests.unit.core.bursts import again as joining
from tests.unit.core.bursts import burst
from tests.unit.core.city import RULES, run
from tests.unit.core.deciding import MINUTE, held
from tests.unit.core.generated import changed
from tests.unit.core.reports import NOON, classified, incident, point

H = timedelta(hours=1)
FIRST = classified("a", reporter="x", place=point())


def test_a_batch_keeps_its_reports_incidents_causes_and_answers() -> None:
    second = classified("b", place=point(5), channel="callcenter", after=H)
    incidents = RULES.no_incidents()
    folded = fold([FIRST, second], incidents, {}, RULES)
    [found] = folded.incidents.values()
    assert [one.report for one in folded.recorded] == [FIRST, second]
    assert folded.causes == {(found.id, 1): ("sorot", "a"), (found.id, 2): ("callcenter", "b")}
    assert [(channel, told.kind, told.report_id) for channel, told in folded.feedback] == [
        ("sorot", "received", "a"),
        ("callcenter", "joined", "b"),
    ]
    assert [one.key for one in folded.storms] == ["rawa:air"]
    assert (folded.rejections, folded.redelivered, folded.events) == ([], [], [])
    assert (incidents[found.id].version, found.due_at) == (2, NOON + 24 * H)


def test_memory_knows_who_spoke_and_when() -> None:
    incidents = RULES.no_incidents()
    [found] = fold([FIRST, classified("b", place=point(5))], incidents, {}, RULES).incidents
    assert incidents.of("rawa:air").spoke_at(found, "sorot:x") == NOON.timestamp()
    assert incidents.of("rawa:air").voices.of(found) == {"sorot:x": NOON.timestamp()}


def test_the_same_again_is_a_redelivery_within_a_batch_and_after_it() -> None:
    incidents = RULES.no_incidents()
    twice = fold([FIRST, FIRST], incidents, {}, RULES)
    assert (len(twice.recorded), twice.redelivered, len(twice.feedback)) == (1, [("sorot", "a")], 1)
    later = fold([FIRST], incidents, {FIRST.report_key: FIRST.digest}, RULES)
    assert (later.recorded, later.redelivered, later.storms) == ([], [("sorot", "a")], [])


def test_another_content_under_the_same_id_is_refused_with_all_that_it_said() -> None:
    other = changed(FIRST).model_copy(update={"origin": Origin(topic="reports.sorot", partition=2, offset=7)})
    folded = fold([other], RULES.no_incidents(), {FIRST.report_key: FIRST.digest}, RULES)
    [refused] = folded.rejections
    assert (refused.code, refused.field, refused.id) == ("id_reused", "id", "reports.sorot/2/7")
    assert refused.reason == "id 'a' was used before by a report with other content"
    assert refused.original == other.report.to_json()
    assert (folded.recorded, folded.redelivered, folded.feedback) == ([], [], [])


def test_what_happened_to_storms_is_remembered_by_who_gave_them() -> None:
    storms = Storms.of(RULES.sky)
    incidents = RULES.no_incidents()
    first, rest = burst(6)[:3], burst(6)[3:]
    assert fold(first, incidents, {}, RULES, storms).events == []
    folded = fold(rest, incidents, {}, RULES, storms)
    [told] = folded.events
    assert told.kind == "started"
    assert {one.event for one in incidents} == {told.event_id}
    assert {one.event for one in folded.incidents.values()} == {told.event_id}
    assert len(folded.incidents) == 6
    # Without what was remembered the same reports are no storm.
    assert fold(rest, run([first]).open_incidents(), {}, RULES).events == []


def hear(folded_over: OpenIncidents, *reports: object) -> list[tuple[str, str, int]]:
    folded = fold(reports, folded_over, {}, RULES)  # type: ignore[arg-type]
    return [(one.agency, one.kind, one.version) for one in folded.dispatches]


def handed(*works: Work, released: tuple[str, ...] = (), version: int = 4) -> Incident:
    """A flood that an agency has already."""
    [opened] = run([[FIRST]]).incidents.values()
    life = Life(step=Step.ACCEPTED, at=NOON, works=works)
    return replace(opened, life=life if works else opened.life, released=released, version=version)


def test_who_was_told_before_hears_that_somebody_joined_and_who_was_not_that_it_opened() -> None:
    grave = classified("b", place=point(5), urgency=Urgency.EMERGENCY)
    assert hear(held(handed()), grave) == [("air", "joined", 5), ("sar", "opened", 5)]
    assert hear(held(handed(released=("sar",))), grave) == [("air", "joined", 5), ("sar", "joined", 5)]


def test_a_better_place_is_told_as_a_change() -> None:
    vague = replace(handed(), place=point(error_m=400))
    vague = replace(vague, trace=replace(vague.trace, points=(vague.trace.points[0]._replace(error_m=400),)))
    again = classified("b", reporter="x", place=point(5), after=MINUTE)
    assert hear(held((vague, "sorot:x")), again) == [("air", "changed", 5)]


def test_partners_hear_what_agencies_hear() -> None:
    work = Work("air", Step.ACCEPTED, NOON, NOON, 1, partner="mitra_satu")
    assert hear(held(handed(work)), classified("b", place=point(5))) == [
        ("air", "joined", 5),
        ("mitra_satu", "joined", 5),
    ]


def test_the_day_of_a_partner_is_that_of_the_last_report() -> None:
    work = Work("air", Step.ACCEPTED, NOON, NOON, 1, partner="mitra_satu")
    late = classified("b", place=point(5), after=13 * H)
    folded = fold([late], held(handed(work)), {}, RULES)
    assert folded.dispatches[1].route.day == "2026-11-25"
    assert [one.agency for one in folded.dispatches[1].works] == ["air"]


def test_promises_are_told_with_what_they_are_of() -> None:
    [told] = fold([FIRST], RULES.no_incidents(), {}, RULES).dispatches
    [work] = told.works
    assert (work.agency, work.step, work.accept_by) == ("air", Step.DISPATCHED, NOON + 24 * H)


def test_in_a_storm_partners_hear_of_a_join_when_agencies_do() -> None:
    first = burst(6)
    storms, incidents = Storms.of(RULES.sky), RULES.no_incidents()
    opened = fold(first, incidents, {}, RULES, storms)
    last = opened.recorded[-1].link.incident_id
    work = Work("air", Step.ACCEPTED, NOON, NOON, 1, partner="mitra_satu")
    incidents.put(replace(incidents[last], life=Life(Step.ACCEPTED, NOON, (work,))), {})
    heard = [
        [one.agency for one in fold([joining(first[-1], f"j{n}")], incidents, {}, RULES, storms).dispatches]
        for n in range(4)
    ]
    assert heard == [["air", "mitra_satu"], [], [], ["air", "mitra_satu"]]


def test_what_a_storm_gathers_is_told_when_next_somebody_joins_it() -> None:
    """The incident names an event that agencies have not heard of with it."""
    first = burst(5)
    storms, incidents = Storms.of(RULES.sky), RULES.no_incidents()
    before = fold(first[:4], incidents, {}, RULES, storms)
    assert before.events == []
    joined = fold([first[4], joining(first[0], "j")], incidents, {}, RULES, storms)
    assert [one.kind for one in joined.events] == ["started"]
    told = [(one.kind, one.version) for one in joined.dispatches]
    assert told == [("opened", 1), ("joined", 2)]
    assert joined.dispatches[1].event == joined.events[0].event_id


def test_an_incident_that_comes_back_names_the_last_and_counts() -> None:
    closed = replace(incident("i", place=point(), state=State.CLOSED), closed_at=NOON, recurred=2)
    folded = fold([classified("b", place=point(), after=MINUTE)], held(closed), {}, RULES)
    [found] = folded.incidents.values()
    assert (found.recurs, found.recurred, found.version) == (closed.id, 3, 1)
    grown = fold([classified("c", place=point(), after=2 * MINUTE)], held(closed, found), {}, RULES)
    assert [(one.recurs, one.recurred) for one in grown.incidents.values()] == [(closed.id, 3)]


@pytest.mark.parametrize(("reporter", "counts"), [("y", (1, 1)), ("x", (0, 0)), (None, (1, 1))])
def test_who_reports_it_after_it_was_resolved_says_no_if_it_is_another(
    reporter: str | None, counts: tuple[int, int]
) -> None:
    work = Work("air", Step.RESOLVED, NOON, NOON, 1, proven=True)
    resolved = replace(handed(work), life=Life(Step.RESOLVED, NOON, (work,), resolved_at=NOON, vote=1))
    report = classified("b", reporter=reporter, place=point(5), after=H)
    [found] = fold([report], held((resolved, "sorot:x")), {}, RULES).incidents.values()
    assert (found.life.no, found.life.again) == counts
