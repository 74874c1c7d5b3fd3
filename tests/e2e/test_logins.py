"""Each process by its own login of Postgres, from a report over HTTP to a webhook and all who look on."""

import json
import subprocess
import sys
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import httpx
import pytest

from streams.settings import PostgresSettings, Settings, WebhookSettings
from tests.e2e.city import City
from tests.e2e.reports import Record
from tests.e2e.servers import postgres_bin
from tests.e2e.workers import Role, told
from tests.integration.webhooks.receiver import Receiver, receiving

pytestmark = pytest.mark.any_broker

LOGINS = Path(__file__).parents[2] / "deploy" / "logins.sql"
ROLES: tuple[Role, ...] = ("triage", "resolve", "webhooks", "watch", "intake")
ANSWER_S = 60
REPORT = {
    "service_code": "street_light",
    "lat": "-6.2401",
    "long": "106.9855",
    "description": "Lampu jalan mati sejak kemarin, gelap sekali",
}


async def test_each_process_does_its_work_by_its_own_login(bekasi: City) -> None:
    subprocess.run(
        [
            postgres_bin("psql"),
            "--quiet",
            "--set=ON_ERROR_STOP=1",
            f"--file={LOGINS}",
            bekasi.settings.postgres.url,
        ],
        check=True,
        timeout=ANSWER_S,
    )
    owner = bekasi.settings
    async with receiving() as receiver:
        key = _sinergi(owner, "key", "add", "sorot", "--name", "uji")["key"]
        for role in ROLES:
            bekasi.settings = by_login(owner, role)
            await bekasi.start(role)
        bekasi.settings = owner
        await _reported(bekasi, key, receiver)
    by_operator = _sinergi(owner, "doctor", "--seconds", "1")["findings"]
    assert next(one for one in by_operator if one["looked_at"] == "accounts")["state"] == "ok"
    assert [one["means"] for one in by_operator if "could not be read" in one["means"]] == []
    assert _sinergi(owner, "top", "--once")["away"] == []
    assert await _accounts(bekasi) == {
        f"sinergi-{role}": f"sinergi-{role}" for role in ROLES if role != "triage"
    }
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
    _sinergi(city.settings, "webhook", "add", agency, receiver.url, "--from-beginning")
    await city.until(_heard(receiver, 1), "the agency to hear of it")
    value = json.dumps(said | {"at": "2026-11-24T07:00:00+07:00"}).encode()
    await city.producer.send_and_wait(f"progress.{agency}", value, key=row["id"].encode())
    await city.grown("progress", 0)
    await city.publish([Record("reports.sorot", b"k", b"{")])
    await city.grown("rejections", 0)
    _sinergi(city.settings, "correct", "reclassify", row["id"], "traffic_jam", "--why", "uji")
    assert _sinergi(city.settings, "explain", f"{row['channel']}:{row['report_id']}")
    _sinergi(city.settings, "rewind")

    async def seen() -> bool:
        status, page = await watch.page("metrics")
        return status == 200 and 'sinergi_reports_audited_total{channel="sorot"} ' in page

    await city.until(seen, "the watch to have looked")
    failures = [
        line
        for line in (await watch.page("metrics"))[1].splitlines()
        if line.startswith("sinergi_look_failures_total")
    ]
    assert [line for line in failures if not line.endswith(" 0.0")] == []


async def _near(caller: httpx.AsyncClient, key: str) -> Any:
    where = {"lat": REPORT["lat"], "long": REPORT["long"]}
    answer = await caller.get("/nearby", params=where, headers={"X-API-Key": key})
    assert answer.status_code == 200, answer.text
    return answer.json()


def _heard(receiver: Receiver, number: int) -> Any:
    async def enough() -> bool:
        return len(receiver.heard) >= number

    return enough


def by_login(settings: Settings, process: str) -> Settings:
    """The same by the login of a process."""
    parts = urlsplit(settings.postgres.url)
    url = parts._replace(netloc=f"sinergi-{process}@{parts.netloc.rpartition('@')[2]}").geturl()
    webhooks = WebhookSettings(private_destinations=True, poll_s=0.05)
    return settings.model_copy(update={"postgres": PostgresSettings(url=url), "webhooks": webhooks})


def _sinergi(settings: Settings, *arguments: str) -> Any:
    """By the operator's login."""
    done = subprocess.run(
        [sys.executable, "-m", "streams.cli", *arguments, "--json"],
        env=told(by_login(settings, "operator")),
        capture_output=True,
        timeout=ANSWER_S,
        check=False,
    )
    assert done.stdout, done.stderr
    return json.loads(done.stdout)


async def _accounts(city: City) -> dict[str, str]:
    rows = await city.rows(
        "select distinct application_name, usename::text from pg_stat_activity"
        " where application_name like 'sinergi-%' and datname = current_database()"
    )
    return {row[0]: row[1] for row in rows}
