"""What callers read of reports that were taken in: the public, a channel, another channel."""

import json
from collections.abc import Sequence
from datetime import timedelta
from itertools import product
from typing import Any

import httpx
import pytest
import pytest_asyncio
import xmltodict

from schemas.classified import ClassifiedReport
from schemas.incident import State
from schemas.life import Life, Step
from schemas.rejection import Origin
from sinks.api_keys import ApiKeys
from sinks.incident_rows import life_json
from sinks.postgres import Store
from streams.core.fold import fold
from streams.core.rules import Rules
from streams.core.understand import Knowledge, understand
from tests.integration.intake.conftest import Desk
from tests.unit.core.reports import NOON

pytestmark = pytest.mark.any_broker

URL = "/open311/v2/requests"
PHONE = "081234567890"
DATES = {"start_date": "2026-11-01T00:00:00Z", "end_date": "2026-11-30T00:00:00Z"}


def said(knowledge: Knowledge, channel: str, id: str, **fields: object) -> ClassifiedReport:
    record = {"id": id, "reported_at": NOON.isoformat(), **fields}
    origin = Origin(topic=f"reports.{channel}", partition=0, offset=0)
    found = understand(json.dumps(record).encode(), channel, origin, knowledge)
    assert isinstance(found, ClassifiedReport)
    return found


@pytest_asyncio.fixture
async def recorded(desk: Desk, knowledge: Knowledge, rules: Rules) -> Desk:
    """Three reports, as the workers would record them, each in an incident of its own."""
    reports = [
        said(
            knowledge,
            "sorot",
            "S/1",
            text=f"banjir selutut, hubungi {PHONE}",
            category="flood",
            lat=-6.23611,
            lon=106.99971,
            place="depan rumah Jl. Mawar 3",
        ),
        said(
            knowledge,
            "callcenter",
            "C 2",
            text="lampu jalan padam",
            category="street_light",
            lat=-6.26,
            lon=107.0,
            reported_at=(NOON + timedelta(hours=1)).isoformat(),
        ),
        said(knowledge, "sorot", "S-3", text="KTP saya belum jadi", category="civil_registry"),
    ]
    await record(desk, reports, rules)
    return desk


async def record(desk: Desk, reports: Sequence[ClassifiedReport], rules: Rules) -> None:
    store = Store(desk.pool, "cluster-1")
    claim = await store.claim("reports.classified", 0)
    async with store.batch(claim, len(reports)) as batch:
        folded = fold(reports, rules.no_incidents(), {}, rules, None)
        await batch.record(folded.recorded, folded.incidents.values())


def public(desk: Desk) -> httpx.AsyncClient:
    return httpx.AsyncClient(transport=desk.client._transport, base_url="http://intake")


async def got(client: httpx.AsyncClient, path: str = "", **query: object) -> list[dict[str, Any]]:
    answer = await client.get(f"{URL}{path}.json", params={**({} if path else DATES), **query})
    assert answer.status_code == 200, answer.text
    return list(answer.json())


async def test_the_public_reads_nobodys_words(recorded: Desk) -> None:
    later, first = await got(public(recorded))
    assert (later["service_request_id"], later["service_code"]) == ("callcenter:C 2", "street_light")
    assert first | {"status_notes": "", "expected_datetime": ""} == {
        "service_request_id": "sorot:S/1",
        "status": "open",
        "status_notes": "",
        "service_name": "Banjir & genangan",
        "service_code": "flood",
        "description": "Banjir & genangan, Margamulya, Kec. Bekasi Utara",
        "agency_responsible": "Dinas Bina Marga dan Sumber Daya Air",
        "service_notice": None,
        "requested_datetime": "2026-11-24T12:00:00+07:00",
        "updated_datetime": "2026-11-24T12:00:00+07:00",
        "expected_datetime": "",
        "address": "Margamulya, Kec. Bekasi Utara, Kota Bekasi",
        "address_id": None,
        "zipcode": None,
        "lat": -6.236,
        "long": 107.0,
        "media_url": None,
    }
    assert first["status_notes"] == "sudah kami teruskan ke Dinas Bina Marga dan Sumber Daya Air"
    assert first["expected_datetime"].startswith("2026-11-2")


async def test_a_channel_reads_its_own_reports_with_masked_words(recorded: Desk) -> None:
    found = await got(recorded.client)
    assert [one["service_request_id"] for one in found] == ["sorot:S-3", "sorot:S/1"]
    assert found[1]["description"] == "banjir selutut, hubungi <telepon>"
    assert found[1]["address"].startswith("depan rumah Jl. Mawar 3, ")
    assert (found[1]["lat"], found[1]["long"]) == (-6.23611, 106.99971)
    assert PHONE not in json.dumps(found)


async def test_nobody_else_hears_of_a_private_matter(recorded: Desk) -> None:
    key = await ApiKeys(recorded.pool).add("poc", "others")
    recorded.here.keys._missed_s -= 1
    other = public(recorded)
    other.headers["X-API-Key"] = key
    for client in (public(recorded), other):
        assert (await client.get(f"{URL}/sorot:S-3.json")).status_code == 404
        assert await got(client, service_request_id="sorot:S-3") == []
    assert await got(recorded.client, "/sorot:S-3")


