"""The schema is brought up to date once, as a whole, and explains itself."""

import asyncio
import logging

import asyncpg
import pytest

from schemas.life import UNTOUCHED
from sinks import migrate as migrating
from sinks.migrate import MigrationError, migrate, missing_migrations, newer_migrations
from sinks.postgres import Pool, connect
from sinks.reading import Reader
from sinks.sql import Migration, migrations
from streams.connections import NotReadyError, migrated
from tests.integration.postgres.writing import count
from tests.waiting import until


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


async def test_a_step_may_take_longer_than_other_statements(
    migrated: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    slow = Migration(len(migrations()) + 1, "slow", "select pg_sleep(0.7)")
    monkeypatch.setattr(migrating, "migrations", lambda: [*migrations(), slow])
    hasty = await connect(migrated, wait_s=5, statement_timeout_s=0.5)
    try:
        assert await migrate(hasty) == [slow]
    finally:
        await hasty.close()


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


async def test_a_step_waits_for_a_worker_that_holds_its_table_and_lets_others_pass_meanwhile(
    pool: Pool, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    later = Migration(len(migrations()) + 1, "later", "alter table reports add column later int;")
    monkeypatch.setattr(migrating, "migrations", lambda: [*migrations(), later])
    monkeypatch.setattr(migrating, "LOCK_WAIT", "100ms")
    async with pool.acquire() as worker:
        async with worker.transaction():
            await worker.execute("select from reports")
            migrating_too = asyncio.create_task(migrate(pool))
            await until(lambda: "trying again" in caplog.text, "the migration to give way")
        assert await migrating_too == [later]


async def test_a_step_that_gets_no_turn_is_given_up(pool: Pool, monkeypatch: pytest.MonkeyPatch) -> None:
    later = Migration(len(migrations()) + 1, "later", "alter table reports add column later int;")
    monkeypatch.setattr(migrating, "migrations", lambda: [*migrations(), later])
    monkeypatch.setattr(migrating, "LOCK_WAIT", "1ms")
    async with pool.acquire() as worker, worker.transaction():
        await worker.execute("select from reports")
        with pytest.raises(asyncpg.LockNotAvailableError):
            await migrate(pool)


def _of_later_code(text: str) -> list[Migration]:
    number = len(migrations()) + 1
    return [*migrations(), Migration(number, "later", text.format(number=number, before=number - 1))]


@pytest.mark.parametrize(
    "text", ["create table later ();", "-- needs {before:04}: why\ncreate table later ();"]
)
async def test_older_code_works_on_a_newer_schema_that_fits_it_and_says_so(
    pool: Pool, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture, text: str
) -> None:
    with monkeypatch.context() as later:
        later.setattr(migrating, "migrations", lambda: _of_later_code(text))
        await migrate(pool)
        assert await newer_migrations(pool) == []
    caplog.set_level(logging.INFO)
    await migrated(pool)
    [told] = [one for one in caplog.records if one.name == "streams.connections.to_postgres"]
    assert told.getMessage() == "the database is newer than this code, which fits it all the same"
    assert told.__dict__["newer"] == f"{len(migrations()) + 1:04} later"
    assert await migrate(pool) == []


async def test_older_code_refuses_a_newer_schema_that_does_not_fit_it(
    pool: Pool, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as later:
        text = (
            "-- needs {number:04}: nobody knows the voice any more\nalter table reports drop column reporter;"
        )
        later.setattr(migrating, "migrations", lambda: _of_later_code(text))
        await migrate(pool)
        await migrated(pool)
    number = f"{len(migrations()) + 1:04}"
    with pytest.raises(NotReadyError) as refused:
        await migrated(pool)
    assert str(refused.value) == (
        f"the database is too new for this code: {number} later needs code that knows migration {number}; "
        "start a release that does"
    )


async def test_a_schema_that_older_code_has_made_is_read_and_brought_up_to_date(pool: Pool) -> None:
    await pool.execute("alter table migrations drop column needs")
    await migrated(pool)
    assert await migrate(pool) == []
    assert await pool.fetchval("select bool_and(needs = 0) from migrations")
