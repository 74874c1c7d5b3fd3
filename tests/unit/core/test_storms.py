"""Storms: what is one, what agencies hear of it, and when it is over."""

from datetime import timedelta

import pytest

from schemas.catalog.models import Urgency
from schemas.classified import Review
from schemas.incident import Incident
from tests.unit.core.bursts import again, burst, spot
from tests.unit.core.catalog import STORMS
from tests.unit.core.city import Kept, run
from tests.unit.core.reports import classified

HOUR = timedelta(hours=1)
MINUTE = timedelta(minutes=1)
CALM = [
    classified(f"calm{n}", category="selokan", place=spot(24, "cempaka"), after=8 * HOUR + n * MINUTE)
    for n in range(3)
]
"""So many reports move the clock of the key past the end."""
LATE = [again(report, f"late{n}", at=report.report.reported_at + 8 * HOUR) for n, report in enumerate(CALM)]


def kinds(kept: Kept) -> list[tuple[str, tuple[str, ...]]]:
    return [(told.kind, told.why) for told in kept.events]


def of(kept: Kept, report_id: str) -> Incident:
    [link] = [one.link for one in kept.recorded if one.report.report.id == report_id]
    return kept.incidents[link.incident_id]


def test_many_citizens_at_many_spots_are_an_event_that_holds_them_all() -> None:
    kept = run([burst(5)])
    [told] = kept.events
    assert (told.kind, told.agency, told.version, told.incidents, told.voices) == ("started", "air", 1, 5, 5)
    assert (told.kelurahan, told.kecamatan, told.category) == (("anggrek",), ("barat",), "banjir")
    assert told.observed == 5
    assert told.expected < 0.1
    assert told.noticed_at - told.since == 8 * MINUTE
    assert {member.incident_id for member in told.members} == kept.incidents.keys()
    assert {incident.event for incident in kept.incidents.values()} == {told.event_id}
    assert told.event_id.startswith("rawa:air:event-")
    assert "5 insiden dari 5 warga di Anggrek" in told.message


def test_incidents_are_told_when_they_open_and_name_their_event() -> None:
    kept = run([burst(7)])
    assert [(d.kind, d.version) for d in kept.dispatches] == [("opened", 1)] * 7
    assert [d.event is None for d in kept.dispatches] == [True] * 4 + [False] * 3
    assert {incident.version for incident in kept.incidents.values()} == {1}


def test_fewer_than_the_minimum_are_none_however_rare() -> None:
    assert run([burst(STORMS.minimum - 1)]).events == []


@pytest.mark.parametrize(
    "fields",
    [
        {"place": spot(0)},
        {"reporter": "x"},
        {"category": "other"},
        {"place": spot(0).model_copy(update={"outside": True, "kelurahan": None, "kecamatan": None})},
        {"every": timedelta(hours=2)},
    ],
    ids=["one spot", "one citizen", "matter unknown", "outside the city", "over hours"],
)
def test_what_is_no_storm(fields: dict[str, object]) -> None:
    assert run([burst(12, **fields)]).events == []


def test_pranks_are_none() -> None:
    prank = (Review(code="no_report", reason="hanya tes"),)
    assert run([[report.model_copy(update={"review": prank}) for report in burst(12)]]).events == []


def test_growth_is_told_at_steps_of_voices() -> None:
    kept = run([burst(24)])
    assert kinds(kept) == [("started", ()), ("grew", ("voices",)), ("grew", ("voices",))]
    assert [(told.voices, told.version) for told in kept.events] == [(5, 1), (10, 2), (20, 3)]


def test_a_neighbour_with_more_than_normal_joins_and_a_far_place_does_not() -> None:
    beside = classified("n", reporter="n", place=spot(3, "bakung"), after=20 * MINUTE)
    far = classified("f", reporter="f", place=spot(3, "cempaka"), after=21 * MINUTE)
    kept = run([[*burst(5), beside, far]])
    assert kinds(kept) == [("started", ()), ("grew", ("area",))]
    assert kept.events[-1].kelurahan == ("anggrek", "bakung")
    assert "Wilayah baru: Bakung" in kept.events[-1].message
    assert of(kept, "n").event
    assert not of(kept, "f").event


def test_a_storm_in_a_far_place_joins_the_event_of_its_matter() -> None:
    kept = run([[*burst(5), *burst(6, ward="cempaka", name="c", start=20 * MINUTE)]])
    assert {told.event_id for told in kept.events} == {kept.events[0].event_id}
    assert set(kept.events[-1].kelurahan) == {"anggrek", "cempaka"}


def test_another_matter_joins_when_it_storms_too() -> None:
    kept = run([[*burst(5), *burst(8, category="selokan", name="c", first=10, start=20 * MINUTE)]])
    assert len({told.event_id for told in kept.events}) == 1
    assert any("category" in told.why for told in kept.events)
    assert of(kept, "c7").event
    few = run([[*burst(5), *burst(2, category="selokan", name="c", first=10, start=20 * MINUTE)]])
    assert not of(few, "c1").event


