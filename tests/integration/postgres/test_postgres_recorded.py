"""Recorded reports are read in one order, from one moment, and nothing can be written meanwhile."""

from datetime import datetime, timedelta

import asyncpg
import pytest

from schemas.classified import ClassifiedReport
from sinks import recorded
from sinks.postgres import Pool, Store
from sinks.recorded import NotGrantedError, Original, Snapshot, snapshot
from tests.integration.postgres.writing import TOPIC, open_incidents, take_in
from tests.unit.core.reports import classified, point

HOUR, DAY = timedelta(hours=1), timedelta(days=1)


async def record(store: Store, *batches: list[ClassifiedReport]) -> None:
    claim, incidents = await store.claim(TOPIC, 0), open_incidents()
    for batch in batches:
        _, claim = await take_in(store, claim, batch, incidents)


async def pages(seen: Snapshot, since: datetime, until: datetime) -> list[list[Original]]:
    return [page async for page in seen.pages(since, until)]


async def all_of(pool: Pool) -> list[Original]:
    async with snapshot(pool) as seen:
        found = await pages(seen, seen.taken_at - DAY, seen.taken_at)
    return [original for page in found for original in page]


async def test_batch_after_batch_and_within_one_by_when_it_was_said(store: Store, pool: Pool) -> None:
    early, late = classified("z", after=-HOUR), classified("a", after=HOUR)
    tied = [classified("b", channel="callcenter"), classified("B"), classified("a1")]
    await record(store, [late, *tied], [early])
    assert [original.key for original in await all_of(pool)] == [
        ("callcenter", "b"),
        ("sorot", "B"),
        ("sorot", "a1"),
        ("sorot", "a"),
        ("sorot", "z"),
    ]


async def test_a_report_is_read_as_it_came_with_its_origin_and_incident(store: Store, pool: Pool) -> None:
    said = classified("a", reporter="x", place=point(), text="banjir, hub 081234567890")
    await record(store, [said])
    [found] = await all_of(pool)
    assert found.origin == said.origin
    assert type(said.report).model_validate_json(found.value) == said.report
    assert found.incident == await pool.fetchval("select id from incidents")


async def test_pages_hold_everything_once(store: Store, pool: Pool, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(recorded, "PAGE", 3)
    await record(store, [classified(f"r{number}") for number in range(7)])
    async with snapshot(pool) as seen:
        found = await pages(seen, seen.taken_at - DAY, seen.taken_at)
    assert [len(page) for page in found] == [3, 3, 1]
    assert len({original.key for page in found for original in page}) == 7


async def test_a_span_begins_with_its_first_moment_and_ends_before_its_last(store: Store, pool: Pool) -> None:
    await record(store, [classified("a")], [classified("b")])
    first, second = [row[0] for row in await pool.fetch("select recorded_at from reports order by 1")]
    async with snapshot(pool) as seen:
        [[only]] = await pages(seen, first, second)
        assert only.id == "a"
        assert await seen.count(first, second) == 1
        assert await seen.count(first, seen.taken_at) == 2


async def test_what_is_recorded_meanwhile_is_not_seen(store: Store, pool: Pool) -> None:
    async with snapshot(pool) as seen:
        await record(store, [classified("a")])
        assert await seen.count(seen.taken_at - DAY, seen.taken_at + DAY) == 0


@pytest.mark.parametrize(
    "statement",
    [
        "delete from links",
        "update incidents set version = 9",
        "insert into consumed values ('c', 't', 0, 0, 1)",
    ],
)
async def test_postgres_refuses_to_write_in_it(pool: Pool, statement: str) -> None:
    with pytest.raises(asyncpg.ReadOnlySQLTransactionError):
        async with snapshot(pool) as seen:
            await seen.connection.execute(statement)


@pytest.mark.parametrize("roles", [["sinergi_reader"], ["sinergi_originals"], []])
async def test_who_lacks_one_of_the_rights_is_told_which_table(
    pool: Pool, migrated: str, unique: str, roles: list[str]
) -> None:
    person = f"person_{unique}"
    await pool.execute(f"create role {person}")
    for role in roles:
        await pool.execute(f"grant {role} to {person}")
    try:
        async with asyncpg.create_pool(migrated, min_size=1, server_settings={"role": person}) as limited:
            with pytest.raises(NotGrantedError, match="permission denied for table report"):
                await all_of(limited)
    finally:
        await pool.execute(f"drop role {person}")


async def test_both_rights_are_enough(pool: Pool, migrated: str, unique: str, store: Store) -> None:
    person = f"person_{unique}"
    await record(store, [classified("a")])
    await pool.execute(f"create role {person}; grant sinergi_reader, sinergi_originals to {person}")
    try:
        async with asyncpg.create_pool(migrated, min_size=1, server_settings={"role": person}) as limited:
            assert len(await all_of(limited)) == 1
    finally:
        await pool.execute(f"drop role {person}")
