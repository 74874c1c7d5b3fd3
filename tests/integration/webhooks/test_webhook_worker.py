"""From Kafka to an agency's server and its verifier, over the wire, whatever goes wrong on the way."""

import asyncio
import time
from collections.abc import Mapping
from dataclasses import replace

import pytest
from aiohttp import ClientSession, web

from sinks.webhooks import post as posting
from sinks.webhooks.deliveries import Deliveries, Due
from sinks.webhooks.signing import new_secret
from sinks.webhooks.verdict import Answer, Outcome, Verdict
from streams.ports import free_port
from streams.settings import WebhookSettings, WebSettings
from streams.workers import webhooks as webhook_worker
from tests.integration.webhooks.office import FAST, Office
from tests.integration.webhooks.receiver import Answering, Heard, Receiver
from tests.waiting import until


def changed(office: Office, **settings: object) -> Office:
    webhooks = WebhookSettings.model_validate({**FAST.model_dump(), **settings})
    return replace(office, settings=office.settings.model_copy(update={"webhooks": webhooks}))


def failing(*ids: str, status: int = 500, times: int = 10**6) -> Answering:
    def answer(heard: Heard, nth: int) -> web.Response:
        return web.Response(status=status if heard.id in ids and nth <= times else 200)

    return answer


async def test_the_very_bytes_come_signed_once_from_now_on(office: Office, receiver: Receiver) -> None:
    await office.tell(("a", 1), ("b", 1))
    secret = await office.add(f"{receiver.url}/terima?kunci=rahasia")
    await office.tell(("a", 2), ("b", 2))
    async with office.working():
        await office.settled(["delivered"] * 2)
        await office.tell(("a", 3))
        await office.settled(["delivered"] * 3)
    assert sorted(receiver.ids()) == [office.id("a", 2), office.id("a", 3), office.id("b", 2)]
    for heard in receiver.heard:
        heard.verify(secret)
    last = receiver.heard[-1]
    assert last.body == office.message("a", 3).value
    assert last.headers["content-type"] == "application/json"
    assert last.headers["ce-type"] == "sinergi.dispatch.joined.v1"
    assert last.headers["ce-id"] == last.headers["webhook-id"] == office.id("a", 3)


async def test_who_wants_it_hears_all_that_kafka_holds(office: Office, receiver: Receiver) -> None:
    await office.tell(("a", 1), ("b", 1), ("a", 2))
    await office.add(receiver.url, from_beginning=True)
    async with office.working():
        await office.settled(["delivered"] * 3)
    of_a = [id for id in receiver.ids() if id.startswith("a/")]
    assert of_a == [office.id("a", 1), office.id("a", 2)]


async def test_versions_keep_their_order_and_one_incident_does_not_hold_up_another(
    office: Office, receiver: Receiver
) -> None:
    first, others = office.id("a", 1), {office.id(f"b{n}", 1) for n in range(8)}

    def answer(heard: Heard, _nth: int) -> web.Response:
        held_up = heard.id == first and not others <= set(receiver.ids())
        return web.Response(status=500 if held_up else 200)

    receiver.answer = answer
    await office.add(receiver.url)
    await office.tell(("a", 1), ("a", 2), ("a", 3), *((f"b{n}", 1) for n in range(8)))
    async with changed(office, tries=50).working():
        await office.settled(["delivered"] * 11)
    of_a = [id for id in receiver.ids() if id.startswith("a/")]
    assert of_a == [first] * receiver.times[first] + [office.id("a", 2), office.id("a", 3)]


@pytest.mark.any_broker
async def test_between_tries_it_waits_as_the_receiver_asks(office: Office, receiver: Receiver) -> None:
    asked_s, heard_at = 0.3, []

    def answer(_heard: Heard, nth: int) -> web.Response:
        heard_at.append(time.monotonic())
        return web.Response(status=429 if nth == 1 else 200, headers={"Retry-After": "1"})

    receiver.answer = answer
    await office.add(receiver.url)
    await office.tell(("a", 1))
    async with changed(office, longest_wait_s=asked_s).working():
        await office.settled(["delivered"])
    first, second = heard_at
    assert second - first >= asked_s  # A second was asked for, but that is beyond the bound.


