"""What citizens tell of themselves is told everywhere, and searched for where it must not be.

In `reports.classified` they are sealed. `reports.rejected` carries originals, for workers alone, and is not
searched; nor are answers that only repeat to a caller what the same caller has just sent.
"""

import json
from collections.abc import AsyncIterator, Iterable, Mapping
from contextlib import asynccontextmanager
from pathlib import Path

import asyncpg
import httpx
import pytest

from schemas.sealed import SEALED
from schemas.topics import ANNOUNCEMENTS, CLASSIFIED, REJECTED
from sinks.api_keys import ApiKeys
from streams.cli import main
from streams.ports import free_port
from streams.settings import IntakeSettings, LogSettings
from streams.settings.source import environment_of
from tests.checker import Published
from tests.e2e.city import City
from tests.e2e.logs import Logs
from tests.e2e.personal import (
    ADDRESS,
    CRASHES,
    EMAIL,
    FOR_AGENCIES,
    MASKED,
    NAME,
    NIK,
    PHONE,
    PHOTO,
    REPORTER,
    SECRETS,
    TEXT,
    WORDS,
    correction,
    report,
    told,
    word,
)
from tests.e2e.traces import topics, within
from tests.forked import forked
from tests.waiting import listens

pytestmark = pytest.mark.any_broker

_UNLIKE = """
alter table report_originals add constraint fails_with_it check (report ->> 'text' not like '%{}%') not valid;
alter table intake_requests add constraint fails_too check (key not like '%{}%') not valid
"""
_PUBLIC = (
    *(f"/feeds/all.{format}" for format in ("geojson", "atom", "csv", "html")),
    *("/metrics", "/healthz/live", "/healthz/ready", "/open311/v2/requests.json"),
)
_PAGES = ("metrics", "healthz/live", "healthz/ready")


async def test_nothing_personal_is_in_logs_metrics_pages_and_the_topics_of_others(bekasi: City) -> None:
    bekasi.settings = bekasi.settings.model_copy(update={"log": LogSettings(level="debug")})
    triage, resolve = await bekasi.start("triage", "resolve")
    async with _intake(bekasi) as (caller, intake_log):
        await _said(bekasi)
        recorded = await bekasi.count("reports")
        await _by_http(caller)
        await bekasi.grown("reports", recorded)
        await bekasi.until(lambda: _all_sent(bekasi), "the outbox to be empty")
        public = [await _text(caller, path) for path in _PUBLIC]
        pages = [(await worker.page(path))[1] for worker in (triage, resolve) for path in _PAGES]
        messages = await topics(bekasi, ("dispatches.", "feedback.", ANNOUNCEMENTS))
        await _crash(bekasi, caller)
    logs = [path.read_text() for path in (triage.log, resolve.log, intake_log)]
    _are_worth_searching(logs, messages, bekasi.logs)

    everything = (*MASKED, REPORTER, *SECRETS.values(), *FOR_AGENCIES)
    assert within(everything, dict(zip(("triage", "resolve", "intake"), logs, strict=True))) == []
    assert within(everything, {f"page {n}": page for n, page in enumerate([*pages, *public])}) == []
    assert within((*MASKED, *SECRETS.values()), messages) == []
    hidden = {topic: text for topic, text in messages.items() if not topic.startswith("feedback.")}
    assert within([REPORTER], hidden) == [], "only the reporter's own channel knows who it is"


def _are_worth_searching(logs: Iterable[str], messages: Mapping[str, str], internal: Logs) -> None:
    """Else the test would prove nothing."""
    lines = [json.loads(line) for log in logs for line in log.splitlines()]
    events = {line["event"] for line in lines}
    assert {"started", "partitions taken over", "records refused", "report decided", "correction"} <= events
    assert {"word taken", "word refused", "ending the process", "listening"} <= events
    crashes = [line for line in lines if "constraint fails" in line.get("error", "")]
    assert {line["process"] for line in crashes} == {"resolve", "intake"}
    assert all("SQLSTATE 23514" in line["error"] and line["stack"] for line in crashes)
    assert "?" in {line.get("report_id") for line in lines}, "an id that is a telephone number"
    agencies = "".join(text for topic, text in messages.items() if topic.startswith("dispatches."))
    assert all(word in agencies for word in (ADDRESS, WORDS, PHOTO, "<"))
    assert b"original" in b"".join(record.value for record in internal.records[REJECTED])
    # What agencies and operators say of a citizen is masked, and not sealed.
    sealed = [
        one.value for one in internal.records[CLASSIFIED] if ("ce_type", SEALED.encode()) in one.headers
    ]
    assert sealed
    assert [word for word in (NAME, NIK, WORDS) if word.encode() in b"".join(sealed)] == []


