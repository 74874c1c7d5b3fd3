"""What an agent gets: every record, in order, in bounded chunks, at once."""

import asyncio
import time

import pytest

from streams.transport import buffers
from tests.contract.stage import CHUNK_RECORDS, RECORDS, Stage
from tests.waiting import until

pytestmark = pytest.mark.asyncio(loop_scope="session")


async def test_every_record_comes_once_and_in_order_from_the_beginning_of_the_log(stage: Stage):
    assert await stage.drain() == {0: list(range(RECORDS)), 1: list(range(RECORDS))}


async def test_records_come_as_they_were_sent(stage: Stage):
    await stage.drain()
    now_ms = int(time.time() * 1000)
    await stage.producer.send_and_wait(
        stage.name, None, key=b"key", partition=0, timestamp_ms=now_ms, headers=[("name", b"value")]
    )
    [record] = (await stage.chunk()).records
    assert (record.value, record.key, record.timestamp) == (None, b"key", now_ms)
    assert list(record.headers) == [("name", b"value")]


async def test_a_partition_has_one_chunk_in_flight_and_starves_no_other(stage: Stage):
    held = await stage.both()
    assert [len(chunk.records) for chunk in held.values()] == [CHUNK_RECORDS, CHUNK_RECORDS]
    held[1].finish()
    while stage.consumer.lags()[stage.tp(1)]:
        chunk = await stage.chunk()
        assert chunk.partition == 1
        assert len(chunk.records) <= CHUNK_RECORDS
        chunk.finish()
    assert stage.received.empty()
    assert held[0].finish()
    assert (await stage.chunk()).records[0].offset == held[0].next_offset


async def test_records_that_arrive_while_the_agent_works_come_in_one_chunk(stage: Stage):
    await stage.drain()
    await stage.publish(0, [b"works"])
    worked_on = await stage.chunk()
    for value in (b"1", b"2", b"3"):
        await stage.publish(0, [value])
        await stage.publish(1, [value])
        other = stage.received.get_nowait() if stage.received.qsize() else await stage.chunk()
        other.finish()  # Shows that the value before it has been fetched too.
    worked_on.finish()
    assert [record.value for record in (await stage.chunk()).records] == [b"1", b"2", b"3"]


async def test_what_waits_for_the_agent_is_bounded_in_bytes(stage: Stage, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(buffers, "BUFFER_BYTES", 20)
    await stage.drain()
    await stage.publish(0, [b"works"])
    worked_on = await stage.chunk()
    for value in (b"1" * 10, b"2" * 10, b"3" * 10):
        await stage.publish(0, [value])
        await stage.publish(1, [value])
        (await stage.chunk()).finish()  # Shows that the value before it could have been fetched too.
    worked_on.finish()
    chunk = await stage.chunk()
    assert [record.value[:1] for record in chunk.records] == [b"1", b"2"]
    chunk.finish()
    assert [record.value[:1] for record in (await stage.chunk()).records] == [b"3"]


async def test_the_next_chunk_does_not_wait_for_records_of_other_partitions(stage: Stage):
    held = await stage.both()
    held[1].finish()
    while stage.consumer.lags()[stage.tp(1)]:
        (await stage.chunk()).finish()
    thread = stage.consumer._thread
    earlier = thread._waiter
    await until(lambda: thread._waiter not in (None, earlier), "a wait of 1 s for the other one to begin")
    held[0].finish()
    await asyncio.wait_for(stage.received.get(), timeout=0.5)


async def test_a_record_comes_at_once_even_if_the_broker_answers_late(stage: Stage):
    await stage.drain()
    fetcher = stage.consumer._thread._consumer._fetcher
    waits = []
    for _ in range(4):
        await until(lambda: bool(fetcher._in_flight), "the broker to wait for records already")
        sent = time.monotonic()
        await stage.publish(0, [b"late"])
        (await stage.chunk()).finish()
        waits.append(time.monotonic() - sent)
    assert sorted(waits)[2] < 0.5  # Faust lets the broker wait for 1.5 s, of which Tansu takes half.


async def test_fausts_memory_of_offsets_neither_grows_nor_holds_records_back(stage: Stage):
    await stage.drain()
    assert not any(stage.consumer._gap.values())
    stage.consumer._read_offset[stage.tp(0)] = 10**9
    await stage.publish(0, [b"after"])
    assert [record.value for record in (await stage.chunk()).records] == [b"after"]


async def test_a_replica_is_a_static_member_by_fausts_assignor(stage: Stage):
    thread = stage.consumer._thread
    assert thread._consumer._group_instance_id == "replica-3"
    assert thread._assignor is stage.app.assignor


async def test_lag_counts_what_is_not_finished(stage: Stage):
    assert all(stage.consumer.lags().values())  # Even before anything is fetched.
    held = await stage.both()
    assert stage.consumer.lags() == {stage.tp(0): RECORDS, stage.tp(1): RECORDS}
    held[0].finish()
    assert stage.consumer.lags() == {stage.tp(0): RECORDS - CHUNK_RECORDS, stage.tp(1): RECORDS}
