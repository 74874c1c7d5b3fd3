"""An owner's store says where to read; Kafka's commits do not."""

import asyncio

import pytest
from faust.types import TP

from streams.transport import consumer
from tests.contract.stage import CHUNK_RECORDS, RECORDS, Stage
from tests.waiting import until

pytestmark = pytest.mark.asyncio(loop_scope="session")


async def test_every_assignment_is_claimed_once_and_whole(owned: Stage):
    everything = frozenset({owned.tp(0), owned.tp(1)})
    assert owned.owner.claims == [everything]
    await owned.revoke(finishing=(await owned.both()).values())
    await owned.assign()
    assert owned.owner.claims == [everything, everything]


async def test_reading_starts_where_the_claim_says(owned: Stage):
    held = await owned.both()
    assert [held[0].records[0].offset, held[1].records[0].offset] == [0, 0]
    await owned.revoke(finishing=held.values())
    assert await owned.committed() == {0: CHUNK_RECORDS, 1: CHUNK_RECORDS}
    owned.owner.offsets = {0: 2, 1: RECORDS}  # The end of the log is in it.
    await owned.assign()
    assert await owned.drain() == {0: list(range(2, RECORDS)), 1: []}


async def test_nothing_is_kept_of_partitions_that_are_gone(owned: Stage):
    await owned.revoke(finishing=(await owned.both()).values())
    buffers = owned.consumer._thread._buffers
    buffers.add(TP("elsewhere", 0), [], 0)
    await owned.assign()
    assert TP("elsewhere", 0) not in buffers


async def test_nothing_is_claimed_between_a_revocation_and_the_next_assignment(owned: Stage):
    await owned.revoke(finishing=(await owned.both()).values())
    await owned.consumer.perform_seek()  # As Faust does when a recovery ends late.
    assert len(owned.owner.claims) == 1
    assert owned.consumer.assigned() is None


async def test_a_worker_that_gets_no_partition_is_not_kept_waiting(owned: Stage):
    await owned.revoke(finishing=(await owned.both()).values())
    assert owned.consumer.assigned() is None
    await owned.consumer.on_partitions_assigned(set(), owned.app.consumer_generation_id + 1)
    assert owned.consumer.assigned() == frozenset()


async def test_an_owner_that_gets_no_partition_gives_up_those_it_had(owned: Stage):
    await owned.revoke(finishing=(await owned.both()).values())
    await owned.consumer.on_partitions_assigned(set(), owned.app.consumer_generation_id + 1)
    assert owned.owner.claims[1:] == [frozenset()]
    await owned.revoke()
    await owned.assign()
    assert owned.consumer.assigned() == {owned.tp(0), owned.tp(1)}


async def test_giving_up_is_bounded_as_taking_over_is(owned: Stage, monkeypatch: pytest.MonkeyPatch):
    await owned.revoke(finishing=(await owned.both()).values())
    owned.owner.go.clear()
    monkeypatch.setattr(consumer, "TAKEOVER_S", 0.05)
    with pytest.raises(AssertionError, match="cannot take over partitions") as died:
        await owned.consumer.on_partitions_assigned(set(), owned.app.consumer_generation_id + 1)
    assert isinstance(died.value.__context__, TimeoutError)


async def test_a_rebalance_waits_for_a_claim_under_way(owned: Stage):
    await owned.revoke(finishing=(await owned.both()).values())
    owned.owner.go.clear()
    assigning = asyncio.create_task(owned.assign())
    await until(lambda: len(owned.owner.claims) == 2, "the second claim")
    revoking = asyncio.create_task(owned.revoke())
    done, _ = await asyncio.wait({revoking}, timeout=0.3)
    assert not done
    owned.owner.go.set()
    await revoking
    assert owned.consumer.assigned() is None
    assigning.cancel()
