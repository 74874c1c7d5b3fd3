"""One worker at a time writes what a partition holds, whoever else believes to own it."""

import asyncio
import time
from collections.abc import AsyncIterator
from contextlib import suppress
from dataclasses import replace
from pathlib import Path

import pytest

from sinks import postgres as sink
from sinks.pool import IDLE_IN_TRANSACTION_S
from sinks.postgres import Claim, FencedError, LostTransactionError, Pool, Store, connect
from tests.integration.postgres.writing import DEADLINE_S, TOPIC, at, count, message, refusal, waiting
from tests.waiting import until


async def someone_waits(pool: Pool) -> bool:
    """Whether a session of this database waits for a lock."""
    return bool(
        await pool.fetchval(
            "select count(*) from pg_stat_activity"
            " where datname = current_database() and wait_event_type = 'Lock'"
        )
    )


async def test_the_first_claim_knows_no_offset_and_each_raises_the_epoch(store: Store) -> None:
    first, second = await store.claim(TOPIC, 0), await store.claim(TOPIC, 0)
    assert at(first) == at(second) == (TOPIC, 0, None)
    assert second.epoch > first.epoch
    assert at(await store.claim(TOPIC, 1)) == (TOPIC, 1, None)
    assert at(await store.claim("reports.rejected", 0)) == ("reports.rejected", 0, None)


async def test_a_clock_that_was_set_back_raises_the_epoch_too(store: Store, pool: Pool) -> None:
    await store.claim(TOPIC, 0)
    ahead = await pool.fetchval("update consumed set epoch = epoch + 3600000000 returning epoch")
    assert (await store.claim(TOPIC, 0)).epoch == ahead + 1


async def test_a_claim_knows_how_far_the_one_before_came(store: Store) -> None:
    claim = await store.claim(TOPIC, 0)
    async with store.batch(claim, 7) as batch:
        assert at(batch.claim) == (TOPIC, 0, 7)
    async with store.batch(batch.claim, 9):
        pass
    assert at(await store.claim(TOPIC, 0)) == (TOPIC, 0, 9)


async def refused(store: Store, pool: Pool, claim: Claim) -> None:
    """A batch on this claim is refused and writes nothing."""
    before = await pool.fetch("select * from consumed")
    with pytest.raises(FencedError):
        async with store.batch(claim, 100) as batch:
            await batch.reject([refusal(1)])
    assert await pool.fetch("select * from consumed") == before
    assert await count(pool, "rejections") == 0


async def test_an_older_epoch_is_refused(store: Store, pool: Pool) -> None:
    old = await store.claim(TOPIC, 0)
    new = await store.claim(TOPIC, 0)
    await refused(store, pool, old)
    async with store.batch(new, 5):
        pass


async def test_another_offset_than_the_recorded_one_is_refused(store: Store, pool: Pool) -> None:
    first = await store.claim(TOPIC, 0)
    await refused(store, pool, replace(first, next_offset=0))
    async with store.batch(first, 5) as batch:
        pass
    for offset in (None, 0, 4, 6):
        await refused(store, pool, replace(batch.claim, next_offset=offset))
    await refused(store, pool, first)


async def test_a_partition_that_was_never_claimed_is_refused(store: Store, pool: Pool) -> None:
    await refused(store, pool, Claim(TOPIC, 5, 1, None))


async def test_another_cluster_starts_anew_and_leaves_the_first_as_it_is(store: Store, pool: Pool) -> None:
    claim = await store.claim(TOPIC, 0)
    async with store.batch(claim, 7) as batch:
        await batch.send_later([message(1)])
        await batch.reject([refusal(1)])
    other = Store(pool, "cluster-2")
    theirs = await other.claim(TOPIC, 0)
    assert at(theirs) == (TOPIC, 0, None)
    assert await other.pending(theirs) == ([], (0, 0))
    assert await waiting(pool, "cluster-2") == {}
    async with other.batch(theirs, 1) as second:
        await second.reject([refusal(1, code="other")])
        await second.send_later([message(2)])
    await other.sent([(second.claim, (1, 1))])
    assert await waiting(pool) == {(TOPIC, 0): 1}
    assert await count(pool, "rejections") == 2
    async with store.batch(batch.claim, 8):
        pass


