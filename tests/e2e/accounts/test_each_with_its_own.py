"""The whole, each process under an account of its own with exactly the rights of `sinergi acl`."""

import asyncio
import urllib.request
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlencode

import pytest_asyncio

from sinks.api_keys import ApiKeys
from sinks.migrate import migrate
from sinks.postgres import Pool, connect
from sinks.webhooks.destinations import Destinations
from sinks.webhooks.signing import new_secret
from streams.client import Dispatch, Dispatches, Progress, Reporter
from streams.doctor.examine import gather, judge
from streams.findings import Finding, State
from streams.settings import PostgresSettings, Settings, WebhookSettings, WebSettings
from streams.top.sample import Sampler
from tests.e2e.accounts.secure import CATALOG, Secure
from tests.e2e.commands import sinergi
from tests.e2e.servers import Guard, Postgres
from tests.e2e.workers import Role, Worker
from tests.integration.webhooks.receiver import Receiver, receiving
from tests.scraped import scraped
from tests.waiting import until

ROLES: tuple[Role, ...] = ("triage", "resolve", "webhooks", "watch", "intake", "board")
AGENCY = "dbmsda"
WHERE = {"lat": -6.2361, "lon": 106.9997}
FLOOD = {"id": "akun-1", "reported_at": "2026-11-24T08:30:00+07:00", "text": "Banjir setinggi lutut", **WHERE}
ON_ITS_WAY_S = 30.0


@dataclass(slots=True)
class Town:
    """Every process, and who speaks with them."""

    secure: Secure
    settings: Settings
    pool: Pool
    receiver: Receiver
    workers: dict[Role, Worker] = field(default_factory=dict)

    def of(self, account: str) -> Settings:
        return self.settings.model_copy(update={"kafka": self.secure.of(account)})


@pytest_asyncio.fixture
async def town(
    secure: Secure, postgres_server: Postgres, guard: Guard, tmp_path: Path
) -> AsyncIterator[Town]:
    async with AsyncExitStack() as stack:
        url = await postgres_server.database()
        pool = await connect(url, wait_s=10, statement_timeout_s=10)
        stack.push_async_callback(pool.close)
        await migrate(pool)
        receiver = await stack.enter_async_context(receiving())
        await Destinations(pool).add(AGENCY, receiver.url, new_secret(), from_beginning=False)
        settings = Settings(
            kafka=secure.admin,
            postgres=PostgresSettings(url=url),
            webhooks=WebhookSettings(private_destinations=True, poll_s=0.1),
            folder=tmp_path,
        )
        here = Town(secure, settings, pool, receiver)
        for role in ROLES:
            here.workers[role] = Worker(role, 1, here.of(role), guard)
            stack.push_async_callback(here.workers[role].end)
        await asyncio.gather(*(worker.start() for worker in here.workers.values()))
        await asyncio.gather(*(worker.ready() for worker in here.workers.values()))
        yield here


async def test_a_report_goes_all_the_way_and_back(town: Town, tmp_path: Path) -> None:
    adapter, agency = town.secure.of("adapter-sorot"), town.secure.of(f"agency-{AGENCY}")
    async with (
        Dispatches(AGENCY, brokers=agency, memory=tmp_path / "agency.sqlite") as dispatches,
        Progress(AGENCY, brokers=agency) as progress,
    ):
        async with Reporter("sorot", brokers=adapter) as reporter:
            await reporter.publish(FLOOD)
        await _posted(town)
        async with asyncio.timeout(ON_ITS_WAY_S):
            news = await anext(dispatches)
        assert isinstance(news, Dispatch)
        await progress.accepted(news, by="petugas-1")
        await dispatches.done()
    await until(lambda: _recorded(town.pool), "reports and answer to be recorded", ON_ITS_WAY_S)
    await until(lambda: bool(town.receiver.heard), "the webhook to be delivered", ON_ITS_WAY_S)
    await until(lambda: _watched(town), "the watch to see it all", ON_ITS_WAY_S)
    assert not town.workers["watch"].said("AuthorizationFailed")
    await _looked_at(town)
    await _forgotten(town)
    assert {role: worker.exits for role, worker in town.workers.items()} == {role: [] for role in ROLES}


async def _posted(town: Town) -> None:
    key = await ApiKeys(town.pool).add("callcenter", "test")
    place = {"lat": WHERE["lat"], "long": WHERE["lon"]}
    said = urlencode({"service_code": "flood", "description": "Banjir", **place})
    url = f"http://{town.workers['intake'].address}/open311/v2/requests.json"
    request = urllib.request.Request(url, data=said.encode(), headers={"X-API-Key": key})
    assert (await asyncio.to_thread(_status, request)) == 201


def _status(request: urllib.request.Request) -> int:
    with urllib.request.urlopen(request, timeout=10) as answer:
        return int(answer.status)


async def _recorded(pool: Pool) -> bool:
    reports = await pool.fetchval("select count(distinct channel) from reports")
    return reports == 2 and bool(await pool.fetchval("select count(*) from progress"))


async def _watched(town: Town) -> bool:
    """Figures of all that it asks, where it may not look it shows none; and the report accounted for."""
    _, page = await town.workers["watch"].page("metrics")
    found = scraped(page)
    processes = {process for _, process, _ in found.get("sinergi_lag_records", ())}
    is_whole = 0 in found.get("sinergi_reports_lost", {}).values()
    audited = found.get("sinergi_reports_audited_total", {}).get(("sorot",), 0)
    return is_whole and audited > 0 and processes == {"triage", "resolve", "webhooks"}


async def _forgotten(town: Town) -> None:
    """By `personal`; what it may not remove from Kafka would make it end with 1."""
    here = town.of("personal")
    done = await sinergi(here, "forget", "--report", f"sorot:{FLOOD['id']}", "--sent")
    assert done["removed"]["reports"] == 1
    assert {"reports.sorot", f"dispatches.{AGENCY}", "feedback.sorot"} <= done["removed_from_kafka"].keys()
    await sinergi(here, "retain")


async def _looked_at(town: Town) -> None:
    """By doctor and top, as `monitor`."""
    here = town.of("monitor").model_copy(update={"web": WebSettings(port=0)})
    findings = list(judge(await gather(here, CATALOG, seconds=1.0), here, CATALOG))
    assert [one.line for one in findings if one.state is State.WRONG] == []
    rights = [one for one in findings if one.looked_at == "rights"]
    assert rights == [Finding("rights", "each account that has rights has all that it needs, and no others")]
    sampler = Sampler(here, CATALOG)
    try:
        sample = await sampler.sample()
    finally:
        await sampler.close()
    assert [part for part in (sample.ends, sample.lags, sample.counts) if isinstance(part, str)] == []
