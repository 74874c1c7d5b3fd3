"""Two chunks of `resolve` in hand at a time: each by itself, and neither is in the way of the other."""

import asyncio
from datetime import timedelta

from schemas.classified import ClassifiedReport
from schemas.topics import REJECTED
from sinks.postgres import Pool, Store
from tests.integration.postgres.test_postgres_agents import at
from tests.integration.postgres.test_postgres_turns import LIGHT, WATER, owning, part
from tests.unit.core.reports import classified, point

AFTERWARDS = timedelta(hours=3)


def twice(number: int, category: str) -> ClassifiedReport:
    """The same id each time, in words that speak of another family."""
    return at(
        200 + number, classified("same", category=category, text=category, place=point(), after=AFTERWARDS)
    )


async def test_two_abreast_come_to_what_one_after_the_other_comes_to(store: Store, pool: Pool) -> None:
    together = await owning(store)
    await asyncio.gather(together.resolve.take(part(0, WATER)), together.resolve.take(part(1, LIGHT)))
    assert dict(await pool.fetch("select partition, next_offset from consumed")) == {0: len(WATER), 1: 3}
    assert await pool.fetchval("select count(*) from outbox") == 0
    await pool.execute(
        "truncate reports, report_originals, links, incidents, consumed,"
        " events, storm_keys, area_rates, occurrences"
    )
    apart = await owning(store)
    for one in (part(0, WATER), part(1, LIGHT)):
        await apart.resolve.take(one)
    assert sorted(together.sent, key=str) == sorted(apart.sent, key=str)


async def test_one_is_decided_while_another_waits_for_its_transaction(store: Store, pool: Pool) -> None:
    desk = await owning(store)
    async with pool.acquire() as rival, rival.transaction():
        await rival.execute("select from consumed where partition = 0 for update")
        waits = asyncio.create_task(desk.resolve.take(part(0, WATER)))
        await asyncio.wait_for(desk.resolve.take(part(1, LIGHT)), 10)
        assert not waits.done()
        assert await pool.fetchval("select count(*) from reports") == len(LIGHT)
    await asyncio.wait_for(waits, 10)
    assert await pool.fetchval("select count(*) from reports") == len(WATER) + len(LIGHT)


async def test_an_id_used_twice_in_two_families_at_once_is_refused_once(store: Store, pool: Pool) -> None:
    desk = await owning(store)
    first, second = part(0, [twice(0, "banjir")]), part(1, [twice(1, "lampu")])
    await asyncio.gather(desk.resolve.take(first), desk.resolve.take(second))
    assert await pool.fetch("select category from reports") == [("banjir",)]
    assert [one.topic for one in desk.sent].count(REJECTED) == 1
    assert desk.figure("records_rejected_total", topic="reports.sorot", code="id_reused") == 1