@pytest.mark.any_broker
async def test_what_is_given_up_is_kept_with_the_reason_and_can_be_resent(
    office: Office, receiver: Receiver
) -> None:
    first = office.id("a", 1)
    receiver.answer = failing(first, status=503)
    secret = await office.add(receiver.url)
    await office.tell(("a", 1), ("a", 2))
    async with office.working():
        await office.settled(["failed", "delivered"])
        assert receiver.ids() == [first] * FAST.tries + [office.id("a", 2)]
        [dead] = await office.deliveries.failed(office.agency, 10)
        assert (dead.id, dead.tries, dead.status, dead.reason) == (first, 3, 503, "status 503")
        assert await office.deliveries.failed("another", 10) == []
        assert (await office.destination()).failed == 1

        receiver.answer = failing()
        assert await office.deliveries.resend(first, None) == 1
        await office.settled(["delivered", "delivered"])
    assert receiver.ids()[-1] == first
    receiver.heard[-1].verify(secret)
    assert await office.deliveries.resend(None, office.agency) == 0


@pytest.mark.any_broker
async def test_a_receiver_that_is_gone_is_left_alone_until_somebody_enables_it(
    office: Office, receiver: Receiver
) -> None:
    receiver.answer = failing(office.id("a", 1), status=410, times=1)
    await office.add(f"{receiver.url}/lama")
    await office.tell(("a", 1), ("a", 2))

    async def disabled() -> bool:
        return (await office.destination()).disabled_why is not None

    async with office.working():
        await until(disabled, "the webhook to be disabled")
        await office.tell(("a", 3))
        assert (await office.destination()).disabled_why == "the receiver says 410: it is gone"
        assert receiver.ids() == [office.id("a", 1)]
        assert await office.destinations.enable(office.agency, f"{receiver.url}/baru")
        await office.settled(["delivered"] * 3)
    assert receiver.ids()[1:] == [office.id("a", 1), office.id("a", 2), office.id("a", 3)]