async def test_one_report_in_both_formats_and_its_token(recorded: Desk) -> None:
    client = public(recorded)
    [one] = await got(client, "/sorot:S/1")
    xml = await client.get(f"{URL}/sorot:S/1.xml")
    request = xmltodict.parse(xml.content)["service_requests"]["request"]
    assert {name: value or None for name, value in request.items()} == {
        name: None if value is None else str(value) for name, value in one.items()
    }
    token = await client.get("/open311/v2/tokens/sorot:S/1.json")
    assert token.json() == [{"service_request_id": "sorot:S/1", "token": "sorot:S/1"}]


async def test_what_there_is_not(desk: Desk) -> None:
    for name in ("S-1", "sorot:", ":x", "sorot:x", "sorot:a%00b", "sorot:%ED%A0%80", "%20"):
        for path in (f"{URL}/{name}.json", f"/open311/v2/tokens/{name}.json"):
            answer = await desk.client.get(path)
            assert answer.status_code == 404
            assert answer.json()[0]["description"].split(":")[0] in ("service_request_id", "token")


async def test_filters(recorded: Desk) -> None:
    client = public(recorded)

    async def ids(**query: object) -> list[str]:
        return [one["service_request_id"] for one in await got(client, **query)]

    assert await ids(service_code="flood,tree") == ["sorot:S/1"]
    assert await ids(service_code="tree", status="") == []
    assert await ids(status="closed") == []
    assert len(await ids(status="open, closed")) == 2
    assert await ids(end_date=NOON.isoformat()) == ["sorot:S/1"]
    assert await ids(start_date="2026-11-24T12:30:00 07:00") == ["callcenter:C 2"]
    named = "callcenter:C 2,sorot:S/1,sorot:none"
    assert await ids(service_request_id=named, status="closed") == ["callcenter:C 2", "sorot:S/1"]


async def test_pages_follow_each_other(recorded: Desk) -> None:
    client = public(recorded)
    first = await client.get(f"{URL}.json", params=DATES | {"page_size": 1, "api_key": ""})
    assert [one["service_request_id"] for one in first.json()] == ["callcenter:C 2"]
    following = await client.get(f"{URL}.json{first.links['next']['url']}")
    assert [one["service_request_id"] for one in following.json()] == ["sorot:S/1"]
    assert "next" not in following.links


WRONG = (
    ({"status": "shut"}, 400, "status: 'shut' bukan pilihan; pilihannya: open, closed"),
    ({"service_code": "banjir"}, 404, "service_code: layanan 'banjir' tidak ditemukan"),
    ({"start_date": "x"}, 400, "start_date: harus tanggal dan jam"),
    ({"start_date": "2026-01-01T00:00:00Z"}, 400, "start_date, end_date: rentang paling lama 90 hari"),
    ({"end_date": "2026-10-01T00:00:00Z"}, 400, "end_date: mendahului start_date"),
    ({"page": "0"}, 400, "page: "),
    ({"page_size": "1001"}, 400, "page_size: "),
    ({"service_request_id": ",".join(f"sorot:{n}" for n in range(101))}, 400, "service_request_id: terlalu"),
    ({"jurisdiction_id": "depok"}, 404, "jurisdiction_id: tidak ditemukan"),
)


async def test_queries_that_cannot_be(desk: Desk) -> None:
    for change, status, words in WRONG:
        answer = await desk.client.get(f"{URL}.json", params=DATES | change)
        assert answer.status_code == status, change
        assert answer.json()[0]["description"].startswith(words)


async def test_without_a_key_nobody_reads_of_the_sick_of_what_nobody_understood_and_of_no_report(
    desk: Desk, knowledge: Knowledge, rules: Rules
) -> None:
    reports = [
        said(knowledge, "sorot", "ill", text="orang pingsan, butuh ambulans", category="medical_emergency"),
        said(knowledge, "sorot", "odd", text="entah apa ini"),
        said(knowledge, "sorot", "no", text="lampu jalan padam", category="street_light"),
        said(knowledge, "sorot", "lamp", text="banjir selutut", category="flood"),
    ]
    assert [one.classification.category for one in reports] == [
        "medical_emergency",
        "other",
        "street_light",
        "flood",
    ]
    await record(desk, reports, rules)
    pool = desk.pool
    await pool.execute("alter table incidents drop constraint incidents_dismissed_by_fkey")
    await pool.execute("update incidents set dismissed_by = 'c1' where category = 'street_light'")
    names = {f"sorot:{one.report.id}" for one in reports}
    assert {one["service_request_id"] for one in await got(desk.client)} == names
    for found in (
        await got(public(desk)),
        await got(public(desk), service_request_id=",".join(names)),
    ):
        assert [one["service_request_id"] for one in found] == ["sorot:lamp"]
    for id, status in (("ill", 404), ("odd", 404), ("no", 404), ("lamp", 200)):
        assert (await public(desk).get(f"{URL}/sorot:{id}.json")).status_code == status


async def test_open_and_closed_mean_the_same_in_the_answer_and_in_the_filter(recorded: Desk) -> None:
    client = recorded.client
    await recorded.pool.execute("alter table incidents drop constraint incidents_dismissed_by_fkey")
    for state, dismissed_by, step in product(State, (None, "c1"), Step):
        await recorded.pool.execute(
            "update incidents set state = $1, dismissed_by = $2, life = $3",
            *(state.value, dismissed_by, life_json(Life(step=step, at=NOON))),
        )
        shown = {status: await got(client, status=status) for status in ("open", "closed")}
        assert all(one["status"] == status for status, found in shown.items() for one in found)
        assert sum(map(len, shown.values())) == 2
