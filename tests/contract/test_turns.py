"""Whose turn it is, and how large a chunk is, without a broker; and that the transport keeps to it."""

import pytest
from faust.types import TP

from streams.transport.turns import (
    FIRST_RECORDS,
    GROWTH_MAX,
    LEAST_RECORDS,
    PASSED_MAX,
    TOO_LONG_S,
    Pace,
    Turns,
    paced,
)
from tests.contract.stage import CHUNK_RECORDS, URGENT, Stage
from tests.waiting import until

A, B, C = (TP("classified", number) for number in range(3))
OTHER = TP("rejected", 0)
CHUNK_S = 0.25


def test_where_nothing_is_urgent_the_one_that_has_waited_longest_is_next() -> None:
    assert Turns().next([B, A, C], {}) == B


def test_the_one_whose_urgent_record_is_reached_soonest_goes_before() -> None:
    assert Turns().next([A, B, C], {B: 30, C: 2}) == C


def test_of_two_that_are_reached_as_soon_the_one_that_has_waited_longer_goes() -> None:
    assert Turns().next([A, C, B], {B: 2, C: 2}) == C


def test_nobody_is_passed_for_ever() -> None:
    turns = Turns()
    seen = [turns.next([A, B], {B: 0}) for _ in range(3 * (PASSED_MAX + 1))]
    assert seen == 3 * [*PASSED_MAX * [B], A]


def test_a_topic_is_passed_by_no_urgent_record_of_another() -> None:
    turns = Turns()
    assert turns.next([OTHER, A, B], {B: 0}) == OTHER
    assert turns.next([A, OTHER, B], {B: 0}) == B


def test_turns_of_one_topic_do_not_wear_out_the_patience_of_another() -> None:
    turns = Turns()
    for _ in range(PASSED_MAX):
        assert turns.next([A, B], {B: 0}) == B
        assert turns.next([OTHER], {}) == OTHER
    assert turns.next([A, B], {B: 0}) == A


@pytest.mark.parametrize(
    ("most", "records", "took_s", "then"),
    [
        (100, 100, CHUNK_S / 10, 500),  # Quick and full: as many as would take half the time,
        (20, 20, CHUNK_S / 1_000, 20 * GROWTH_MAX),  # and not too many more.
        (400, 399, CHUNK_S / 10, 400),  # There was no more to take.
        (400, 400, CHUNK_S * 0.8, 400),
        (1_000, 1_000, CHUNK_S * 2, 500),
        (1_000, 1_000, TOO_LONG_S, LEAST_RECORDS),
        (LEAST_RECORDS, LEAST_RECORDS, 10.0, 5),  # Some more of it, and a rebalance would end the worker.
        (2, 2, 60.0, 1),
        (5, 5, TOO_LONG_S, 10),
        (5, 4, CHUNK_S, 5),
        (160, 160, CHUNK_S * 2, LEAST_RECORDS),
        (1_000, 1, CHUNK_S * 2, LEAST_RECORDS),  # A slow machine: fewer at a time would be slower.
        (800, 800, 0.0, 1_000),
    ],
)
def test_a_chunk_is_as_large_as_can_be_done_in_time(most: int, records: int, took_s: float, then: int):
    assert paced(most, records, took_s, wanted_s=CHUNK_S, ceiling=1_000) == then


def test_each_partition_has_its_own_pace() -> None:
    pace = Pace(2_000, CHUNK_S)
    pace.begin(A, 10.0)
    pace.end(A, FIRST_RECORDS, 10.0 + CHUNK_S / 8)
    assert (pace.most(A), pace.most(B)) == (4 * FIRST_RECORDS, FIRST_RECORDS)
    assert Pace(4, CHUNK_S).most(A) == 4


@pytest.mark.asyncio(loop_scope="session")
@pytest.mark.parametrize("urgent", [0, 1])
async def test_an_urgent_record_goes_before_those_of_other_partitions(hasty: Stage, urgent: int) -> None:
    await hasty.drain()
    batch = hasty.producer.create_batch()
    for _ in range(CHUNK_RECORDS):
        batch.append(timestamp=None, key=b"key", value=b"calm")
    await (await hasty.producer.send_batch(batch, hasty.name, partition=0))
    full = await hasty.chunk()
    assert len(full.records) == CHUNK_RECORDS
    for partition in (0, 1):
        await hasty.publish(partition, [URGENT if partition == urgent else b"calm"])
    thread = hasty.consumer._thread

    async def both_wait() -> bool:
        await thread.take({}, 0)  # Fetches, and takes nothing.
        return {hasty.tp(0), hasty.tp(1)} <= set(thread._buffers)

    await until(both_wait, "records of both partitions to wait")
    assert hasty.received.empty()
    full.finish()
    first = await hasty.chunk()
    assert (first.partition, first.records[-1].value) == (urgent, URGENT)
    first.finish()