async def _said(city: City) -> None:
    await city.publish(told())
    headers = [("ce_id", SECRETS["header"].encode()), (PHONE, TEXT.encode())]
    last = report("S-8", text=TEXT)
    at = await city.producer.send_and_wait(last.topic, last.value, key=last.key, headers=headers)
    city.published.append(Published(at.topic, at.partition, at.offset, last.value, last.id))
    await city.settled()
    [row] = await city.rows(
        "select incident_id, version from links join incidents i on i.id = incident_id"
        " where report_id = 'S-1'"
    )
    incident, version = row["incident_id"], row["version"]
    await city.publish([word("progress-3", incident=incident, version=version, said="refused", why=TEXT)])
    await city.settled()
    await city.publish([correction("correction-3", {"kind": "no_report", "incident": incident})])
    await city.settled()


async def _all_sent(city: City) -> bool:
    return await city.count("outbox") == 0


async def _crash(city: City, caller: httpx.AsyncClient) -> None:
    """A worker and a request that fail with personal data in hand: Postgres tells the whole row."""
    postgres = await asyncpg.connect(city.settings.postgres.url)
    await postgres.execute(_UNLIKE.format(CRASHES, SECRETS["idempotency key"]))
    await city.publish([report("S-9", text=f"{TEXT}, {CRASHES}")])
    [resolve] = [worker for worker in city.workers if worker.role == "resolve"]
    await city.ended(resolve)
    await resolve.end()
    answer = await caller.post(
        "/open311/v2/requests.json", data=_form(), headers={"Idempotency-Key": SECRETS["idempotency key"]}
    )
    assert answer.status_code == 500
    assert within((*MASKED, *SECRETS.values()), {"answer": answer.text}) == []
    await postgres.close()


async def _by_http(caller: httpx.AsyncClient) -> None:
    query = {"nama": NAME, "q": SECRETS["query"], "email": EMAIL}
    url = "/open311/v2/requests.json"
    assert (await caller.post(url, data=_form(), params=query)).status_code == 201
    assert (await caller.post(url, data=_form() | {"lat": NAME})).status_code == 400
    assert (await caller.post(url, content=TEXT.encode(), params=query)).status_code >= 400
    wrong = {"X-API-Key": SECRETS["wrong key"]}
    assert (await caller.post(url, data=_form(), headers=wrong)).status_code == 403
    for path in (f"/{NAME}", f"/feeds/{PHONE}.atom", f"/open311/v2/requests/sorot:{NIK}.json", "/nearby"):
        await caller.get(path, params=query, headers=wrong)


def _form() -> dict[str, str]:
    return {
        "service_code": "street_light",
        "lat": "-6.240131",
        "long": "106.985513",
        "address_string": ADDRESS,
        "description": TEXT,
        "first_name": NAME.split()[0],
        "last_name": NAME.split()[1],
        "phone": PHONE,
        "email": EMAIL,
        "device_id": REPORTER,
        "media_url": PHOTO,
        "kartu": SECRETS["unknown field"],
    }


async def _text(caller: httpx.AsyncClient, path: str) -> str:
    """As anybody reads it, without a key."""
    answer = await caller.get(path, headers={"X-API-Key": ""})
    return answer.text


@asynccontextmanager
async def _intake(city: City) -> AsyncIterator[tuple[httpx.AsyncClient, Path]]:
    settings = city.settings.model_copy(update={"intake": IntakeSettings(port=free_port())})
    async with asyncpg.create_pool(settings.postgres.url, min_size=1, max_size=1) as pool:
        key = await ApiKeys(pool).add("sorot", "tests")
    path = settings.folder / "intake.log"
    with path.open("wb") as log:
        process = forked(
            main,
            "intake",
            env=environment_of(settings),
            out=log.fileno(),
            err=log.fileno(),
            group=city.guard.group,
        )
    try:
        await city.until(lambda: listens(settings.intake.port), "the intake to listen")
        headers = {"X-API-Key": key, "User-Agent": SECRETS["agent"]}
        async with httpx.AsyncClient(base_url=settings.intake.public_url, headers=headers) as caller:
            yield caller, path
    finally:
        process.terminate()
        await process.wait()
