"""Who may read the words of citizens as they came: one role, and no other."""

import asyncio
import itertools
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, replace
from urllib.parse import urlsplit

import asyncpg
import pytest
import pytest_asyncio

from sinks import migrate as migrating
from sinks.migrate import migrate
from sinks.postgres import Connection, Pool
from sinks.server_state import ROLES
from sinks.sql import migrations
from tests.integration.postgres.writing import DEADLINE_S

TABLES = (
    "consumed",
    "incidents",
    "reports",
    "links",
    "rejections",
    "outbox",
    "migrations",
    "report_originals",
    "events",
    "storm_keys",
    "area_rates",
    "occurrences",
    "progress",
    "replies",
    "photo_hashes",
    "webhooks",
    "webhook_offsets",
    "webhook_deliveries",
)
HIDDEN = [
    ("report_originals", "report"),
    ("rejections", "original"),
    ("outbox", "value"),
    ("webhooks", "url"),
    ("webhooks", "secret"),
    ("webhooks", "old_secret"),
    ("reporter_keys", "voice"),
    ("reporter_keys", "key"),
    ("accounts", "password"),
    ("sessions", "hash"),
    ("invitations", "hash"),
    ("sessions", "id_token"),
    ("sign_in_flows", "nonce"),
    ("sign_in_flows", "verifier"),
]


@dataclass(frozen=True, slots=True)
class Roles:
    """Names that no other test has: roles belong to the whole server."""

    reader: str
    originals: str


@pytest_asyncio.fixture
async def roles(pool: Pool, unique: str) -> AsyncIterator[Roles]:
    """The two roles of a migrated database, by other names."""
    made = Roles(f"reader_{unique}", f"originals_{unique}")
    await pool.execute(f"call grant_reading('{made.reader}', '{made.originals}')")
    yield made
    for role in (made.reader, made.originals):
        await pool.execute(f"drop owned by {role}; drop role {role}")


@asynccontextmanager
async def acting_as(pool: Pool, role: str) -> AsyncIterator[Connection]:
    async with pool.acquire() as connection, connection.transaction():
        await connection.execute(f"set local role {role}")
        yield connection


async def may_read(pool: Pool, role: str, table: str, column: str) -> bool:
    try:
        async with acting_as(pool, role) as connection:
            await connection.fetch(f'select "{column}" from {table}')
    except asyncpg.InsufficientPrivilegeError:
        return False
    return True


async def columns(pool: Pool) -> list[tuple[str, str]]:
    found = await pool.fetch(
        "select table_name, column_name from information_schema.columns where table_schema = 'public'"
    )
    return [(row["table_name"], row["column_name"]) for row in found]


async def test_the_reader_sees_all_but_what_citizens_said_as_they_said_it(pool: Pool, roles: Roles) -> None:
    every = await columns(pool)
    assert {table for table, _ in every} >= set(TABLES)
    refused = [at for at in every if not await may_read(pool, roles.reader, *at)]
    hidden = {*HIDDEN, *(at for at in every if at[0] == "report_originals")}
    assert set(refused) == hidden


async def test_the_originals_are_read_by_their_own_role(pool: Pool, roles: Roles) -> None:
    seen = {at[0] for at in await columns(pool) if await may_read(pool, roles.originals, *at)}
    assert seen == {"report_originals", "rejections"}


async def test_neither_may_write(pool: Pool, roles: Roles) -> None:
    for role, table in itertools.product((roles.reader, roles.originals), TABLES):
        with pytest.raises(asyncpg.InsufficientPrivilegeError):
            async with acting_as(pool, role) as connection:
                await connection.execute(f"delete from {table}")


async def test_neither_may_log_in(pool: Pool, roles: Roles) -> None:
    found = await pool.fetch(
        "select rolcanlogin, rolsuper from pg_roles where rolname = any($1)", [roles.reader, roles.originals]
    )
    assert [tuple(row) for row in found] == [(False, False)] * 2


async def test_a_migration_makes_both_roles_by_their_names(pool: Pool) -> None:
    assert await may_read(pool, "sinergi_reader", "reports", "masked_text")
    assert not await may_read(pool, "sinergi_reader", "rejections", "original")
    assert await may_read(pool, "sinergi_originals", "report_originals", "report")


async def test_roles_that_another_database_made_are_used(pool: Pool, roles: Roles) -> None:
    await pool.execute(f"call grant_reading('{roles.reader}', '{roles.originals}')")
    assert await may_read(pool, roles.reader, "reports", "masked_text")


async def test_what_a_later_migration_adds_is_granted_by_another_call(pool: Pool, roles: Roles) -> None:
    await pool.execute("create table later (id int); alter table rejections add column later int")
    assert not await may_read(pool, roles.reader, "later", "id")
    await pool.execute(f"call grant_reading('{roles.reader}', '{roles.originals}')")
    assert await may_read(pool, roles.reader, "later", "id")
    assert await may_read(pool, roles.reader, "rejections", "later")
    assert not await may_read(pool, roles.reader, "rejections", "original")


