"""What Postgres keeps of webhooks: each delivery once, in order, bounded, and fenced."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from functools import partial

import pytest
from aiokafka import AIOKafkaConsumer, TopicPartition

from schemas.topics import dispatches
from sinks.postgres import FencedError
from sinks.webhooks.deliveries import Deliveries, Delivery
from sinks.webhooks.signing import new_secret
from sinks.webhooks.verdict import Answer, Outcome, Verdict
from streams.agents.webhooks.take_in import TakeIn
from streams.connections import consumer, counts_of
from streams.metrics import WebhookMetrics
from streams.pulse import Pulse
from tests.conftest import Broker
from tests.integration.webhooks.office import Office

CLUSTER = "cluster-1"


def delivery(id: str, subject: str = "a") -> Delivery:
    return Delivery(id, subject, (("ce-id", id),), id.encode())


async def take_in(deliveries: Deliveries, webhook: int, since: int | None, *fresh: Delivery) -> bool:
    return await deliveries.take_in(
        webhook,
        fresh,
        cluster=CLUSTER,
        partition=0,
        since=since,
        next_offset=(since or 0) + len(fresh),
    )


@asynccontextmanager
async def taking(office: Office, waiting_max: int = 100) -> AsyncIterator[tuple[TakeIn, AIOKafkaConsumer]]:
    """What reads for an office, a page at a time."""
    kafka = office.settings.kafka
    async with consumer(kafka) as reading:
        yield (
            TakeIn(
                reading,
                office.destinations,
                office.deliveries,
                partial(counts_of, kafka),
                WebhookMetrics(),
                cluster=CLUSTER,
                waiting_max=waiting_max,
                poll_s=0.1,
                arrived=asyncio.Event(),
                pulse=Pulse(),
            ),
            reading,
        )


async def turn_until(taking_in: TakeIn, office: Office, count: int) -> None:
    async with asyncio.timeout(15):
        while len(await office.states()) < count:
            await taking_in.turn()


async def test_a_delivery_is_taken_in_once_with_how_far_it_was_read(office: Office) -> None:
    await office.add("https://dinas.example")
    id, deliveries = (await office.destination()).id, office.deliveries
    assert await take_in(deliveries, id, None, delivery("1"), delivery("2"))
    assert await deliveries.offsets(CLUSTER, [id]) == {(id, 0): 2}
    assert await take_in(deliveries, id, 2, delivery("2"), delivery("3"))
    assert list(await office.states()) == ["1", "2", "3"]
    assert await deliveries.offsets("another", [id]) == {}


@pytest.mark.parametrize("since", [None, 1, 3])
async def test_who_did_not_read_on_where_it_ended_writes_nothing(office: Office, since: int | None) -> None:
    await office.add("https://dinas.example")
    id = (await office.destination()).id
    await take_in(office.deliveries, id, None, delivery("1"), delivery("2"))
    with pytest.raises(FencedError):
        await take_in(office.deliveries, id, since, delivery("3"))
    assert list(await office.states()) == ["1", "2"]


async def test_for_a_destination_that_was_removed_nothing_is_taken_in(office: Office) -> None:
    await office.add("https://dinas.example")
    id = (await office.destination()).id
    await take_in(office.deliveries, id, None, delivery("1"))
    assert await office.destinations.remove(office.agency)
    assert not await take_in(office.deliveries, id, 1, delivery("2"))
    for table in ("webhooks", "webhook_offsets", "webhook_deliveries"):
        assert await office.pool.fetchval(f"select count(*) from {table}") == 0


async def test_of_each_incident_the_first_is_due_and_no_more_than_there_is_room_for(office: Office) -> None:
    await office.add("https://dinas.example")
    await office.destinations.add("lain", "https://lain.example", new_secret(), from_beginning=False)
    ours, other = sorted(await office.destinations.all(), key=lambda one: one.agency != office.agency)
    deliveries = office.deliveries
    await take_in(deliveries, ours.id, None, *(delivery(f"{n}", f"i{n % 3}") for n in range(9)))
    await take_in(deliveries, other.id, None, delivery("0", "i0"))

    due = await deliveries.due({}, room=2)
    assert sorted((one.agency, one.id) for one in due) == sorted(
        [(office.agency, "0"), (office.agency, "1"), ("lain", "0")]
    )
    busy = {one.position: one.webhook for one in due}
    assert [one.id for one in await deliveries.due(busy, room=3)] == ["2"]
    assert await deliveries.due(busy, room=2) == []

    first = next(one for one in due if (one.agency, one.id) == (office.agency, "0"))
    await deliveries.settle(first, Answer(500, "status 500"), Verdict(Outcome.RETRIED, 3_600))
    waiting = await deliveries.due({}, room=9)
    assert first.position not in [one.position for one in waiting]
    assert "3" not in [one.id for one in waiting]
    await deliveries.settle(first, Answer(500, "status 500"), Verdict(Outcome.FAILED))
    assert "3" in [one.id for one in await deliveries.due({}, room=9)]
    await deliveries.resend("0", None)
    assert [one.tries for one in await deliveries.due({}, room=9) if one.id == "0"] == [0, 0]


async def test_what_was_finished_long_ago_is_forgotten_and_what_waits_is_not(office: Office) -> None:
    await office.add("https://dinas.example")
    id, deliveries = (await office.destination()).id, office.deliveries
    await take_in(deliveries, id, None, *(delivery(f"{n}", f"i{n}") for n in range(4)))
    delivered, failed, fresh, _ = await deliveries.due({}, room=9)
    await deliveries.settle(delivered, Answer(200), Verdict(Outcome.DELIVERED))
    await deliveries.settle(failed, Answer(500, "x"), Verdict(Outcome.FAILED))
    await office.pool.execute(
        "update webhook_deliveries set finished_at = now() - interval '8 days' where finished_at is not null"
    )
    await office.pool.execute("update webhook_deliveries set taken_in_at = now() - interval '8 days'")
    await deliveries.settle(fresh, Answer(200), Verdict(Outcome.DELIVERED))
    assert await deliveries.prune(9) == 0
    assert await deliveries.prune(7) == 2
    assert await office.states() == {"2": "delivered", "3": "waiting"}
    assert await office.pool.fetchval("select body from webhook_deliveries where message_id = '2'") is None


async def test_where_too_much_waits_the_rest_is_left_in_kafka(office: Office) -> None:
    await office.add("https://dinas.example")
    async with taking(office, waiting_max=2) as (taking_in, _):
        await office.tell(("a", 1), ("a", 2))
        await turn_until(taking_in, office, 2)
        await office.tell(("a", 3))
        for _turn in range(3):
            await taking_in.turn()
        assert len(await office.states()) == 2
        [due] = await office.deliveries.due({}, room=9)
        await office.deliveries.settle(due, Answer(200), Verdict(Outcome.DELIVERED))
        await turn_until(taking_in, office, 3)
    assert list(await office.states()) == [office.id("a", version) for version in (1, 2, 3)]


async def test_what_kafka_does_not_hold_any_more_is_told_before_it_goes_on(
    office: Office, caplog: pytest.LogCaptureFixture
) -> None:
    await office.add("https://dinas.example")
    id = (await office.destination()).id
    await take_in(office.deliveries, id, None, delivery("1"))
    async with taking(office) as (taking_in, _):
        await taking_in.turn()
        await taking_in.lost({TopicPartition(dispatches(office.agency), 0): 1})
        why = (await office.destination()).disabled_why
        assert why is not None
        assert why.startswith(f"Kafka holds no record 1 of {dispatches(office.agency)}/0: ")
        # A real Kafka says so itself in the turn before.
        told = {vars(record)["agency"] for record in caplog.records if record.levelname == "ERROR"}
        assert told == {office.agency}
        assert await office.deliveries.offsets(CLUSTER, [id]) == {}
        await office.tell(("a", 1), ("b", 1), ("c", 1), ("d", 1))
        await taking_in.turn()
        assert list(await office.states()) == ["1"]
        await office.destinations.enable(office.agency, None)
        await turn_until(taking_in, office, 5)


async def test_an_offset_beyond_the_log_is_such_a_loss(office: Office, broker: Broker) -> None:
    """On Kafka; the embedded broker answers it with nothing."""
    if broker.embedded:
        pytest.skip("the embedded broker does not refuse it")
    await office.add("https://dinas.example")
    id = (await office.destination()).id
    await office.pool.execute("insert into webhook_offsets values ($1, $2, 0, 1000000)", id, CLUSTER)
    async with taking(office) as (taking_in, _), asyncio.timeout(15):
        while (await office.destination()).disabled_why is None:
            await taking_in.turn()


async def test_what_is_no_dispatch_is_said_and_passed_by(
    office: Office, caplog: pytest.LogCaptureFixture
) -> None:
    await office.add("https://dinas.example")
    await office.producer.send_and_wait(dispatches(office.agency), b"{}", key=b"a", partition=0)
    async with taking(office) as (taking_in, _):
        await office.tell(("a", 1))
        await turn_until(taking_in, office, 1)
    [line] = [vars(record) for record in caplog.records if record.levelname == "ERROR"]
    assert (line["topic"], line["partition"], line["offset"]) == (dispatches(office.agency), 0, 0)
    assert line["why"].startswith("its ce_id ''")