def test_higher_urgency_and_another_agency_are_told_at_once() -> None:
    dire = classified("d", reporter="d", place=spot(9), after=20 * MINUTE, urgency=Urgency.EMERGENCY)
    kept = run([[*burst(5), dire]])
    assert kinds(kept)[1:] == [("grew", ("urgency", "agency"))] * 2
    assert [(told.agency, told.version) for told in kept.events[1:]] == [("air", 2), ("sar", 2)]


def test_who_joins_an_incident_of_an_event_is_told_at_steps() -> None:
    first = burst(6)
    joins = [again(first[-1], f"j{n}") for n in range(9)]
    kept = run([[*first, *joins]])
    incident = of(kept, "b5")
    assert (incident.version, incident.voices) == (10, 10)
    told = [(d.version, d.kind) for d in kept.dispatches if d.incident_id == incident.id]
    assert told == [(1, "opened"), (2, "joined"), (5, "joined"), (10, "joined")]
    [member] = [m for m in kept.events[-1].members if m.incident_id == incident.id]
    assert member.voices >= 5


def test_higher_urgency_of_an_incident_is_told_in_an_event_too() -> None:
    first = burst(6)
    second, third = again(first[-1], "j"), again(first[-1], "k", urgency=Urgency.HIGH)
    kept = run([[*first, second, third]])
    told = [d.version for d in kept.dispatches if d.incident_id == of(kept, "j").id]
    assert told == [1, 2, 3]


def test_it_ends_by_itself_and_joins_are_told_one_by_one_again() -> None:
    first = burst(6)
    after = [again(first[-1], f"j{n}", at=CALM[-1].report.reported_at + n * MINUTE) for n in range(4)]
    kept = run([[*first, *CALM, *after]])
    assert [told.kind for told in kept.events] == ["started", "ended"]
    ended = kept.events[-1]
    assert (ended.version, ended.until) == (2, ended.noticed_at)
    assert "kembali normal sejak" in ended.message
    told = [d.version for d in kept.dispatches if d.incident_id == of(kept, "j0").id]
    assert told == [1, 2, 3, 4, 5]


def test_it_goes_on_while_there_is_more_than_normal() -> None:
    hours = [report for n in range(1, 4) for report in burst(3, name=f"h{n}-", start=n * 3 * HOUR)]
    kept = run([[*burst(6), *hours]])
    assert "ended" not in [told.kind for told in kept.events]


def test_of_a_storm_only_what_is_no_storm_is_learned() -> None:
    """Three calm incidents weigh three times as much as one, and a storm of twenty less than that one."""
    learned = [
        sum(
            cell.weight
            for cell in kept.tables["rawa:air"].state("rawa:air").cells
            if (cell.scope, cell.slot) == ("barat/anggrek", 192)
        )
        for kept in (
            run([[*burst(20), *CALM]]),
            run([[*burst(3, every=timedelta(minutes=61)), *LATE]]),
            run([[*burst(1), *CALM]]),
        )
    ]
    storm, three, one = learned
    assert three == pytest.approx(3 * one, rel=0.01)
    assert storm < one


def test_an_event_can_begin_where_one_ended() -> None:
    kept = run([[*burst(6), *CALM, *burst(6, name="c", start=10 * HOUR)]])
    assert [told.kind for told in kept.events if told.kind != "grew"] == ["started", "ended", "started"]
    assert len({told.event_id for told in kept.events}) == 2


def test_reports_that_come_in_reverse_are_noticed_too() -> None:
    kept = run([burst(6)[::-1]])
    assert [told.kind for told in kept.events][:1] == ["started"]
    assert kept.events[0].since < kept.events[0].noticed_at or kept.events[0].observed == 5


def test_a_clock_that_is_years_ahead_ends_nothing_and_counts_nowhere() -> None:
    ahead = classified("z", reporter="z", place=spot(20), after=timedelta(days=9_000))
    kept = run([[*burst(7)[:3], ahead, *burst(7)[3:]]])
    assert [told.kind for told in kept.events] == ["started"]
    assert not of(kept, "z").event


def test_what_comes_hours_late_is_gathered_by_the_event_of_its_time() -> None:
    # The event is old but goes on; the late report was said at its beginning.
    hours = [report for n in range(1, 4) for report in burst(3, name=f"h{n}-", start=n * 3 * HOUR)]
    late = classified("late", reporter="late", place=spot(22), after=10 * MINUTE)
    kept = run([[*burst(6), *hours, late]])
    assert of(kept, "late").event == kept.events[0].event_id


def test_only_so_many_members_are_listed() -> None:
    kept = run([[*burst(25), *burst(25, ward="bakung", name="c"), *burst(25, ward="cempaka", name="d")]])
    last = kept.events[-1]
    assert last.more == last.incidents - len(last.members) == 0
    assert last.voices >= 50