async def test_a_column_that_a_later_migration_hides_is_not_granted(pool: Pool, roles: Roles) -> None:
    await pool.execute(
        "create table later (id int, secret text); create or replace function hidden_columns() "
        "returns table (of_table name, of_column name) language sql as $$ values ('later', 'secret') $$"
    )
    await pool.execute(f"call grant_reading('{roles.reader}', '{roles.originals}')")
    assert await may_read(pool, roles.reader, "later", "id")
    assert not await may_read(pool, roles.reader, "later", "secret")


@pytest_asyncio.fixture
async def databases(postgres: str, unique: str) -> AsyncIterator[list[Pool]]:
    """Several empty databases of the same server."""
    admin = await asyncpg.connect(postgres)
    names = [f"several_{unique}_{number}" for number in range(4)]
    for name in names:
        await admin.execute(f"create database {name}")
    urls = [urlsplit(postgres)._replace(path=f"/{name}").geturl() for name in names]
    pools = [await asyncpg.create_pool(url, min_size=1, max_size=2) for url in urls]
    yield pools
    for pool, name in zip(pools, names, strict=True):
        await pool.close()
        await admin.execute(f"drop database {name} with (force)")
    await admin.close()


async def test_databases_of_one_server_that_are_migrated_at_once_share_the_roles(
    databases: list[Pool],
) -> None:
    assert await asyncio.gather(*map(migrate, databases)) == [migrations()] * len(databases)
    for pool in databases:
        assert await may_read(pool, "sinergi_reader", "reports", "masked_text")


async def _until_all_wait(pool: Pool, statement: str, count: int) -> None:
    asked = "select count(*) from pg_stat_activity where wait_event_type = 'Lock' and query = $1"
    while await pool.fetchval(asked, statement) < count:
        await asyncio.sleep(0.01)


async def test_databases_that_make_the_same_roles_at_once_all_succeed(
    databases: list[Pool], unique: str
) -> None:
    """Held open in a transaction, the first makes all others meet roles that are there but not yet seen."""
    await asyncio.gather(*map(migrate, databases))
    call = f"call grant_reading('reader_{unique}', 'originals_{unique}')"
    first, *others = databases
    try:
        async with first.acquire() as connection, connection.transaction():
            await connection.execute(call)
            waiting = [asyncio.create_task(pool.execute(call)) for pool in others]
            async with asyncio.timeout(DEADLINE_S):
                await _until_all_wait(first, call, len(others))
        await asyncio.gather(*waiting)
        for pool in databases:
            assert await may_read(pool, f"reader_{unique}", "reports", "masked_text")
    finally:
        for role in (f"reader_{unique}", f"originals_{unique}"):
            for pool in databases:
                await pool.execute(f"drop owned by {role}")
            await first.execute(f"drop role {role}")


@pytest_asyncio.fixture
async def plain_owner(bare: Pool, unique: str) -> AsyncIterator[str]:
    """A role that owns the empty database and may make no roles."""
    owner, database = f"owner_{unique}", await bare.fetchval("select current_database()")
    await bare.execute(f"create role {owner}; alter database {database} owner to {owner}")
    yield owner
    await bare.execute(
        f"alter database {database} owner to current_user; drop owned by {owner}; drop role {owner}"
    )


async def test_who_may_not_make_roles_migrates_and_is_told_what_a_superuser_must_run(
    bare: Pool,
    database: str,
    plain_owner: str,
    unique: str,
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
) -> None:
    prefix = f"t{unique}_"
    reader = f"{prefix}reader"
    renamed = [replace(step, text=step.text.replace("sinergi_", prefix)) for step in migrations()]
    monkeypatch.setattr(migrating, "migrations", lambda: renamed)
    async with asyncpg.create_pool(database, server_settings={"role": plain_owner}) as limited:
        assert await migrate(limited) == renamed
    told = [record.getMessage() for record in caplog.records if record.name == migrating.__name__]
    advice = [one.partition(": ")[2] for one in told]
    assert [one.partition(" nologin; ")[0] for one in advice] == [
        f"create role {reader}",
        f"create role {prefix}board",
    ]

    for one in advice:
        await bare.execute(one)
    assert await may_read(bare, reader, "reports", "masked_text")
    assert not await may_read(bare, reader, "rejections", "original")
    assert await may_read(bare, f"{prefix}resolve", "consumed", "epoch")
    roles = ", ".join(prefix + role.removeprefix("sinergi_") for role in ROLES)
    await bare.execute(f"drop owned by {roles}; drop role {roles}")
