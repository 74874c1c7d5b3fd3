"""Promises of corrections, on generated streams of reports and of what operators do to their incidents."""

from collections import Counter, defaultdict
from dataclasses import replace
from datetime import UTC, datetime
from itertools import pairwise

from hypothesis import assume, given
from hypothesis import strategies as st

from schemas.classified import ClassifiedReport
from schemas.correction import Merge, NoReport, Split, Undo, report_name_of
from schemas.incident import State, key_of
from schemas.result import Result
from streams.core.correct.rebuild import FOUNDS, rebuilt, seated, voices_of
from tests.unit.core.acts import Act, acts, named, play, reports, steps, what_of
from tests.unit.core.city import RULES
from tests.unit.core.corrected_city import Books, order, state_of
from tests.unit.core.generated import streams_of_reports

LATER = datetime(2027, 1, 1, tzinfo=UTC)


def assert_holds(books: Books) -> None:
    """Every report in one incident that is there and counts it; who is on the way is counted nowhere."""
    members = defaultdict(list)
    for member in books.links.values():
        assert member.link.incident_id in books.incidents
        if member.leaving is None:
            members[member.link.incident_id].append(member)
    for id, incident in books.incidents.items():
        own = sorted(members[id], key=lambda member: member.position or 0)
        voices = Counter((m.report.voice or m.key) for m in own)
        assert (incident.reports, incident.voices) == (len(own), len(voices))
        assert sum(member.link.new_voice for member in own) == len(voices)
        assert [m.link.decision in FOUNDS for m in own] == [n == 0 for n in range(len(own))]
        assert incident.comparable == (books.held.get(id) is not None)
        assert not (own and incident.moved_to)
        assert own or (incident.state is State.CLOSED and incident.moved_to)


@given(steps)
def test_reports_and_corrections_in_any_order_leave_every_report_in_one_incident(
    script: list[object],
) -> None:
    books = Books()
    play(script, books, assert_holds)
    assert not [member for member in books.links.values() if member.leaving]
    assert Result.UNDER_WAY not in {entry.result for entry in books.entries.values()}


@given(steps, st.lists(st.integers(0, 30), max_size=5))
def test_what_comes_again_changes_nothing(script: list[object], again: list[int]) -> None:
    books = Books()
    log = play(script, books, assert_holds)
    before = (dict(books.links), dict(books.incidents), dict(books.entries), len(books.dispatches))
    for number in again:
        if log:
            books.take([log[number % len(log)]])
    books.arrive()
    assert (books.links, books.incidents, books.entries, len(books.dispatches)) == before


@given(steps, st.lists(st.integers(0, 24), max_size=4))
def test_any_cut_into_batches_and_any_restart_give_the_same(script: list[object], at: list[int]) -> None:
    one_by_one = Books()
    log = play(script, one_by_one)
    cut, edges = Books(), [0, *sorted(min(edge, len(log)) for edge in at), len(log)]
    for start, end in pairwise(edges):
        cut.take(log[start:end], reload=True)
    assert (cut.links, cut.incidents) == (one_by_one.links, one_by_one.incidents)
    assert cut.entries == one_by_one.entries
    assert cut.dispatches == one_by_one.dispatches


@given(steps, acts)
def test_a_correction_that_is_taken_back_leaves_everything_as_it_was(script: list[object], act: Act) -> None:
    books = Books()
    play(script, books, assert_holds)
    before, open_before = state_of(books), {one.id for one in books.open()}
    what = what_of(act, books)
    if what is None or isinstance(what, Undo):
        return
    books.take([order("now", what)])
    books.arrive()
    entry = books.entries["now"]
    if entry.result is Result.REFUSED:
        return
    books.take([order("back", Undo(correction="now", incident=entry.incidents[-1]))])
    books.arrive()
    assert books.entries["back"].result is Result.APPLIED, books.entries["back"].refusal
    assert state_of(books) == before
    assert {one.id for one in books.open()} == open_before


@given(st.lists(reports, min_size=3, max_size=9), st.integers(0, 3), st.sets(st.integers(0, 8), min_size=1))
def test_what_is_split_off_and_merged_again_is_the_same_incident(
    said: list[ClassifiedReport], which: int, some: set[int]
) -> None:
    books = Books()
    books.take([named(report, f"r{number}") for number, report in enumerate(said)])
    large = [one for one in books.open() if one.reports > 1]
    assume(large)
    incident = large[which % len(large)]
    members = books.members(incident.id)
    names = {report_name_of(members[n % len(members)].key) for n in some}
    assume(len(names) < len(members))
    books.take([order("s", Split(incident=incident.id, reports=tuple(sorted(names))))])
    [new] = books.entries["s"].before.created
    books.take([order("m", Merge(incident=new, into=incident.id))])
    assert [member.key for member in books.members(incident.id)] == [member.key for member in members]
    after = replace(books.incidents[incident.id], version=0, revision=0, released=())
    assert after == replace(incident, version=0, revision=0, released=())


@given(streams_of_reports)
def test_an_incident_rebuilt_from_its_reports_is_the_one_that_grew_by_them(
    reports: list[ClassifiedReport],
) -> None:
    books = Books()
    books.take(reports)
    for id, incident in books.incidents.items():
        members = books.members(id)
        correction = order("c", NoReport(incident="rawa:air:x")).correction
        assert seated(id, members, correction) == members
        # What follows from the reports is not taken from what was there.
        strange = replace(incident, opened_at=LATER, last_reported_at=LATER, reports=0, voices=0, summary="")
        assert rebuilt(strange, members, RULES) == incident
        assert voices_of(members).keys() == {m.report.voice for m in members if m.report.voice}


@given(steps)
def test_each_message_to_an_agency_has_an_id_of_its_own_and_every_version_is_told(
    script: list[object],
) -> None:
    books = Books()
    play(script, books, assert_holds)
    ids = [dispatch.id for dispatch in books.dispatches]
    assert len(ids) == len(set(ids))
    told = {(d.incident_id, d.agency): d for d in books.dispatches}
    for id, incident in books.incidents.items():
        assert incident.routed
        for routed in incident.routed:
            assert told[id, routed.agency].version == incident.version
        for agency in incident.released:
            assert told[id, agency].kind in ("moved", "closed")
    opened = Counter((d.incident_id, d.agency) for d in books.dispatches if d.kind == "opened")
    assert set(opened.values()) <= {1}
    assert opened.keys() == told.keys()
    assert {key_of(d.incident_id) for d in books.dispatches} == {key_of(id) for id in books.incidents}
