"""Kafka goes and comes back: nothing is half accepted, and a repetition is the same report."""

import signal
from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import httpx
import psutil
import pytest
import pytest_asyncio

from streams.embedded import EmbeddedBroker
from tests.conftest import Broker
from tests.integration.intake.conftest import Desk, desk_at
from tests.integration.intake.topic import records_of
from tests.waiting import until

URL = "/open311/v2/requests.json"
EXPIRES_S = 0.5


@pytest.fixture
def own_broker(tmp_path: Path) -> Iterator[EmbeddedBroker]:
    """One that the test may stop."""
    with EmbeddedBroker(tmp_path / "broker.log") as broker:
        yield broker


@pytest_asyncio.fixture
async def desk(
    own_broker: EmbeddedBroker, database: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> AsyncIterator[Desk]:
    monkeypatch.setattr("streams.intake.app.EXPIRES_S", EXPIRES_S)
    async with desk_at(Broker(own_broker.settings(), embedded=True), database, tmp_path) as made:
        yield made


def form(text: str) -> dict[str, str]:
    return {"service_code": "flood", "lat": "-6.2361", "long": "106.9997", "description": text}


async def post(desk: Desk, text: str, **headers: str) -> httpx.Response:
    return await desk.client.post(URL, data=form(text), headers=headers)


async def said(desk: Desk) -> dict[str, list[str]]:
    """Texts in the topic, with the ids under which each lies there."""
    found: dict[str, list[str]] = {}
    for record in await records_of(desk.settings.kafka, "reports.sorot"):
        found.setdefault(record["text"], []).append(f"sorot:{record['id']}")
    return found


async def test_a_broker_that_stands_still_and_goes_on(desk: Desk, own_broker: EmbeddedBroker) -> None:
    assert (await post(desk, "before")).status_code == 201
    broker = psutil.Process(own_broker._process.pid)
    broker.send_signal(signal.SIGSTOP)
    try:
        plain = await post(desk, "plain")
        refused = [await post(desk, f"refused {n}", **{"Idempotency-Key": f"r{n}"}) for n in range(3)]
        ready = await desk.client.get("/healthz/ready")
    finally:
        broker.send_signal(signal.SIGCONT)
    assert [answer.status_code for answer in (plain, *refused)] == [503] * 4
    assert int(plain.headers["Retry-After"]) > 0
    assert "tidak akan tercatat dua kali" in plain.json()[0]["description"]
    assert refused[0].json()[0]["description"].startswith("laporan belum diterima")
    assert ready.status_code == 503

    async def taken() -> bool:
        return (await post(desk, "after")).status_code == 201

    await until(taken, "Kafka to be back")
    again = await post(desk, "plain")
    assert again.status_code == 201
    found = await said(desk)
    # Nobody could tell what became of the first; whether it arrived or not, there is one such report.
    assert set(found["plain"]) == {again.json()[0]["service_request_id"]}
    assert not [text for text in found if text.startswith("refused")]


async def test_the_same_idempotency_key_is_the_same_report_after_a_failure(
    desk: Desk, own_broker: EmbeddedBroker
) -> None:
    broker = psutil.Process(own_broker._process.pid)
    broker.send_signal(signal.SIGSTOP)
    try:
        assert (await post(desk, "kept", **{"Idempotency-Key": "k"})).status_code == 503
    finally:
        broker.send_signal(signal.SIGCONT)
    desk.here.stamps._unsettled.clear()

    async def taken() -> bool:
        return (await post(desk, "kept", **{"Idempotency-Key": "k"})).status_code == 201

    await until(taken, "Kafka to be back")
    again = await post(desk, "kept", **{"Idempotency-Key": "k"})
    found = await said(desk)
    assert set(found["kept"]) == {again.json()[0]["service_request_id"]}


async def test_a_broker_that_is_gone(desk: Desk, own_broker: EmbeddedBroker) -> None:
    assert (await post(desk, "before")).status_code == 201
    own_broker._process.kill()
    for _ in range(3):
        answer = await post(desk, "gone")
        assert answer.status_code == 503
        assert int(answer.headers["Retry-After"]) > 0
