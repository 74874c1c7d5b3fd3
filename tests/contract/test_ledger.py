"""The bookkeeping of offsets, without a broker."""

import pytest
from faust.types import TP

from streams.transport.ledger import Ledger, OffsetOutsideLog, lags, starts_within

A, B = TP("reports", 0), TP("reports", 1)


@pytest.fixture
def ledger() -> Ledger:
    made = Ledger()
    made.assign(7, {A: 10, B: 0})
    return made


def test_nothing_is_owned_before_the_first_assignment_and_after_a_drop(ledger: Ledger):
    assert Ledger().generation is None
    assert ledger.partitions() == {A, B}
    ledger.drop()
    assert ledger.generation is None
    assert ledger.partitions() == frozenset()


def test_a_partition_with_a_chunk_in_flight_is_not_free(ledger: Ledger):
    ledger.begin(A, 15)
    ledger.hold(A, 7, 15)
    assert ledger.free() == {B}
    with pytest.raises(RuntimeError):
        ledger.begin(A, 20)
    assert ledger.finish(A, 7, 15)
    assert ledger.free() == {A, B}


def test_of_a_topic_one_chunk_waits_for_the_agent(ledger: Ledger):
    other = TP("progress", 0)
    ledger.assign(7, {A: 10, B: 0, other: 0})
    ledger.begin(A, 15)
    assert ledger.free() == {other}
    ledger.hold(A, 7, 15)
    assert ledger.free() == {B, other}


def test_of_topics_taken_together_the_chunks_of_one_turn_wait() -> None:
    other, apart = TP("reports.poc", 0), TP("progress", 0)
    ledger = Ledger({A.topic: "triage", other.topic: "triage"})
    ledger.assign(7, {A: 10, B: 0, other: 0, apart: 0})
    ledger.begin(A, 15)
    ledger.begin(other, 5)
    assert ledger.free() == {apart}
    assert ledger.hold(A, 7, 15)
    assert ledger.free() == {apart}
    assert ledger.hold(other, 7, 5)
    assert ledger.free() == {apart, B}


def test_behind_a_chunk_that_is_alone_none_is_made_ready(ledger: Ledger):
    ledger.begin(A, 15, alone=True)
    ledger.hold(A, 7, 15)
    assert ledger.free() == set()
    ledger.finish(A, 7, 15)
    assert ledger.free() == {A, B}


def test_only_finished_and_not_yet_committed_offsets_are_to_be_committed(ledger: Ledger):
    assert ledger.to_commit() == {}
    ledger.begin(A, 15)
    ledger.begin(B, 3)
    assert ledger.to_commit() == {}
    ledger.finish(A, 7, 15)
    assert ledger.to_commit() == {A: 15}
    ledger.committed(7, {A: 15})
    assert ledger.to_commit() == {}


def test_a_hole_behind_the_last_record_is_committed_with_it(ledger: Ledger):
    ledger.begin(A, 1_000)  # Compaction removed what was between the last record and 1,000.
    ledger.finish(A, 7, 1_000)
    assert ledger.to_commit() == {A: 1_000}


@pytest.mark.parametrize(("generation", "next_offset"), [(6, 15), (8, 15), (7, 14)])
def test_what_is_not_in_flight_in_this_generation_cannot_be_finished(ledger, generation, next_offset):
    ledger.begin(A, 15)
    assert not ledger.hold(A, generation, next_offset)
    assert not ledger.finish(A, generation, next_offset)
    assert ledger.finish(A, 7, 15)


def test_a_partition_that_is_not_owned_cannot_be_finished(ledger: Ledger):
    assert not ledger.finish(TP("reports", 2), 7, 15)


def test_a_commit_of_an_earlier_generation_is_forgotten(ledger: Ledger):
    ledger.assign(8, {A: 10})
    ledger.begin(A, 15)
    ledger.finish(A, 8, 15)
    ledger.committed(7, {A: 15, B: 3})
    assert ledger.to_commit() == {A: 15}


def test_the_agent_has_in_hand_what_it_took_and_has_not_finished(ledger: Ledger):
    ledger.begin(A, 15)
    assert ledger.held() == frozenset()
    assert ledger.hold(A, 7, 15)
    assert ledger.held() == {A}
    ledger.finish(A, 7, 15)
    assert ledger.held() == frozenset()


def test_without_an_offset_reading_starts_at_the_beginning_of_the_log():
    assert starts_within({A: None, B: 5}, {A: 3, B: 3}, {A: 9, B: 9}) == {A: 3, B: 5}


@pytest.mark.parametrize("offset", [3, 9])
def test_both_ends_of_the_log_are_inside(offset: int):
    assert starts_within({A: offset}, {A: 3}, {A: 9}) == {A: offset}


@pytest.mark.parametrize("offset", [2, 10])
def test_an_offset_outside_the_log_is_refused(offset: int):
    with pytest.raises(OffsetOutsideLog, match=rf"reports\[0\].* is {offset}, .* holds 3 to 9"):
        starts_within({A: offset}, {A: 3}, {A: 9})


def test_lag_counts_from_the_first_unfinished_offset():
    assert lags({A: 10, B: 4}, {A: 25, B: 3}) == {A: 15, B: 0}
