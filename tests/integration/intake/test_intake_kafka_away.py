"""Kafka goes and comes back: nothing is half accepted, and a repetition is the same report."""

import signal
from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import httpx
import pytest
import pytest_asyncio

from streams.http.lately import Lately
from streams.intake.stamps import UNSETTLED_MAX
from streams.settings import PostgresSettings, Settings
from streams.stack import prepare
from tests.conftest import Broker
from tests.e2e.servers import REAL_KAFKA
from tests.integration.intake.conftest import Desk, desk_at
from tests.integration.intake.topic import records_of
from tests.integration.own_broker import OwnBroker, own_broker_in
from tests.waiting import until

URL = "/open311/v2/requests.json"
EXPIRES_S = 0.5


@pytest.fixture
def own_broker(tmp_path: Path) -> Iterator[OwnBroker]:
    with own_broker_in(tmp_path) as running:
        yield running


@pytest_asyncio.fixture
async def desk(
    own_broker: OwnBroker, migrated: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> AsyncIterator[Desk]:
    monkeypatch.setattr("streams.intake.app.EXPIRES_S", EXPIRES_S)
    await prepare(Settings(kafka=own_broker.kafka, postgres=PostgresSettings(url=migrated)))
    async with desk_at(Broker(own_broker.kafka, embedded=not REAL_KAFKA), migrated, tmp_path) as made:
        yield made


def form(text: str) -> dict[str, str]:
    return {"service_code": "flood", "lat": "-6.2361", "long": "106.9997", "description": text}


async def post(desk: Desk, text: str, **headers: str) -> httpx.Response:
    return await desk.client.post(URL, data=form(text), headers=headers)


async def taken(desk: Desk, text: str, **headers: str) -> httpx.Response:
    """What is answered once Kafka is there, or there again: its partitions come back one after the other."""
    answers: list[httpx.Response] = []

    async def is_taken() -> bool:
        answers.append(await post(desk, text, **headers))
        return answers[-1].status_code == 201

    await until(is_taken, "Kafka to have it")
    return answers[-1]


async def said(desk: Desk) -> dict[str, list[str]]:
    """Texts in the topic, with the ids under which each lies there."""
    found: dict[str, list[str]] = {}
    for record in await records_of(desk.settings.kafka, "reports.sorot"):
        found.setdefault(record["text"], []).append(f"sorot:{record['id']}")
    return found


async def test_a_broker_that_stands_still_and_goes_on(desk: Desk, own_broker: OwnBroker) -> None:
    await taken(desk, "before")
    own_broker.process.send_signal(signal.SIGSTOP)
    try:
        plain = await post(desk, "plain")
        refused = [await post(desk, f"refused {n}", **{"Idempotency-Key": f"r{n}"}) for n in range(3)]
        ready = await desk.client.get("/healthz/ready")
    finally:
        own_broker.process.send_signal(signal.SIGCONT)
    assert [answer.status_code for answer in (plain, *refused)] == [503] * 4
    assert int(plain.headers["Retry-After"]) > 0
    assert "tidak akan tercatat dua kali" in plain.json()[0]["description"]
    assert refused[0].json()[0]["description"].startswith("laporan belum diterima")
    assert ready.status_code == 503
    await taken(desk, "after")
    again = await taken(desk, "plain")
    found = await said(desk)
    # Nobody could tell what became of the first; whether it arrived or not, there is one such report.
    assert set(found["plain"]) == {again.json()[0]["service_request_id"]}
    assert not [text for text in found if text.startswith("refused")]


async def test_the_same_idempotency_key_is_the_same_report_after_a_failure(
    desk: Desk, own_broker: OwnBroker
) -> None:
    own_broker.process.send_signal(signal.SIGSTOP)
    try:
        assert (await post(desk, "kept", **{"Idempotency-Key": "k"})).status_code == 503
    finally:
        own_broker.process.send_signal(signal.SIGCONT)
    desk.here.stamps._unsettled = Lately(UNSETTLED_MAX)
    await taken(desk, "kept", **{"Idempotency-Key": "k"})
    again = await post(desk, "kept", **{"Idempotency-Key": "k"})
    found = await said(desk)
    assert set(found["kept"]) == {again.json()[0]["service_request_id"]}


async def test_a_broker_that_is_gone(desk: Desk, own_broker: OwnBroker) -> None:
    await taken(desk, "before")
    own_broker.process.kill()
    for _ in range(3):
        answer = await post(desk, "gone")
        assert answer.status_code == 503
        assert int(answer.headers["Retry-After"]) > 0
