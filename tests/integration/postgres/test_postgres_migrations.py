"""The schema is brought up to date once, as a whole, and explains itself."""

import asyncio

import asyncpg
import pytest

from schemas.life import UNTOUCHED
from sinks import migrate as migrating
from sinks.migrate import MigrationError, migrate, missing_migrations
from sinks.postgres import Pool
from sinks.reading import Reader
from sinks.sql import Migration, migrations
from tests.integration.postgres.writing import count


async def test_to_migrate_twice_is_to_migrate_once(bare: Pool) -> None:
    assert await missing_migrations(bare) == migrations()
    assert await migrate(bare) == migrations()
    every_table = "select * from pg_class where relnamespace = 'public'::regnamespace order by oid"
    tables = await bare.fetch(every_table)
    assert await missing_migrations(bare) == []
    assert await migrate(bare) == []
    assert await bare.fetch(every_table) == tables


async def test_two_that_migrate_at_once_do_it_once(bare: Pool) -> None:
    both = await asyncio.gather(migrate(bare), migrate(bare))
    assert sorted(map(len, both)) == [0, len(migrations())]


async def test_a_step_that_was_changed_after_it_was_applied_is_refused(pool: Pool) -> None:
    await pool.execute("update migrations set checksum = 'another' where number = 1")
    for ask in (migrate, missing_migrations):
        with pytest.raises(MigrationError, match="migration 1"):
            await ask(pool)


async def test_only_what_is_missing_is_applied(pool: Pool, monkeypatch: pytest.MonkeyPatch) -> None:
    later = Migration(len(migrations()) + 1, "later", "create table later ();")
    monkeypatch.setattr(migrating, "migrations", lambda: [*migrations(), later])
    assert await missing_migrations(pool) == [later]
    assert await migrate(pool) == [later]
    assert await count(pool, "later") == 0


async def test_steps_are_applied_all_or_none(bare: Pool, monkeypatch: pytest.MonkeyPatch) -> None:
    broken = Migration(len(migrations()) + 1, "broken", "create table (;")
    monkeypatch.setattr(migrating, "migrations", lambda: [*migrations(), broken])
    with pytest.raises(asyncpg.PostgresSyntaxError):
        await migrate(bare)
    assert await bare.fetchval("select count(*) from pg_tables where schemaname = 'public'") == 0


async def test_every_table_and_column_says_what_it_holds(pool: Pool) -> None:
    found = await pool.fetch(
        "select c.relname, a.attname, d.description from pg_class c"
        " join pg_attribute a on a.attrelid = c.oid and not a.attisdropped"
        " and (a.attnum > 0 or a.attname = 'tableoid')"
        " left join pg_description d on d.objoid = c.oid and d.classoid = 'pg_class'::regclass"
        " and d.objsubid = greatest(a.attnum, 0)"
        " where c.relkind in ('r', 'p', 'v', 'm') and c.relnamespace = 'public'::regnamespace"
    )
    assert {"reports", "links", "incidents", "rejections"} <= {row["relname"] for row in found}
    silent = [(row["relname"], row["attname"]) for row in found if not row["description"]]
    assert silent == []


async def test_incidents_of_before_have_a_life_in_which_nothing_happened(
    bare: Pool, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as before:
        before.setattr(migrating, "migrations", lambda: migrations()[:7])
        await migrate(bare)
    await bare.execute(
        "insert into incidents (id, version, state, category, urgency, place_words, opened_at,"
        " last_reported_at, reports, voices, summary, photos, routed, closed_at)"
        " select 'rawa:air:' || state, 2, state, 'banjir', 'high', 'di sana', now(), now(), 1, 1, 'banjir',"
        " '[]', '[]', closed_at"
        " from (values ('open', null), ('closed', now())) as of_before (state, closed_at)"
    )
    assert [step.name for step in await migrate(bare)] == [step.name for step in migrations()[7:]]
    for state in ("open", "closed"):
        incident = await Reader(bare).incident(f"rawa:air:{state}")
        assert incident
        assert incident.life is UNTOUCHED
        assert (incident.due_at, incident.state, incident.version) == (None, state, 2)
    assert await bare.fetch("select distinct step from incidents") == [("dispatched",)]
    assert await bare.fetchval("select bool_and(changed_at = last_reported_at) from incidents")
