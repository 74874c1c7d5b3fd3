"""What webhooks take in after a citizen was forgotten, and was told before: without the words."""

import asyncio
import json
from collections.abc import AsyncIterator, Sequence
from datetime import timedelta

import pytest_asyncio

from schemas.command import Forget
from schemas.message import Message
from sinks.postgres import Pool, Store, connect
from sinks.webhooks.deliveries import Deliveries, Delivery
from tests.acting import acting_as
from tests.integration.postgres.office import Office
from tests.integration.postgres.writing import DEADLINE_S
from tests.unit.core.bursts import burst
from tests.unit.core.reports import NOON, classified, point
from tests.waiting import until

HERS, THEIRS = "rahasia sekali", "banjir di sana"
TOLD = (
    classified("a", reporter="dia", text=HERS, place_words="gang rahasia", place=point()),
    classified("b", reporter="lain", text=THEIRS, place=point(3), after=timedelta(minutes=9)),
    *burst(14, start=timedelta(days=1), place_words="gang rahasia"),
)
IDS = ("a", *(f"b{number}" for number in range(14)))
TAKEN_IN = """
    insert into webhook_deliveries (webhook, message_id, subject, headers, body)
    select id, $1, $2, '{}', $3 from webhooks"""
WAITS = "select exists (select from pg_locks where locktype = 'advisory' and not granted)"


@pytest_asyncio.fixture
async def office(store: Store, pool: Pool) -> Office:
    """All are told of, and a webhook is there that has taken in nothing yet."""
    made = Office(store)
    await made.open()
    await made.take(TOLD)
    await pool.execute("insert into webhooks (agency, url, secret) values ('air', 'https://a.example', '')")
    return made


@pytest_asyncio.fixture
async def deliveries(migrated: str) -> AsyncIterator[Deliveries]:
    """As the worker of webhooks has them."""
    url = await acting_as("webhooks", migrated)
    async with await connect(url, wait_s=DEADLINE_S, statement_timeout_s=DEADLINE_S) as limited:
        yield Deliveries(limited)


async def test_what_was_told_before_comes_without_and_what_is_told_later_as_it_is(
    office: Office, pool: Pool, deliveries: Deliveries
) -> None:
    before = dispatched(office)
    assert sum(b"rahasia" in one.value for one in before) > 15, "of the event too"
    office.sent.clear()
    await forget(office)
    later = next(json.loads(one.value) for one in dispatched(office) if THEIRS.encode() in one.value)
    later |= {"version": later["version"] + 1, "summary": "kata baru"}
    odd = {"version": 1, "summary": "bukan kiriman"}
    more = [Message("", later["incident_id"].encode(), json.dumps(one).encode(), ()) for one in (later, odd)]
    await take_in(deliveries, pool, [*before, *more])
    bodies = [json.loads(row["body"]) for row in await pool.fetch("select body from webhook_deliveries")]
    assert len(bodies) == len(before) + 2
    assert "rahasia" not in str(bodies)
    assert [one["version"] for one in bodies[:-2]] == [json.loads(one.value)["version"] for one in before]
    assert THEIRS in str(bodies)
    assert bodies[-2:] == [later, odd]


async def test_who_forgets_at_the_same_moment_is_waited_for(
    office: Office, pool: Pool, deliveries: Deliveries
) -> None:
    before, subject = dispatched(office), json.loads(dispatched(office)[0].value)["incident_id"]
    async with pool.acquire() as connection:
        begun = connection.transaction()
        await begun.start()
        await connection.execute("select pg_advisory_xact_lock_shared(hashtext('sinergi.redactions'))")
        await connection.execute("insert into redactions values ($1, 9)", subject)
        await connection.execute("update incidents set summary = 'tanpa' where id = $1", subject)
        taking = asyncio.create_task(take_in(deliveries, pool, before[:1]))
        await until(lambda: pool.fetchval(WAITS), "it to be waited for", DEADLINE_S)
        await begun.commit()
    await taking
    assert json.loads(await pool.fetchval("select body from webhook_deliveries"))["summary"] == "tanpa"


async def test_who_forgets_looks_at_what_is_taken_in_at_the_same_moment(office: Office, pool: Pool) -> None:
    async with pool.acquire() as connection:
        begun = connection.transaction()
        await begun.start()
        await connection.execute("select pg_advisory_xact_lock(hashtext('sinergi.redactions'))")
        forgetting = asyncio.create_task(forget(office))
        await until(lambda: pool.fetchval(WAITS), "it to be waited for", DEADLINE_S)
        for number, one in enumerate(dispatched(office)):
            await connection.execute(TAKEN_IN, str(number), one.key.decode(), one.value)
        await begun.commit()
    await forgetting
    assert "rahasia" not in str(await pool.fetch("select convert_from(body, 'utf8') from webhook_deliveries"))


def dispatched(office: Office) -> list[Message]:
    return [one for one in office.sent if one.topic.startswith("dispatches.")]


async def forget(office: Office) -> None:
    for key in sorted({one.key for one in TOLD}):
        await office.take([Forget(key=key, channel="sorot", reports=IDS, at=NOON)])


async def take_in(deliveries: Deliveries, pool: Pool, messages: Sequence[Message]) -> None:
    hook = await pool.fetchval("select id from webhooks")
    fresh = [Delivery(str(number), one.key.decode(), (), one.value) for number, one in enumerate(messages)]
    assert await deliveries.take_in(hook, fresh, cluster="c", partition=0, since=None, next_offset=1)
