"""Only what an agent says is finished counts, whatever happens around it."""

import asyncio
from types import SimpleNamespace

import pytest

from streams.transport.taken import Taken
from tests.contract.stage import CHUNK_RECORDS, RECORDS, Stage
from tests.waiting import until

pytestmark = pytest.mark.asyncio(loop_scope="session")


async def test_only_finished_chunks_are_committed(stage: Stage):
    held = await stage.both()
    await stage.consumer.commit()
    assert await stage.committed() == {0: None, 1: None}
    held[0].finish()
    await stage.consumer.commit()
    assert await stage.committed() == {0: CHUNK_RECORDS, 1: None}


async def test_fausts_own_acknowledgement_counts_for_nothing(stage: Stage):
    await stage.both()
    messages = list(stage.consumer.unacked)
    assert messages
    for message in messages:
        message.ack(stage.consumer)
    await stage.consumer.commit()
    assert await stage.committed() == {0: None, 1: None}


async def test_what_was_fetched_while_the_flow_stopped_is_fetched_again(stage: Stage):
    held = await stage.both()
    consumer, take = stage.consumer, stage.consumer._thread.take
    dropped = asyncio.Event()

    async def stop_after_taking(*arguments):
        taken = await take(*arguments)
        if taken:
            await take({}, 0)  # Fetches on behind what was taken.
            consumer.stop_flow()
            dropped.set()
        return taken

    consumer._thread.take = stop_after_taking
    held[0].finish()
    await asyncio.wait_for(dropped.wait(), 5)
    consumer._thread.take = take
    consumer.resume_flow()
    assert (await stage.chunk()).records[0].offset == CHUNK_RECORDS


async def test_what_was_fetched_before_a_rebalance_is_not_delivered_after_it(stage: Stage):
    held = await stage.both()
    take = stage.consumer._thread.take

    async def rebalance_after_taking(*arguments):
        taken = await take(*arguments)
        if taken:
            stage.consumer._thread.take = take
            await stage.revoke(finishing=[held[1]])
            await stage.assign()
        return taken

    stage.consumer._thread.take = rebalance_after_taking
    held[0].finish()
    rest = list(range(CHUNK_RECORDS, RECORDS))
    assert await stage.drain() == {0: rest, 1: rest}


async def test_only_what_was_read_last_is_rewound(stage: Stage):
    held = await stage.both()
    held[0].finish()
    second = await stage.chunk()
    await stage.consumer._thread.rewind(Taken(held[0].tp, list(held[0].records), held[0].next_offset))
    second.finish()
    assert (await stage.chunk()).records[0].offset == second.next_offset


async def test_nothing_before_the_start_of_the_assignment_is_rewound(owned: Stage):
    # What was dropped may end exactly where the claim then starts.
    await owned.revoke(finishing=(await owned.both()).values())
    owned.owner.offsets = {0: CHUNK_RECORDS, 1: CHUNK_RECORDS}
    await owned.assign()
    held = await owned.both()
    before = [SimpleNamespace(offset=CHUNK_RECORDS - 1)]
    await owned.consumer._thread.rewind(Taken(held[0].tp, before, held[0].next_offset))
    held[0].finish()
    assert (await owned.chunk()).records[0].offset == held[0].next_offset


async def test_a_rebalance_commits_what_is_finished_before_it_waits_for_the_rest(stage: Stage):
    held = await stage.both()
    held[0].finish()
    another = await stage.chunk()
    revoking = asyncio.create_task(stage.revoke())
    await until_committed(stage, {0: CHUNK_RECORDS, 1: None})
    assert not revoking.done()
    assert another.finish()
    assert held[1].finish()
    await revoking
    assert await stage.committed() == {0: 2 * CHUNK_RECORDS, 1: CHUNK_RECORDS}


async def test_a_rebalance_skips_nothing_and_repeats_nothing_that_is_finished(stage: Stage):
    await stage.revoke(finishing=(await stage.both()).values())
    await stage.assign()
    rest = list(range(CHUNK_RECORDS, RECORDS))
    assert await stage.drain() == {0: rest, 1: rest}


async def test_a_chunk_that_no_agent_saw_comes_again_after_a_rebalance(stage: Stage):
    held = await stage.both()
    stage.gate.clear()
    for chunk in held.values():
        chunk.finish()
    seen = await stage.chunk()  # The agent stands at the gate with it; the other waits in its queue.
    await until(lambda: not stage.consumer.ledger.free(), "both to be on their way")
    await stage.revoke(finishing=[seen])
    stage.gate.set()
    await stage.assign()
    rest = list(range(CHUNK_RECORDS, RECORDS))
    assert await stage.drain() == {seen.partition: rest[CHUNK_RECORDS:], 1 - seen.partition: rest}


async def test_a_chunk_of_an_earlier_generation_cannot_be_finished(stage: Stage):
    held = await stage.both()
    stage.consumer.ledger.drop()  # A revocation that did not wait for what the agent has in hand.
    await stage.revoke()
    await stage.assign()
    again = await stage.both()
    assert again[0].next_offset == held[0].next_offset
    assert not held[0].finish()
    assert stage.consumer.lags()[stage.tp(0)] == RECORDS
    assert again[0].finish()


async def test_nothing_is_read_between_a_revocation_and_the_next_take_over(stage: Stage):
    await stage.revoke(finishing=(await stage.both()).values())
    assert stage.consumer.assigned() is None
    stage.consumer.resume_flow()  # As Faust does when a recovery ends late.
    with pytest.raises(TimeoutError):
        await asyncio.wait_for(stage.received.get(), timeout=0.3)
    await stage.assign()
    assert stage.consumer.assigned() == {stage.tp(0), stage.tp(1)}


async def until_committed(stage: Stage, expected: dict[int, int | None]) -> None:
    async def committed() -> bool:
        return await stage.committed() == expected

    await until(committed, f"{expected} to be committed")
