"""The work that is called from every engine in the bench: the same however it is cut into batches."""

import importlib.util
import json
from collections.abc import Iterator, Sequence

import pytest

from schemas.catalog import load
from schemas.message import Message
from schemas.topics import CLASSIFIED, REJECTED
from tests.bench.same_core.outcome import Outcome
from tests.bench.same_core.taking_part import NEEDS, taking_part
from tests.bench.same_core.work import Decided, Record, Resolve, Triage
from tests.bench.simulated import said

REPORTS = 120


def records_of(messages: Sequence[Message]) -> list[Record]:
    return [
        Record(f"bench.{one.topic}", 0, n, one.value, one.headers, 1_700_000_000_000)
        for n, one in enumerate(messages)
    ]


@pytest.fixture(scope="module")
def triage() -> Triage:
    return Triage()


@pytest.fixture(scope="module")
def classified(triage: Triage) -> list[Record]:
    """What triage makes of a stream; its last report came twice."""
    messages = list(said(load(), REPORTS))
    found = triage.decide(triage.read(records_of(messages)), {}).messages[0]
    assert {one.topic for one in found} == {CLASSIFIED}
    return records_of([*found, found[-1]])


def resolved(records: Sequence[Record], batch: int) -> Iterator[Decided]:
    work = Resolve()
    for start in range(0, len(records), batch):
        yield work.decide(work.read(records[start : start + batch]), {})


def test_batches_of_any_size_come_to_the_same(classified: list[Record]):
    one, *more = resolved(classified, len(classified))
    assert not more
    many = list(resolved(classified, 7))
    assert [link for part in many for link in part.folded.recorded] == one.folded.recorded
    incidents = {id: one for part in many for id, one in part.folded.incidents.items()}
    assert incidents == one.folded.incidents
    sent = [message for part in many for message in part.messages[0]]
    assert sorted(sent, key=repr) == sorted(one.messages[0], key=repr)


def test_a_report_that_is_being_written_is_not_recorded_again(classified: list[Record]):
    *_, before, last = resolved(classified, 1)
    assert len(before.folded.recorded) == 1
    assert not last.folded.recorded
    assert len(last.folded.redelivered) == 1


def test_it_tells_how_far_each_partition_was_read(classified: list[Record]):
    [one] = resolved(classified, len(classified))
    assert one.reached == {(f"bench.{CLASSIFIED}", 0): REPORTS + 1}


def test_what_triage_refuses_goes_out_too(triage: Triage):
    [refused] = triage.decide(triage.read([Record("a.reports.sorot", 3, 9, b"{", (), 0)]), {}).messages[0]
    assert refused.topic == REJECTED
    assert json.loads(refused.value)["offset"] == 9


def test_other_rows_are_told():
    wanted = Outcome({"messages": (2, "a"), "links": (3, "b"), "incidents": (1, "c")})
    assert not wanted.other_than(wanted)
    found = Outcome({"messages": (2, "a"), "links": (3, "x"), "incidents": (2, "c")})
    assert found.other_than(wanted) == [
        "links: 3 instead of 3, or others",
        "incidents: 2 instead of 1, or others",
    ]


def test_every_peer_is_there_and_has_what_the_core_imports():
    for peer in taking_part().values():
        assert importlib.util.find_spec(f"{peer.package}.{peer.module}"), peer
        if peer.requires:
            assert {name for name in NEEDS if any(one.startswith(f"{name}==") for one in peer.requires)} == {
                *NEEDS
            }
