"""Small chunks of several partitions in one turn of an agent: each counts for itself, none is lost by it."""

import pytest

from tests.contract.stage import CHUNK_RECORDS, RECORDS, Stage
from tests.waiting import until

pytestmark = pytest.mark.asyncio(loop_scope="session")


async def both_in_one(stage: Stage):
    """The first turn for both partitions: one may have been fetched before the other was."""
    while not (chunk := await stage.chunk()).beside:
        assert chunk.finish()
    return chunk


async def test_one_turn_is_for_small_chunks_of_both_partitions(sharing: Stage) -> None:
    chunk = await both_in_one(sharing)
    assert {part.partition for part in chunk.parts} == {0, 1}
    assert all(0 < len(part.records) <= CHUNK_RECORDS for part in chunk.parts)
    assert all(record.partition == part.partition for part in chunk.parts for record in part.records)
    assert sharing.consumer.ledger.held() == {sharing.tp(0), sharing.tp(1)}
    assert chunk.finish()
    await sharing.consumer.commit()
    committed = await sharing.committed()
    assert all(committed[part.partition] == part.next_offset for part in chunk.parts)


async def test_no_record_of_either_is_left_out_or_comes_twice(sharing: Stage) -> None:
    assert await sharing.drain() == {0: list(range(RECORDS)), 1: list(range(RECORDS))}


async def test_a_turn_that_is_over_before_a_rebalance_is_not_taken_again_after_it(sharing: Stage) -> None:
    chunk = await both_in_one(sharing)
    ends = {part.partition: part.next_offset for part in chunk.parts}
    await sharing.revoke(finishing=[chunk])
    await sharing.assign()
    assert await sharing.drain() == {number: list(range(ends[number], RECORDS)) for number in (0, 1)}


async def test_what_was_fetched_for_a_turn_while_the_flow_stopped_is_fetched_again(sharing: Stage) -> None:
    chunk = await both_in_one(sharing)
    ends = {part.partition: part.next_offset for part in chunk.parts}
    consumer, take = sharing.consumer, sharing.consumer._thread.take
    dropped = []

    async def stop_after_taking(*arguments):
        taken = await take(*arguments)
        if taken:
            dropped.append(taken)
            consumer.stop_flow()
        return taken

    consumer._thread.take = stop_after_taking
    chunk.finish()
    await until(lambda: bool(dropped), "something to be dropped")
    consumer._thread.take = take
    consumer.resume_flow()
    assert await sharing.drain() == {number: list(range(ends[number], RECORDS)) for number in (0, 1)}
