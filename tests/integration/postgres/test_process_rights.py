"""What each process may do in Postgres, column by column, and all that it must not."""

from collections.abc import AsyncIterator

import asyncpg
import pytest
import pytest_asyncio

from sinks.postgres import Pool
from sinks.server_state import ROLES
from sinks.sql import queries
from tests.integration.postgres.may import ALL, MAY, READS

Right = tuple[str, str, str, str | None]
"""Process, table, verb, and the column, where the verb is one of columns."""

_COLUMNS = """
select c.relname::text as name, a.attname::text as column_name
from pg_class c join pg_attribute a on a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped
where c.relnamespace = 'public'::regnamespace and c.relkind in ('r', 'p', 'v', 'm')
"""
_BY_COLUMN = f"""
select t.name, t.column_name, verb from ({_COLUMNS}) as t
cross join unnest('{{select,insert,update,references}}'::text[]) as verb
where has_column_privilege($1, quote_ident(t.name), t.column_name, verb)
"""
_BY_TABLE = f"""
select distinct t.name, verb from ({_COLUMNS}) as t
cross join unnest('{{delete,truncate,trigger}}'::text[]) as verb
where has_table_privilege($1, quote_ident(t.name), verb)
"""


@pytest_asyncio.fixture
async def prefix(pool: Pool, unique: str) -> AsyncIterator[str]:
    """Roles by names that no other test has: they belong to the whole server."""
    made = f"t{unique}_"
    await pool.execute(f"call grant_rights('{made}')")
    yield made
    roles = ", ".join(made + role.removeprefix("sinergi_") for role in ROLES)
    await pool.execute(f"drop owned by {roles}; drop role {roles}")


async def rights(pool: Pool, prefix: str, process: str) -> set[Right]:
    """What Postgres lets a process do."""
    role = prefix + process
    by_column = {(process, *row) for row in await pool.fetch(_BY_COLUMN, role)}
    by_table = {(process, *row) for row in await pool.fetch(_BY_TABLE, role)}
    return {(who, table, verb, column) for who, table, column, verb in by_column} | {
        (who, table, verb, None) for who, table, verb in by_table
    }


async def wanted(pool: Pool, process: str) -> set[Right]:
    """The same by the matrix."""
    found: set[Right] = set()
    columns = [(row["name"], row["column_name"]) for row in await pool.fetch(_COLUMNS)]
    for table, verbs in {**MAY[process], "migrations": READS}.items():
        for verb, named in verbs.items():
            every = [column for name, column in columns if name == table]
            assert set(every) >= (set() if named == ALL else set(named.split())), (
                "the matrix names what is there"
            )
            if verb == "delete":
                found.add((process, table, verb, None))
            else:
                chosen = every if named == ALL else named.split()
                found |= {(process, table, verb, column) for column in chosen}
    return found


@pytest.mark.parametrize("process", MAY)
async def test_a_process_may_do_what_it_must_and_nothing_else(pool: Pool, prefix: str, process: str) -> None:
    assert await rights(pool, prefix, process) == await wanted(pool, process)


FORBIDDEN = (
    "create table mine (id int)",
    "create temporary table mine (id int)",
    "create function mine() returns int language sql as 'select 1'",
    "create role mine",
    "alter table reports add column mine int",
    "drop table links",
    "truncate reports cascade",
    "delete from reports",
    "update reports set urgency = 'urgent'",
    "update report_originals set id = ''",
    "delete from rejections",
    "delete from corrections",
    "update process_rights set role = role",
    "call grant_rights()",
    "select setval('links_position_seq', 1)",
    "select lo_create(0) from pg_read_file('/etc/hostname')",
    "copy incidents to program 'cat'",
)


@pytest.mark.parametrize("process", MAY)
async def test_what_a_process_must_not_do_is_refused(pool: Pool, prefix: str, process: str) -> None:
    done = [one for one in FORBIDDEN if not await refused(pool, f"{prefix}{process}", one)]
    assert done == []


async def test_what_was_given_besides_is_taken_away_by_the_next_call(pool: Pool, prefix: str) -> None:
    await pool.execute(
        f"grant delete on reports to {prefix}resolve; grant select (masked_text) on reports to {prefix}watch;"
        f"grant update on links_position_seq to {prefix}intake"
    )
    assert await rights(pool, prefix, "resolve") != await wanted(pool, "resolve")
    await pool.execute(f"call grant_rights('{prefix}')")
    for process in ("resolve", "watch"):
        assert await rights(pool, prefix, process) == await wanted(pool, process)
    assert not await pool.fetchval(
        f"select has_sequence_privilege('{prefix}intake', 'links_position_seq', 'update')"
    )


async def test_a_table_of_a_later_migration_is_given_by_a_row(pool: Pool, prefix: str) -> None:
    await pool.execute("create table later (id int, secret text)")
    assert ("triage", "later", "select", "id") not in await rights(pool, prefix, "triage")
    await pool.execute("insert into process_rights values ('triage', 'later', 'select', '{id}')")
    await pool.execute(f"call grant_rights('{prefix}')")
    assert {one for one in await rights(pool, prefix, "triage") if one[1] == "later"} == {
        ("triage", "later", "select", "id")
    }


async def test_the_doctor_is_told_what_the_account_of_a_process_lacks(pool: Pool, migrated: str) -> None:
    named = {"application_name": "sinergi-watch"}
    connection = await asyncpg.connect(migrated, server_settings=named)
    try:
        [row] = await pool.fetch(queries()["doctor_accounts"])
        assert (row["process"], row["superuser"], list(row["lacking"])) == ("sinergi-watch", True, [])
    finally:
        await connection.close()


@pytest.mark.parametrize("process", sorted({*MAY, "reader", "originals"} - {"personal", "triage"}))
async def test_nobody_else_finds_whose_a_key_is_or_empties_what_was_refused(
    pool: Pool, prefix: str, process: str
) -> None:
    """Triage knows whose a key is; resolve removes what it is told to, and cannot look for it."""
    statements = ["select id from reporter_keys where voice = 'sorot:a'"]
    statements += [] if process == "resolve" else ["update rejections set original = '' where cluster = 'c'"]
    for statement in statements:
        assert await refused(pool, f"{prefix}{process}", statement)


async def refused(pool: Pool, role: str, statement: str) -> bool:
    """Whether a role may not do it."""
    try:
        async with pool.acquire() as connection, connection.transaction():
            await connection.execute(f"set local role {role}")
            await connection.execute(statement)
    except asyncpg.InsufficientPrivilegeError:
        return True
    return False