async def test_a_claim_waits_for_the_batch_in_flight_and_then_sees_its_offset(
    store: Store, pool: Pool
) -> None:
    claim = await store.claim(TOPIC, 0)
    async with store.batch(claim, 7) as batch:
        rival = asyncio.create_task(store.claim(TOPIC, 0))
        await until(lambda: someone_waits(pool), "someone to wait for a lock")
        assert not rival.done()
        await batch.reject([refusal(1)])
    assert at(await rival) == (TOPIC, 0, 7)
    with pytest.raises(FencedError):
        async with store.batch(batch.claim, 8):
            pass


async def test_a_claim_that_waited_for_a_batch_that_failed_sees_the_offset_before(
    store: Store, pool: Pool
) -> None:
    claim = await store.claim(TOPIC, 0)
    with suppress(ZeroDivisionError):
        async with store.batch(claim, 7):
            rival = asyncio.create_task(store.claim(TOPIC, 0))
            await until(lambda: someone_waits(pool), "someone to wait for a lock")
            raise ZeroDivisionError
    assert at(await rival) == (TOPIC, 0, None)


async def test_claims_on_other_partitions_do_not_wait(store: Store) -> None:
    claim = await store.claim(TOPIC, 0)
    async with asyncio.timeout(DEADLINE_S), store.batch(claim, 7):
        assert at(await store.claim(TOPIC, 1)) == (TOPIC, 1, None)


async def test_two_that_claim_at_once_get_different_epochs_and_the_higher_holds(store: Store) -> None:
    claims = await asyncio.gather(*(store.claim(TOPIC, 0) for _ in range(8)))
    *old, new = sorted(claims, key=lambda claim: claim.epoch)
    assert len({claim.epoch for claim in claims}) == len(claims)
    for claim in old:
        with pytest.raises(FencedError):
            async with store.batch(claim, 1):
                pass
    async with store.batch(new, 1):
        pass


async def test_a_worker_that_was_stopped_in_a_batch_cannot_block_a_claim_for_ever(
    migrated: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sink, "CUT_OFF_AFTER_S", 0.3)
    pools = [await connect(migrated, wait_s=DEADLINE_S, statement_timeout_s=DEADLINE_S) for _ in range(2)]
    stopped, store = (Store(pool, "c") for pool in pools)
    claim = await stopped.claim(TOPIC, 0)

    async def stop_and_wake() -> None:
        async with stopped.batch(claim, 7) as batch:
            await batch.reject([refusal(1)])
            async with asyncio.timeout(DEADLINE_S):
                assert at(await store.claim(TOPIC, 0)) == (TOPIC, 0, None)
            await batch.reject([refusal(2)])

    with pytest.raises(LostTransactionError):
        await stop_and_wake()
    assert await count(pools[0], "rejections") == 0
    for pool in pools:
        await pool.close()


async def test_sessions_end_by_themselves_and_think_in_utc(pool: Pool) -> None:
    shown = {
        name: await pool.fetchval(f"show {name}")
        for name in ("idle_in_transaction_session_timeout", "statement_timeout", "timezone")
    }
    assert shown == {
        "idle_in_transaction_session_timeout": f"{IDLE_IN_TRANSACTION_S}s",
        "statement_timeout": f"{DEADLINE_S:.0f}s",
        "timezone": "UTC",
    }


async def test_without_postgres_connecting_fails_when_its_time_is_over(tmp_path: Path) -> None:
    started = time.monotonic()
    with pytest.raises(OSError, match="No such file"):
        await connect(f"postgresql:///x?host={tmp_path}", wait_s=0.3, statement_timeout_s=1)
    assert 0.3 <= time.monotonic() - started < DEADLINE_S


async def test_a_batch_that_stands_still_in_the_middle_of_a_copy_is_cut_off(
    store: Store, pool: Pool, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sink, "CUT_OFF_AFTER_S", 0.5)
    claim = await store.claim(TOPIC, 0)
    copying, awake = asyncio.Event(), asyncio.Event()

    async def stopped() -> AsyncIterator[bytes]:
        copying.set()
        await awake.wait()
        yield b""

    async def zombie() -> None:
        async with store.batch(claim, 7) as batch:
            await batch.connection.copy_to_table("report_originals", source=stopped())

    asleep = asyncio.create_task(zombie())
    await copying.wait()
    async with asyncio.timeout(DEADLINE_S):
        assert at(await store.claim(TOPIC, 0)) == (TOPIC, 0, None)
    awake.set()
    with pytest.raises(LostTransactionError):
        await asleep
