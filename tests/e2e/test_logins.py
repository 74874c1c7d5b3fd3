"""Each process by its own login of Postgres, from a report over HTTP to a webhook and all who look on."""

import asyncio
import json
from typing import Any

import httpx
import pytest

from streams.settings import Settings, WebhookSettings
from tests.e2e.city import City
from tests.e2e.commands import by_login, make_logins, sinergi, sinergi_process
from tests.e2e.reports import Record
from tests.e2e.workers import Role
from tests.integration.webhooks.receiver import Receiver, receiving
from tests.scraped import scraped

pytestmark = pytest.mark.any_broker

ROLES: tuple[Role, ...] = ("triage", "resolve", "webhooks", "watch", "intake", "board")
REPORT = {
    "service_code": "street_light",
    "lat": "-6.2401",
    "long": "106.9855",
    "description": "Lampu jalan mati sejak kemarin, gelap sekali",
}


async def test_each_process_does_its_work_by_its_own_login(bekasi: City) -> None:
    make_logins(bekasi.settings)
    owner = bekasi.settings
    async with receiving() as receiver:
        key = (await _sinergi(owner, "key", "add", "sorot", "--name", "uji"))["key"]
        for role in ROLES:
            bekasi.settings = _of(owner, role)
            await bekasi.start(role, ready=False)
        await asyncio.gather(*(worker.ready() for worker in bekasi.workers))
        bekasi.settings = owner
        await _reported(bekasi, key, receiver)
    by_operator = (await _sinergi(owner, "doctor", "--seconds", "1", code=None))["findings"]
    assert next(one for one in by_operator if one["looked_at"] == "accounts")["state"] == "ok"
    assert [one["means"] for one in by_operator if "could not be read" in one["means"]] == []
    assert (await sinergi_process(_of(owner, "operator"), "top", "--once"))["away"] == []
    assert await _accounts(bekasi) == {f"sinergi-{role}": f"sinergi-{role}" for role in ROLES}
    assert [worker.exits for worker in bekasi.workers] == [[]] * len(ROLES)


async def _reported(city: City, key: str, receiver: Receiver) -> None:
    """A report, its dispatch, an answer of the agency, and a correction of it all."""
    intake, watch = city.workers[ROLES.index("intake")], city.workers[ROLES.index("watch")]
    form = {"data": REPORT, "headers": {"X-API-Key": key, "Idempotency-Key": "sekali"}}
    async with httpx.AsyncClient(base_url=f"http://{intake.address}") as caller:
        for _ in range(2):
            assert (await caller.post("/open311/v2/requests.json", **form)).status_code == 201
        await city.grown("links", 0)
        listed = await caller.get("/open311/v2/requests.json", headers=form["headers"])
        assert [one["description"] for one in listed.json()] == [REPORT["description"]]
        assert (await caller.get("/feeds/all.geojson")).json()["features"] != []
        assert await _near(caller, key) != []
    [row] = await city.rows(
        "select i.id, version, routed, channel, report_id from incidents i join links on true"
    )
    said = {"id": "p", "incident_id": row["id"], "version": 1, "by": "b", "said": "accepted"}
    agency = json.loads(row["routed"])[0]["agency"]
    await _sinergi(city.settings, "webhook", "add", agency, receiver.url, "--from-beginning")
    await city.until(_heard(receiver, 1), "the agency to hear of it")
    value = json.dumps(said | {"at": "2026-11-24T07:00:00+07:00"}).encode()
    await city.producer.send_and_wait(f"progress.{agency}", value, key=row["id"].encode())
    await city.grown("progress", 0)
    await city.publish([Record("reports.sorot", b"k", b"{")])
    await city.grown("rejections", 0)
    await _sinergi(city.settings, "correct", "reclassify", row["id"], "traffic_jam", "--why", "uji")
    assert await _sinergi(city.settings, "explain", f"{row['channel']}:{row['report_id']}")
    await _sinergi(city.settings, "rewind")

    async def seen() -> bool:
        status, page = await watch.page("metrics")
        return status == 200 and ("sorot",) in scraped(page).get("sinergi_reports_audited_total", {})

    await city.until(seen, "the watch to have looked")
    failures = scraped((await watch.page("metrics"))[1])["sinergi_look_failures_total"]
    assert [look for look, number in failures.items() if number] == []


async def _near(caller: httpx.AsyncClient, key: str) -> Any:
    where = {"lat": REPORT["lat"], "long": REPORT["long"]}
    answer = await caller.get("/nearby", params=where, headers={"X-API-Key": key})
    assert answer.status_code == 200, answer.text
    return answer.json()


def _heard(receiver: Receiver, number: int) -> Any:
    async def enough() -> bool:
        return len(receiver.heard) >= number

    return enough


def _of(settings: Settings, process: str) -> Settings:
    webhooks = WebhookSettings(private_destinations=True, poll_s=0.05)
    return by_login(settings, process).model_copy(update={"webhooks": webhooks})


async def _sinergi(settings: Settings, *arguments: str, code: int | None = 0) -> Any:
    """By the operator's login."""
    return await sinergi(_of(settings, "operator"), *arguments, code=code)


async def _accounts(city: City) -> dict[str, str]:
    rows = await city.rows(
        "select distinct application_name, usename::text from pg_stat_activity"
        " where application_name like 'sinergi-%' and datname = current_database()"
    )
    return {row[0]: row[1] for row in rows}
