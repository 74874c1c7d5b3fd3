"""Promises of storms, on generated streams."""

from collections import defaultdict

from hypothesis import event, given

from schemas.classified import ClassifiedReport
from tests.unit.core.bursts import stormy_streams
from tests.unit.core.catalog import STORMS
from tests.unit.core.city import run
from tests.unit.core.generated import cut, cuts, interleave, repeats


@given(stormy_streams, cuts)
def test_any_cut_into_batches_gives_the_same_events(reports: list[ClassifiedReport], at: list[int]) -> None:
    whole = run([reports])
    event(f"{len({told.event_id for told in whole.events})} events")
    assert run(cut(reports, at)) == whole


@given(stormy_streams, cuts)
def test_a_restart_changes_nothing(reports: list[ClassifiedReport], at: list[int]) -> None:
    assert run(cut(reports, at), reload=True) == run([reports])


@given(stormy_streams, cuts, repeats)
def test_a_redelivery_changes_nothing(
    reports: list[ClassifiedReport], at: list[int], again: list[tuple[int, int]]
) -> None:
    kept = run(cut(interleave(reports, again), at))
    kept.redelivered = []
    assert kept == run([reports])


@given(stormy_streams)
def test_an_event_counts_what_it_holds_and_is_told_in_order(reports: list[ClassifiedReport]) -> None:
    kept = run([reports])
    told = defaultdict(list)
    for message in kept.events:
        told[message.event_id, message.agency].append(message)
    for messages in told.values():
        versions = [message.version for message in messages]
        assert versions == list(range(versions[0], versions[0] + len(versions)))
        assert [message.kind == "ended" for message in messages[:-1]] == [False] * (len(messages) - 1)
    rows = [row for tables in kept.tables.values() for row in tables.events.values()]
    assert {row.id for row in rows} == {event_id for event_id, _ in told}
    assert {i.event for i in kept.incidents.values() if i.event} <= {row.id for row in rows}
    for row in rows:
        members = {i.id: i for i in kept.incidents.values() if i.event == row.id}
        # An incident may have gone on to a later event.
        assert members.keys() <= {member.incident_id for member in row.members}
        assert row.incidents == len(row.members) >= STORMS.minimum
        assert row.voices >= row.incidents
        assert row.since <= row.noticed_at
        assert row.until in (None, row.unusual_at)
        assert {one.event for one in kept.incidents.values() if one.id in members} <= {row.id}


@given(stormy_streams)
def test_agencies_hear_of_every_incident_in_a_storm(reports: list[ClassifiedReport]) -> None:
    kept = run([reports])
    opened = {(d.incident_id, d.agency) for d in kept.dispatches if d.kind == "opened"}
    assert opened == {(i.id, routed.agency) for i in kept.incidents.values() for routed in i.routed}
    last = {d.incident_id: d for d in kept.dispatches}
    for incident in kept.incidents.values():
        assert last[incident.id].urgency == incident.urgency
        if incident.event is None:
            assert last[incident.id].version == incident.version
