"""What becomes of certain corrections, and what agencies hear of them."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta

import pytest

from schemas.catalog.models import Urgency
from schemas.command import HOPS
from schemas.correction import Apart, Merge, Move, NoReport, Reclassify, Reroute, Split, Undo
from schemas.dispatch import Dispatch
from schemas.incident import Decision, State
from schemas.result import Result
from streams.core.correct import correct
from streams.core.ids import corrected_id
from tests.unit.core.bursts import again, burst
from tests.unit.core.corrected_city import Books, order
from tests.unit.core.reports import NOON, classified, point


@pytest.fixture
def books() -> Books:
    made = Books()
    made.take(
        [
            classified("a", place=point(), reporter="x", text="satu"),
            classified("a2", place=point(), reporter="y", urgency=Urgency.EMERGENCY),
            classified("b", place=point(500), reporter="x"),
            classified("l", place=point(), category="lampu"),
            classified("l2", place=point(500), category="lampu"),
        ]
    )
    made.dispatches.clear()
    return made


def at(books: Books, report_id: str) -> str:
    return books.links["sorot", report_id].link.incident_id


def heard(dispatches: Sequence[Dispatch]) -> list[tuple[str, str, str, str | None, str | None]]:
    return [(d.incident_id, d.agency, d.kind, d.moved_to, d.moved_from) for d in dispatches]


def test_who_dealt_with_a_merged_incident_hears_where_it_went(books: Books) -> None:
    a, b = at(books, "a"), at(books, "b")
    books.take([order("c", Merge(incident=a, into=b))])
    assert heard(books.dispatches) == [
        (a, "air", "moved", b, None),
        (a, "sar", "moved", b, None),
        (b, "air", "changed", None, a),
        (b, "sar", "opened", None, a),
    ]
    assert {(d.correction, d.why) for d in books.dispatches} == {("c", "salah gabung")}
    assert (books.incidents[a].state, books.incidents[a].moved_to) == (State.CLOSED, b)
    assert (books.incidents[b].reports, books.incidents[b].voices) == (3, 2)


def test_who_is_called_back_by_an_undo_hears_a_change_not_a_second_opening(books: Books) -> None:
    a, b = at(books, "a"), at(books, "b")
    books.take([order("c", Merge(incident=a, into=b))])
    books.dispatches.clear()
    books.take([order("u", Undo(correction="c", incident=b))])
    assert sorted(heard(books.dispatches)) == sorted(
        [
            (b, "air", "changed", a, None),
            (b, "sar", "moved", a, None),
            (a, "air", "changed", None, b),
            (a, "sar", "changed", None, b),
        ]
    )
    assert books.incidents[b].released == ("sar",)
    books.dispatches.clear()
    books.take([order("c2", Merge(incident=a, into=b))])
    assert {(d.incident_id, d.kind) for d in books.dispatches} == {(a, "moved"), (b, "changed")}
    books.take([order("u2", Undo(correction="c2", incident=b))])
    books.dispatches.clear()
    books.take([classified("b2", place=point(500), urgency=Urgency.EMERGENCY)])
    assert [(d.agency, d.kind) for d in books.dispatches] == [("air", "joined"), ("sar", "joined")]
    assert books.incidents[b].released == ()


def test_what_is_no_report_is_closed_with_the_reason(books: Books) -> None:
    lamp = at(books, "l")
    books.take([order("c", NoReport(incident=lamp))])
    assert heard(books.dispatches) == [(lamp, "lampu_baru", "closed", None, None)]
    assert books.incidents[lamp].closed_at == NOON + timedelta(hours=1)


def test_reports_that_join_later_do_not_change_the_agencies_an_operator_chose(books: Books) -> None:
    b = at(books, "b")
    books.take([order("c", Reroute(incident=b, agencies=("layanan",)))])
    assert heard(books.dispatches) == [
        (b, "layanan", "opened", None, None),
        (b, "air", "closed", None, None),
    ]
    books.take([classified("b2", place=point(500), urgency=Urgency.EMERGENCY)])
    assert [routed.agency for routed in books.incidents[b].routed] == ["layanan"]
    books.take([order("u", Undo(correction="c", incident=b))])
    assert [routed.agency for routed in books.incidents[b].routed] == ["air", "sar"]


def test_an_answer_of_no_takes_the_question_away_and_an_undo_asks_again(books: Books) -> None:
    a, b = at(books, "a"), at(books, "b")
    books.incidents[a] = replace(books.incidents[a], perhaps=b)
    books.take([order("c", Apart(incident=b, other=a))])
    assert books.incidents[a].perhaps is None
    assert [(d.incident_id, d.kind, d.perhaps) for d in books.dispatches] == [(a, "changed", None)] * 2
    books.take([order("u", Undo(correction="c", incident=a))])
    assert books.incidents[a].perhaps == b


@pytest.mark.parametrize("merged", [True, False])
def test_a_question_is_answered_though_the_other_is_gone(books: Books, merged: bool) -> None:
    books.take([classified("b2", place=point(1500))])
    a, b = at(books, "a"), at(books, "b")
    books.incidents[a] = replace(books.incidents[a], perhaps=b)
    gone = Merge(incident=b, into=at(books, "b2")) if merged else NoReport(incident=b)
    books.take([order("c1", gone), order("c2", Apart(incident=a, other=b))])
    assert not books.refusals
    assert books.incidents[a].perhaps is None


def test_an_answer_of_yes_takes_the_question_away_too(books: Books) -> None:
    a, b = at(books, "a"), at(books, "b")
    books.incidents[b] = replace(books.incidents[b], perhaps=a)
    books.take([order("c", Merge(incident=a, into=b))])
    assert books.incidents[b].perhaps is None


def test_who_is_left_becomes_the_founder_and_says_why(books: Books) -> None:
    a, b = at(books, "a"), at(books, "b")
    books.take([order("c", Move(report="sorot:a", incident=a, into=b))])
    left = books.links["sorot", "a2"].link
    assert (left.incident_id, left.decision, left.correction) == (a, Decision.OPENS, "c")
    assert left.evidence == "urutan laporan berubah oleh koreksi c dari ani: salah gabung"
    assert books.links["sorot", "a"].link.evidence == "ditempatkan oleh koreksi c dari ani: salah gabung"


def test_a_part_of_what_an_operator_classified_stays_of_that_category(books: Books) -> None:
    a = at(books, "a")
    books.take([order("c1", Split(incident=a, reports=("sorot:a",)))])
    new = corrected_id("rawa:air", "c1")
    assert (at(books, "a"), books.incidents[new].category) == (new, "banjir")
    books.take(
        [order("c2", Merge(incident=new, into=a)), order("c3", Reclassify(incident=a, category="selokan"))]
    )
    books.take([order("c4", Split(incident=a, reports=("sorot:a2",)))])
    assert books.incidents[at(books, "a2")].category == "selokan"


def test_until_reports_arrive_in_another_family_they_stay_linked_where_they_were(books: Books) -> None:
    a, lamp = at(books, "a"), at(books, "l")
    books.take([order("c", Move(report="sorot:a", incident=a, into=lamp))])
    assert (at(books, "a"), books.links["sorot", "a"].leaving) == (a, "c")
    assert (books.incidents[a].reports, books.incidents[lamp].reports) == (1, 1)
    assert books.entries["c"].result is Result.UNDER_WAY
    books.arrive()
    assert (at(books, "a"), books.links["sorot", "a"].leaving) == (lamp, None)
    assert (books.entries["c"].result, books.entries["c"].incidents) == (Result.APPLIED, (a, lamp))


def test_who_arrives_where_others_have_gone_follows_them(books: Books) -> None:
    a, lamp, lamp2 = at(books, "a"), at(books, "l"), at(books, "l2")
    books.take([order("c", Merge(incident=a, into=lamp)), order("d", Merge(incident=lamp, into=lamp2))])
    books.arrive()
    assert {at(books, id) for id in ("a", "a2", "l", "l2")} == {lamp2}
    assert books.entries["c"].incidents == (a, lamp2)


def test_who_arrives_where_it_is_closed_gets_an_incident_of_its_own(books: Books) -> None:
    a, lamp = at(books, "a"), at(books, "l")
    books.take([order("c", Merge(incident=a, into=lamp)), order("d", NoReport(incident=lamp))])
    books.arrive()
    new = corrected_id("rawa:jalan", "c")
    assert {at(books, "a"), at(books, "a2")} == {new}
    assert (books.incidents[new].category, books.incidents[new].state) == ("lampu", State.OPEN)


def test_a_way_that_is_too_long_to_follow_ends_in_an_incident_of_their_own(books: Books) -> None:
    a, lamp, lamp2 = at(books, "a"), at(books, "l"), at(books, "l2")
    books.take([order("c", Merge(incident=a, into=lamp)), order("d", Merge(incident=lamp, into=lamp2))])
    [receive] = books.sent
    scene = books.scene(receive)
    near = replace(scene, incidents={lamp: scene.incidents[lamp]}, members={lamp: ()})
    done = correct(receive, near, books.rules)
    assert list(done.incidents) == [corrected_id("rawa:jalan", "c")]
    assert lamp2 not in done.incidents


def test_two_who_are_merged_into_each_other_do_not_run_in_circles(books: Books) -> None:
    b, lamp = at(books, "b"), at(books, "l")
    first = order("c", Merge(incident=b, into=lamp))
    second = order("d", Merge(incident=lamp, into=b))
    # Both keys decide before either hears of the other.
    scene = books.scene(second)
    books.take([first])
    done = correct(second, scene, books.rules)
    books._write(done)
    books.held.replace(done.incidents, done.voices)
    hops = 0
    while books.sent:
        books.put_right(books.sent.pop(0))
        hops += 1
    assert hops <= 2 * (HOPS + 1)
    assert {books.incidents[at(books, id)].state for id in ("b", "l")} == {State.OPEN}
    assert not [member for member in books.links.values() if member.leaving]


def test_what_is_split_off_stays_in_its_event_which_counts_no_voice_again() -> None:
    books, storm = Books(), burst(6)
    books.take([*storm, again(storm[0], "b0too")])
    whole = at(books, "b0")
    assert whole == at(books, "b0too")
    books.take([order("c", Split(incident=whole, reports=("sorot:b0too",)))])
    apart = at(books, "b0too")
    books.take([again(storm[0], "late", reporter="b0too")])
    [event] = books.storms.watches[books.incidents[whole].key].events.values()
    assert books.incidents[apart].event == books.incidents[whole].event == event.id
    assert event.voices == sum(one.voices for one in books.incidents.values())