@pytest.mark.any_broker
async def test_of_several_that_are_told_410_at_once_one_line_is_logged(
    office: Office, receiver: Receiver, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    done = []

    async def settle(self: Deliveries, due: Due, answer: Answer, verdict: Verdict) -> None:
        done.append(verdict.outcome)

    monkeypatch.setattr(Deliveries, "settle", settle)
    receiver.answer = lambda _heard, _nth: web.Response(status=410)
    receiver.open.clear()
    await office.add(receiver.url)
    await office.tell(("a", 1), ("b", 1), ("c", 1))
    async with office.working():
        await until(lambda: len(receiver.heard) == 3, "three incidents to be under way")
        receiver.open.set()
        await until(lambda: done == [Outcome.GONE] * 3, "all three to be told")
    assert caplog.text.count("is disabled") == 1


@pytest.mark.any_broker
async def test_nothing_that_one_receiver_answers_ends_the_worker(office: Office, receiver: Receiver) -> None:
    def answer(_heard: Heard, nth: int) -> web.Response:
        asked = {"Retry-After": "Mon, 01 Jan 99999999999999 00:00:00 GMT"}
        return web.Response(status=429 if nth == 1 else 204, headers=asked)

    receiver.answer = answer
    await office.add(receiver.url)
    await office.tell(("a", 1), ("b", 1))
    async with office.working() as worker:
        await office.settled(["delivered"] * 2)
        assert not worker.done()


@pytest.mark.any_broker
async def test_a_fault_of_ours_is_a_failed_try_of_that_delivery_alone(
    office: Office, receiver: Receiver, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    async def post(session: ClientSession, url: str, headers: Mapping[str, str], body: bytes) -> Answer:
        if headers["webhook-id"] == office.id("a", 1):
            raise RuntimeError(url)
        return await posting.post(session, url, headers, body)

    monkeypatch.setattr(webhook_worker, "post", post)
    await office.add(f"{receiver.url}/?kunci=rahasia")
    await office.tell(("a", 1), ("b", 1))
    async with office.working() as worker:
        await office.settled(["failed", "delivered"])
        assert not worker.done()
    [dead] = await office.deliveries.failed(None, 10)
    assert (dead.tries, dead.status, dead.reason) == (FAST.tries, None, "a fault of ours: RuntimeError")
    faults = [record.exc_info for record in caplog.records if "a fault of ours" in record.message]
    assert [type(fault[1]) for fault in faults if fault] == [RuntimeError] * FAST.tries


@pytest.mark.any_broker
async def test_a_redirect_is_not_followed(office: Office, receiver: Receiver) -> None:
    def elsewhere(_heard: Heard, _nth: int) -> web.Response:
        return web.Response(status=307, headers={"Location": f"{receiver.url}/lain"})

    receiver.answer = elsewhere
    await office.add(receiver.url)
    await office.tell(("a", 1))
    async with changed(office, tries=1).working():
        await office.settled(["failed"])
    [dead] = await office.deliveries.failed(None, 10)
    assert dead.reason == "status 307, and redirects are not followed"
    assert len(receiver.heard) == 1


@pytest.mark.any_broker
async def test_a_private_address_is_refused_with_the_reason(office: Office, receiver: Receiver) -> None:
    await office.add(receiver.url)  # As if it had been added where that was allowed.
    await office.tell(("a", 1))
    async with changed(office, tries=1, private_destinations=False).working():
        await office.settled(["failed"])
    [dead] = await office.deliveries.failed(None, 10)
    assert dead.reason == "no connection: 127.0.0.1 is a loopback address"
    assert receiver.heard == []


@pytest.mark.any_broker
async def test_while_secrets_rotate_both_verify_and_then_the_new_one_alone(
    office: Office, receiver: Receiver
) -> None:
    old, new = await office.add(receiver.url), new_secret()
    async with office.working():
        assert await office.destinations.rotate(office.agency, new, 3_600, lambda _: None)
        await office.tell(("a", 1))
        await office.settled(["delivered"])
        await office.pool.execute("update webhooks set old_until = now()")
        await office.tell(("a", 2))
        await office.settled(["delivered"] * 2)
    during, after = receiver.heard
    during.verify(old)
    during.verify(new)
    after.verify(new)
    assert len(after.headers["webhook-signature"].split(" ")) == 1


@pytest.mark.any_broker
async def test_what_is_removed_is_delivered_no_more_and_the_worker_goes_on(
    office: Office, receiver: Receiver
) -> None:
    await office.add(receiver.url)
    async with office.working() as worker:
        await office.tell(("a", 1))
        await office.settled(["delivered"])
        assert await office.destinations.remove(office.agency)
        await office.tell(("a", 2))
        await office.add(receiver.url)
        await office.tell(("a", 3))
        await office.settled(["delivered"])
        assert not worker.done()
    assert receiver.ids() == [office.id("a", 1), office.id("a", 3)]


async def test_a_topic_that_nobody_made_ends_the_worker_with_words(office: Office) -> None:
    await office.destinations.add("dinas_gaib", "https://dinas.example", new_secret(), from_beginning=False)
    async with asyncio.timeout(15):
        with pytest.raises(
            Exception, match=r"topics are missing: dispatches\.dinas_gaib; run `sinergi topics`"
        ):
            async with office.working() as worker:
                await worker


@pytest.mark.any_broker
async def test_its_pages_say_what_was_tried_and_what_waits(
    office: Office, receiver: Receiver, caplog: pytest.LogCaptureFixture
) -> None:
    receiver.answer = failing(office.id("a", 1))
    await office.add(receiver.url)
    await office.tell(("a", 1), ("b", 1))
    web_settings = WebSettings(port=free_port())
    served = replace(office, settings=office.settings.model_copy(update={"web": web_settings}))
    caplog.set_level("INFO", "streams.workers.webhook_pages")
    async with served.working(), ClientSession(f"http://127.0.0.1:{web_settings.port}") as session:
        await office.settled(["failed", "delivered"])
        await office.pool.execute("update webhooks set disabled_at = now(), disabled_why = 'x'")
        await office.deliveries.resend(None, office.agency)
        page = await (await session.get("/metrics")).text()
        assert f'sinergi_webhook_tries_total{{agency="{office.agency}",outcome="retried"}} 2.0' in page
        assert f'sinergi_webhook_tries_total{{agency="{office.agency}",outcome="delivered"}} 1.0' in page
        assert f'sinergi_webhook_tries_total{{agency="{office.agency}",outcome="failed"}} 1.0' in page
        assert f'sinergi_webhook_waiting{{agency="{office.agency}"}} 1.0' in page
        assert f'sinergi_webhook_failed{{agency="{office.agency}"}} 0.0' in page
        for path, key in (("live", "live"), ("ready", "ready")):
            assert (await (await session.get(f"/healthz/{path}")).json())[key]
    [line] = [vars(record) for record in caplog.records if record.message == "serving pages"]
    assert (line["webhooks"], line["metrics"]) == (1, f"http://127.0.0.1:{web_settings.port}/metrics")
