"""A database that was restored from an older backup, and those who worked on it before."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime
from urllib.parse import urlsplit
from uuid import UUID

import asyncpg
import pytest

from sinks.keyring import Key, Keyring
from sinks.postgres import FencedError, Pool, Store, connect
from sinks.retention import RetentionDesk
from sinks.rewinding import Gap, Held, Recorded, Rewinding
from tests.integration.postgres.writing import DEADLINE_S, TOPIC, at


@asynccontextmanager
async def opened(url: str) -> AsyncIterator[Pool]:
    pool = await connect(url, wait_s=DEADLINE_S, statement_timeout_s=DEADLINE_S)
    try:
        yield pool
    finally:
        await pool.close()


async def copied(url: str, name: str, new: str) -> None:
    """Put a copy of a database, which nobody uses, in the place of another."""
    admin = await asyncpg.connect(urlsplit(url)._replace(path="/postgres").geturl())
    await admin.execute(f"drop database if exists {new} with (force)")
    await admin.execute(f"create database {new} template {name}")
    await admin.close()


async def test_a_worker_of_before_cannot_write_into_a_restored_database(migrated: str) -> None:
    """Epochs that were counted would be given out once more, and the offset comes by its old place again."""
    name = urlsplit(migrated).path[1:]
    async with opened(migrated) as pool:
        await Store(pool, "c").claim(TOPIC, 0)
    await copied(migrated, name, f"backup_{name}")
    async with opened(migrated) as pool:
        zombie = await Store(pool, "c").claim(TOPIC, 0)
        async with Store(pool, "c").batch(zombie, 7) as batch:
            pass
        zombie = batch.claim
    await copied(migrated, f"backup_{name}", name)
    async with opened(migrated) as pool:
        store = Store(pool, "c")
        owner = await store.claim(TOPIC, 0)
        async with store.batch(owner, 7):
            pass
        with pytest.raises(FencedError):
            async with store.batch(zombie, 8):
                pass
        await pool.execute(f"drop database backup_{name}")


async def test_who_accepts_a_loss_goes_on_behind_it_and_old_claims_are_over(store: Store, pool: Pool) -> None:
    claim = await store.claim(TOPIC, 3)
    async with store.batch(claim, 5) as batch:
        pass
    database = Rewinding(pool, "cluster-1")
    await database.accept([Gap((TOPIC, 3), 5, 40)], {})
    assert await database.recorded() == {(TOPIC, 3): Recorded(40)}
    with pytest.raises(FencedError):
        async with store.batch(batch.claim, 41):
            pass
    assert at(await store.claim(TOPIC, 3)) == (TOPIC, 3, 40)


async def test_of_several_losses_all_are_accepted_or_none(store: Store, pool: Pool) -> None:
    for partition in (0, 1):
        async with store.batch(await store.claim(TOPIC, partition), 5):
            pass
    with pytest.raises(FencedError, match="classified/1 stands no longer at 4"):
        await Rewinding(pool, "cluster-1").accept([Gap((TOPIC, 0), 5, 40), Gap((TOPIC, 1), 4, 40)], {})
    assert await Rewinding(pool, "cluster-1").recorded() == {
        (TOPIC, 0): Recorded(5),
        (TOPIC, 1): Recorded(5),
    }


async def test_what_was_heard_of_is_accepted_with_its_keys(store: Store, pool: Pool) -> None:
    """Of a partition that was never read too; a key that somebody made meanwhile undoes all."""
    async with store.batch(await store.claim(TOPIC, 0), 5):
        pass
    database, old, new, gone = Rewinding(pool, "cluster-1"), UUID(int=1), UUID(int=2), UUID(int=3)
    await pool.execute(
        "insert into reporter_keys (id, voice, key) values ($1, 'sorot:a', $2)", old, bytes(32)
    )
    heard = {(TOPIC, 0): 9, (TOPIC, 1): 4}
    with pytest.raises(FencedError, match="new keys"):
        await database.accept([], heard, [Held(new, "sorot:a", bytes(32))], {gone})
    assert await database.unknown({old, new, gone}) == {new, gone}
    await database.accept([], heard, [Held(new, "sorot:a", bytes(32))], {old, gone})
    assert await database.recorded() == {(TOPIC, 0): Recorded(5, 9), (TOPIC, 1): Recorded(None, 4)}
    assert await database.unknown({old, new, gone}) == set()
    assert await database.kept({old, new, gone}) == {new}
    assert at(await store.claim(TOPIC, 1)) == (TOPIC, 1, None)
    await database.accept([Gap((TOPIC, 1), None, 3), Gap((TOPIC, 2), None, 7)], {})
    assert [at(await store.claim(TOPIC, number))[2] for number in (1, 2)] == [3, 7]


async def test_who_got_another_key_since_the_backup_speaks_with_that(pool: Pool) -> None:
    """Retention had taken the one of before its name; what it sealed can be read until it is destroyed."""
    database, keyring = Rewinding(pool, "cluster-1"), Keyring(pool)
    before, since = Key.made(), Key.made()
    await keyring.keep([("sorot:a", before)])
    former = await database.spoken_with({"sorot:a", "sorot:b"})
    assert former == {before.id}
    await database.accept([], {}, [Held(since.id, "sorot:a", since.secret)], former=former)
    assert await keyring.of(["sorot:a"]) == {"sorot:a": since}
    assert await keyring.by_id([before.id]) == {before.id: before.secret}
    assert await RetentionDesk(pool).retired_keys(datetime.now(UTC), 10) == [before.id]
