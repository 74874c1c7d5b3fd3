"""The call centre's form: what it suggests, what it saves, and who may use it."""

import re
import signal
from collections.abc import AsyncIterator, Iterator, Mapping
from functools import cache
from pathlib import Path

import httpx
import pytest
import pytest_asyncio

from schemas.catalog.models import Catalog
from streams.core.understand import Knowledge
from streams.settings import PostgresSettings, Settings
from streams.stack import prepare
from tests.conftest import Broker
from tests.e2e.servers import REAL_KAFKA
from tests.integration.board.conftest import Desk, desk_at
from tests.integration.board.incidents import open_incidents
from tests.integration.intake.topic import records_of
from tests.integration.own_broker import OwnBroker, own_broker_in
from tests.unit.core.bekasi import CATALOG, trained
from tests.waiting import until

HTML = {"Accept": "text/html"}
TOPIC = "reports.callcenter"
SAID = "jalan rusak berlubang di Jalan Ahmad Yani"


@cache
def known() -> Knowledge:
    return Knowledge.of(CATALOG, trained())


@pytest.fixture(autouse=True)
def knowledge(monkeypatch: pytest.MonkeyPatch) -> None:
    """To make it takes longer than all that is asked here, and than anybody waits for an answer."""
    ready = known()

    def made(catalog: Catalog, settings: Settings) -> Knowledge:
        return ready

    monkeypatch.setattr("streams.board.call.centre.knowledge_of", made)


async def opened(browser: httpx.AsyncClient) -> dict[str, str]:
    """The form's key, and what a change must bring."""
    page = (await browser.get("/call", headers=HTML)).text
    key, token = re.search(r'data-form="([\w-]+)"', page), re.search(r'name="csrf" content="(\w+)"', page)
    assert key
    assert token
    return {"form": key[1], "csrf": token[1]}


async def said(desk: Desk, id: str) -> list[Mapping[str, object]]:
    """The records with this id in the channel's topic."""
    return [record for record in await records_of(desk.settings.kafka, TOPIC) if record["id"] == id]


async def test_what_is_typed_is_understood_and_incidents_around_are_shown(desk: Desk) -> None:
    await desk.pool.execute("update incidents set state = 'closed'")
    [road] = await open_incidents(desk.pool, "b", 1, 1)
    lat, lon = await desk.pool.fetchrow("select lat, lon from incidents where id = $1", road)
    async with desk.signed_in("ani") as ani:
        form = await opened(ani)

        async def suggested(**fields: str) -> dict[str, object]:
            answer = await ani.post("/call/suggest", data={"csrf": form["csrf"], **fields})
            assert answer.status_code == 200, answer.text
            found: dict[str, object] = answer.json()
            return found

        assert await suggested() == {}
        nowhere = await suggested(text="jalan rusak berlubang")
        assert (nowhere["place"], nowhere["near"]) == (None, [])
        found = await suggested(text="jalan rusak berlubang", lat=str(lat), long=str(lon))
        assert found["category"]["id"] == "road_damage"  # type: ignore[index]
        assert found["category"]["words"]  # type: ignore[index]
        assert found["place"]["error_m"] == 200  # type: ignore[index]
        [near] = found["near"]  # type: ignore[misc]
        assert (near["id"], near["likely"], near["step"]) == (road, True, "diteruskan")
        too_long = await ani.post("/call/suggest", data={"csrf": form["csrf"], "text": "x" * 10_001})
        assert (too_long.status_code, too_long.json()["code"]) == (400, "too_long")


async def test_a_form_is_one_report_however_often_it_is_sent(desk: Desk) -> None:
    [road] = await open_incidents(desk.pool, "c", 1, 1)
    async with desk.signed_in("ani") as ani:
        form = await opened(ani)
        filled = form | {"text": SAID, "phone": "0812 3456 7890", "supports": road, "after_s": "0"}
        first, again = [await ani.post("/call", data=filled) for _ in range(2)]
        assert (first.status_code, again.status_code) == (201, 201)
        assert first.json()["number"] == again.json()["number"]
        assert first.json()["form"] != form["form"]
        id = first.json()["number"].removeprefix("callcenter:")
        records = await said(desk, id)
        assert len({str(record) for record in records}) == 1
        [account] = await desk.pool.fetch("select id from accounts where login = 'ani'")
        record = records[0]
        assert (record["text"], record["supports"], record["taken_by"]) == (SAID, road, account["id"])
        assert re.fullmatch(r"h-[a-z2-7]{24}", str(record["reporter"]))
        assert "3456" not in str(record)
        empty = await ani.post("/call", data=form)
        assert (empty.status_code, empty.json()["code"]) == (400, "missing")


async def test_only_operators_take_calls(desk: Desk) -> None:
    async with desk.signed_in("dina", "agency", "dishub") as dina:
        assert (await dina.get("/call", headers=HTML)).status_code == 403
    async with desk.browser() as browser:
        led = await browser.get("/call", headers=HTML)
        assert led.headers["location"] == "/sign-in?next=%2Fcall"


@pytest.fixture
def own_broker(tmp_path: Path) -> Iterator[OwnBroker]:
    with own_broker_in(tmp_path) as running:
        yield running


@pytest_asyncio.fixture
async def lonely(
    own_broker: OwnBroker, migrated: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> AsyncIterator[Desk]:
    """A board whose broker may be stopped."""
    monkeypatch.setattr("streams.board.starting.EXPIRES_S", 0.5)
    await prepare(Settings(kafka=own_broker.kafka, postgres=PostgresSettings(url=migrated)))
    async with desk_at(Broker(own_broker.kafka, embedded=not REAL_KAFKA), migrated, tmp_path) as running:
        yield running


async def test_while_kafka_is_away_nothing_is_called_saved_and_a_repetition_is_the_same_report(
    lonely: Desk, own_broker: OwnBroker
) -> None:
    async with lonely.signed_in("ani") as ani:
        filled = await opened(ani) | {"text": SAID, "after_s": "0"}
        own_broker.process.send_signal(signal.SIGSTOP)
        try:
            away = await ani.post("/call", data=filled)
            found = await ani.post("/call/suggest", data={"csrf": filled["csrf"], "text": SAID})
        finally:
            own_broker.process.send_signal(signal.SIGCONT)
        assert (away.status_code, away.json()["code"]) == (503, "uncertain")
        assert found.json()["category"]["id"] == "road_damage"
        answers: list[httpx.Response] = []

        async def saved() -> bool:
            answers.append(await ani.post("/call", data=filled))
            return answers[-1].status_code == 201

        await until(saved, "Kafka has it")
        id = answers[-1].json()["number"].removeprefix("callcenter:")
        texts = [record["id"] for record in await records_of(lonely.settings.kafka, TOPIC)]
        assert set(texts) == {id}
