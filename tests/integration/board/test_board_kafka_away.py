"""Kafka stands still while an officer or an operator speaks, and goes on."""

import re
import signal
from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import httpx
import psutil
import pytest
import pytest_asyncio

from streams.settings import PostgresSettings, Settings
from streams.stack import prepare
from tests.conftest import Broker
from tests.e2e.servers import REAL_KAFKA, Tansu
from tests.e2e.servers import broker as started
from tests.integration.board.conftest import Desk, desk_at
from tests.integration.board.incidents import open_incidents
from tests.integration.board.test_board_corrections import post, published
from tests.integration.board.test_officers import HTML, fields, said, say
from tests.waiting import until

EXPIRES_S = 0.5


@pytest.fixture
def own_broker(tmp_path: Path) -> Iterator[tuple[Broker, psutil.Process]]:
    """One that the test may stop."""
    with started(tmp_path) as server:
        known = tmp_path / "kafka/broker-1/broker.pid"
        pid = server._process.pid if isinstance(server, Tansu) else int(known.read_text())
        process = psutil.Process(pid)
        yield Broker(server.settings(), embedded=not REAL_KAFKA), process
        process.kill()


@pytest_asyncio.fixture
async def alone(
    own_broker: tuple[Broker, psutil.Process],
    migrated: str,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> AsyncIterator[Desk]:
    monkeypatch.setattr("streams.board.starting.EXPIRES_S", EXPIRES_S)
    broker, _ = own_broker
    await prepare(Settings(kafka=broker.kafka, postgres=PostgresSettings(url=migrated)))
    async with desk_at(broker, migrated, tmp_path) as made:
        yield made


async def test_it_is_told_and_the_same_form_says_it_once_when_kafka_is_back(
    alone: Desk, own_broker: tuple[Broker, psutil.Process]
) -> None:
    [id] = await open_incidents(alone.pool, "away", 0, 0)
    async with alone.signed_in("dina", "agency", "dishub") as dina:
        form, other = [await fields(dina, id, what) for what in ("accepted", "on_site")]
        own_broker[1].send_signal(signal.SIGSTOP)
        try:
            uncertain = await say(dina, id, form)
            refused = await say(dina, id, other)
        finally:
            own_broker[1].send_signal(signal.SIGCONT)
        assert (uncertain.status_code, refused.status_code) == (503, 503)
        assert int(uncertain.headers["Retry-After"]) > 0
        assert "Belum pasti apakah tersimpan" in uncertain.text
        assert "Belum tersimpan" in refused.text
        # The page that says so has the same form once more.
        assert form["form"] in re.findall(r'name="form" value="(\w+)"', uncertain.text)

        async def taken() -> bool:
            answer: httpx.Response = await dina.post(f"/mine/{id}", data=form, headers=HTML)
            return answer.status_code == 303

        await until(taken, "Kafka to have it")
    assert {word.id for word in await said(alone, id)} == {f"board-{form['form']}-accepted"}


async def test_a_correction_that_nobody_could_confirm_is_the_same_when_it_is_sent_again(
    alone: Desk, own_broker: tuple[Broker, psutil.Process]
) -> None:
    [id] = await open_incidents(alone.pool, "away", 0, 0)
    async with alone.signed_in("ani") as ani:
        own_broker[1].send_signal(signal.SIGSTOP)
        try:
            uncertain = await post(ani, id="x", kind="no_report", incident=id)
        finally:
            own_broker[1].send_signal(signal.SIGCONT)
        assert (uncertain.status_code, uncertain.json()["code"]) == (503, "uncertain")

        async def taken() -> bool:
            return (await post(ani, id="x", kind="no_report", incident=id)).status_code == 202

        await until(taken, "Kafka to have it")
    sent = await published(alone, id)
    assert sent
    assert all(one == sent[0] for one in sent)
