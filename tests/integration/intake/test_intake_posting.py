"""Reports come in as forms, and lie in Kafka when they were accepted."""

import asyncio
from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

import httpx
import pytest
import xmltodict

from schemas.rejection import Origin
from schemas.report import Photo, Report
from schemas.topics import reports
from streams.core.normalize import normalize
from tests.integration.intake.conftest import Desk
from tests.integration.intake.topic import records_of

URL = "/open311/v2/requests"
FLOOD = {
    "service_code": "flood",
    "lat": "-6.2361",
    "long": "106.9997",
    "description": "Air masuk rumah, belum surut",
    "attribute[ketinggian_air]": "selutut",
    "attribute[keadaan][]": "masuk_rumah",
    "device_id": "b7c1e2",
    "first_name": "Siti",
    "last_name": "Rahmawati",
}


async def post(desk: Desk, form: Mapping[str, object], **headers: str) -> httpx.Response:
    return await desk.client.post(f"{URL}.json", data=dict(form), headers=headers)


async def record(desk: Desk, answer: httpx.Response) -> dict[str, Any]:
    assert answer.status_code == 201, answer.text
    [said] = answer.json()
    channel, _, id = said["service_request_id"].partition(":")
    [found] = [one for one in await records_of(desk.settings.kafka, reports(channel)) if one["id"] == id]
    return found


async def test_what_is_accepted_lies_in_kafka_as_triage_takes_it(desk: Desk) -> None:
    found = await record(desk, await post(desk, FLOOD))
    assert found | {"id": "", "reported_at": ""} == {
        "id": "",
        "reported_at": "",
        "text": "Air masuk rumah, belum surut\nKetinggian air: selutut.\nKeadaan: air masuk rumah.",
        "lat": -6.2361,
        "lon": 106.9997,
        "category": "flood",
        "reporter": "b7c1e2",
    }
    value = httpx.Response(200, json=found).content
    origin = Origin(topic="reports.sorot", partition=0, offset=0)
    assert isinstance(normalize(value, origin, desk.here.catalog.categories), Report)


async def test_persons_are_hashed_and_names_not_kept(desk: Desk) -> None:
    form = {name: FLOOD[name] for name in ("service_code", "lat", "long", "first_name")}
    first = await record(desk, await post(desk, form | {"phone": "0812-3456-7890", "description": "a"}))
    again = await record(desk, await post(desk, form | {"phone": "+62 81234567890", "description": "b"}))
    other = await record(desk, await post(desk, form | {"account_id": "siti@example.org"}))
    assert first["reporter"] == again["reporter"]
    assert other["reporter"] != first["reporter"]
    for one in (first, again, other):
        assert one["reporter"].startswith("h-")
        assert not {"Siti", "7890", "siti"} & set(str(one).replace("'", " ").split())


@pytest.mark.any_broker
async def test_xml_and_multipart(desk: Desk) -> None:
    answer = await desk.client.post(
        f"{URL}.xml",
        files={name: (None, value) for name, value in FLOOD.items()},
    )
    assert answer.status_code == 201, answer.text
    assert answer.headers["content-type"] == "text/xml; charset=utf-8"
    request = xmltodict.parse(answer.content)["service_requests"]["request"]
    assert request["service_request_id"].startswith("sorot:")
    assert request["service_notice"].startswith("Laporan Anda kami terima")


@pytest.mark.any_broker
async def test_a_key_may_come_in_query_header_or_form(desk: Desk) -> None:
    bare = httpx.AsyncClient(transport=desk.client._transport, base_url="http://intake")
    assert (await bare.post(f"{URL}.json?api_key={desk.key}", data=FLOOD)).status_code == 201
    assert (await bare.post(f"{URL}.json", data=FLOOD | {"api_key": desk.key})).status_code == 201
    for answer in (
        await bare.post(f"{URL}.json", data=FLOOD),
        await bare.post(f"{URL}.json", data=FLOOD | {"api_key": "wrong"}),
    ):
        assert answer.status_code == 403
        assert answer.json()[0]["description"].startswith("api_key: ")


async def test_the_moment_may_be_told(desk: Desk) -> None:
    at = datetime.now(desk.here.catalog.city.zone).replace(microsecond=0) - timedelta(days=2)
    found = await record(desk, await post(desk, FLOOD | {"requested_datetime": at.isoformat()}))
    assert found["reported_at"] == at.isoformat()


async def test_an_address_id_is_told_in_words(desk: Desk) -> None:
    form = {"service_code": "flood", "address_string": "Jl. Mawar 3", "address_id": "kayuringinjaya"}
    assert (await record(desk, await post(desk, form)))["place"] == "Jl. Mawar 3, Kayuringinjaya"


WRONG: list[tuple[dict[str, Any], int, str]] = [
    ({"service_code": ""}, 400, "service_code: wajib diisi"),
    ({"service_code": "banjir"}, 404, "service_code: layanan 'banjir' tidak ditemukan"),
    ({"lat": ""}, 400, "lat: wajib diisi"),
    ({"lat": "", "long": ""}, 400, "lat, long, address_string, address_id: isi lat dan long"),
    ({"lat": "abc"}, 400, "lat: harus berupa angka"),
    ({"lat": "nan"}, 400, "lat: harus berupa angka"),
    ({"lat": "91"}, 400, "lat: di luar batas; -90 sampai 90"),
    ({"long": "1e999"}, 400, "long: harus berupa angka"),
    ({"lat": ["-6.2", "-6.3"]}, 400, "lat: diisi lebih dari sekali"),
    ({"description": "x" * 4_001}, 400, "description: terlalu panjang; paling banyak 4000"),
    ({"description": "a\x00b"}, 400, "description: memuat karakter NUL"),
    ({"attribute[ketinggian_air]": "setinggi"}, 400, "attribute[ketinggian_air]: 'setinggi' bukan pilihan"),
    ({"attribute[warna]": "biru"}, 400, "attribute[warna]: tidak ditanyakan untuk layanan flood"),
    ({"media_url": "ftp://x/y.jpg"}, 400, "media_url: harus alamat http atau https"),
    ({"media_url": ["http://x"] * 11}, 400, "media_url: terlalu banyak; paling banyak 10"),
    ({"requested_datetime": "kemarin"}, 400, "requested_datetime: harus tanggal dan jam"),
    ({"requested_datetime": "2026-11-24T08:30:00"}, 400, "requested_datetime: harus tanggal dan jam"),
    ({"requested_datetime": "2020-11-24T08:30:00+07:00"}, 400, "requested_datetime: lebih dari 30 hari"),
    ({"requested_datetime": "2099-11-24T08:30:00+07:00"}, 400, "requested_datetime: lewat dari sekarang"),
    ({"account_id": "x" * 129}, 400, "account_id: terlalu panjang; paling banyak 128"),
    ({"address_id": "atlantis"}, 400, "address_id: 'atlantis' tidak dikenal"),
    ({"accuracy_m": "-1"}, 400, "accuracy_m: di luar batas"),
    ({"jurisdiction_id": "jakarta"}, 404, "jurisdiction_id: tidak ditemukan; yang dilayani: bekasi"),
]


async def test_a_photo_that_lies_here_is_told_with_all_its_fields(desk: Desk) -> None:
    class Book:
        async def known(self, url: str) -> Photo | None:
            return Photo(url=url, phash="0f" * 8) if url.startswith("http://intake/") else None

    desk.app.state.intake = replace(desk.here, photos=Book())
    urls = ["http://intake/photos/1.jpg", "https://elsewhere/2.jpg"]
    found = await record(desk, await post(desk, FLOOD | {"media_url": urls}))
    assert found["photos"] == [{"url": urls[0], "phash": "0f" * 8}, {"url": urls[1]}]


@pytest.mark.any_broker
async def test_our_own_fault_is_told_in_the_same_form(desk: Desk) -> None:
    desk.app.state.intake = None
    transport = httpx.ASGITransport(app=desk.app, raise_app_exceptions=False)
    async with httpx.AsyncClient(transport=transport, base_url="http://intake") as client:
        answer = await client.get("/open311/v2/services.xml", headers={"Accept-Language": "en"})
    assert answer.status_code == 500
    assert xmltodict.parse(answer.content)["errors"]["error"]["description"].startswith(
        "something went wrong"
    )


@pytest.mark.any_broker
async def test_what_is_wrong_is_told_with_its_field(desk: Desk) -> None:
    for change, status, words in WRONG:
        answer = await post(desk, FLOOD | change)
        assert answer.status_code == status, (change, answer.text)
        assert answer.json()[0]["code"] == status
        assert words in answer.json()[0]["description"]


@pytest.mark.any_broker
async def test_all_that_is_wrong_is_told_at_once_in_the_callers_language(desk: Desk) -> None:
    form = FLOOD | {"lat": "x", "media_url": "y", "attribute[warna]": "z"}
    answer = await desk.client.post(f"{URL}.xml", data=form, headers={"Accept-Language": "en-GB"})
    assert answer.status_code == 400
    assert [error["description"] for error in xmltodict.parse(answer.content)["errors"]["error"]] == [
        "attribute[warna]: is not asked of service flood",
        "lat: must be a number",
        "media_url: must be an http or https address",
    ]


BODIES: list[tuple[bytes, str, int, str]] = [
    (b"service_code=%ff", "application/x-www-form-urlencoded", 400, "service_code: bukan UTF-8"),
    (b"service_code=%ED%A0%80", "application/x-www-form-urlencoded", 400, "service_code: bukan UTF-8"),
    (b"\xff=1", "application/x-www-form-urlencoded", 400, "form: bukan UTF-8"),
    (b"a=1&" * 201, "application/x-www-form-urlencoded", 400, "form: terlalu banyak"),
    (b"a" * 200 + b"=1", "application/x-www-form-urlencoded", 400, "aaaaaaaaaaaaaaaaaaaa...: terlalu"),
    (
        b"a=" + b"x" * 300_000,
        "application/x-www-form-urlencoded",
        413,
        "terlalu besar; paling banyak 256 KiB",
    ),
    (b"{}", "application/json", 415, "Content-Type: harus salah satu dari"),
    (b"{}", "", 415, "Content-Type: harus salah satu dari"),
    (b"x", "multipart/form-data", 400, "bukan formulir yang utuh"),
    (b"x", "multipart/form-data; boundary=a; charset=idna", 400, "bukan formulir yang utuh"),
    (
        b'--a\r\nContent-Disposition: form-data; name="media"; filename="x.jpg"\r\n\r\nx\r\n--a--\r\n',
        "multipart/form-data; boundary=a",
        400,
        "media: berkas tidak diterima di sini; kirim foto ke /photos",
    ),
    (
        b'--a\r\nContent-Disposition: form-data; name="lat"\r\n\r\n\xff\r\n--a--\r\n',
        "multipart/form-data; boundary=a",
        400,
        "lat: bukan UTF-8",
    ),
]


@pytest.mark.any_broker
async def test_bodies_that_are_no_forms(desk: Desk) -> None:
    for body, content_type, status, words in BODIES:
        answer = await desk.client.post(f"{URL}.json", content=body, headers={"Content-Type": content_type})
        assert answer.status_code == status, (body[:80], answer.text)
        assert words in answer.json()[0]["description"]


@pytest.mark.any_broker
async def test_what_the_framework_refuses_is_told_in_the_same_way(desk: Desk) -> None:
    for method, path, status, words in (
        ("GET", "/open311/v2/nothing.json", 404, "tidak ditemukan: /open311/v2/nothing.json"),
        ("GET", "/open311/v2/services.html", 404, "tidak ditemukan: /open311/v2/services.html"),
        ("DELETE", "/open311/v2/services.json", 405, "metode DELETE tidak berlaku"),
        ("GET", f"{URL}.json?page=x", 400, "page: harus berupa angka"),
    ):
        answer = await desk.client.request(method, path)
        assert (answer.status_code, answer.json()[0]["code"]) == (status, status)
        assert words in answer.json()[0]["description"]
    for path, methods in ((f"{URL}.json", "GET, POST"), (f"{URL}/sorot:x.json", "GET"), ("/metrics", "GET")):
        assert (await desk.client.put(path)).headers["Allow"] == methods
    wrong = await desk.client.get("/open311/v2/services.xml?jurisdiction_id=x")
    assert xmltodict.parse(wrong.content)["errors"]["error"]["code"] == "404"


async def test_the_same_key_and_form_is_one_report(desk: Desk) -> None:
    answers = await asyncio.gather(*(post(desk, FLOOD, **{"Idempotency-Key": "one"}) for _ in range(5)))
    answers.append(await post(desk, FLOOD, **{"Idempotency-Key": "one"}))
    assert {answer.status_code for answer in answers} == {201}
    [id] = {answer.json()[0]["service_request_id"].partition(":")[2] for answer in answers}
    found = [one for one in await records_of(desk.settings.kafka, "reports.sorot") if one["id"] == id]
    assert 1 <= len(found) <= 5
    assert all(one == found[0] for one in found)
    other = await post(desk, FLOOD | {"description": "lain"}, **{"Idempotency-Key": "one"})
    assert other.status_code == 422
    assert other.json()[0]["description"] == "Idempotency-Key: sudah dipakai untuk isi yang lain"
    assert (await post(desk, FLOOD, **{"Idempotency-Key": " " * 300})).status_code == 400
    anew = await post(desk, FLOOD, **{"Idempotency-Key": "two"})
    assert anew.json()[0]["service_request_id"].partition(":")[2] != id


@pytest.mark.any_broker
async def test_old_keys_are_forgotten(desk: Desk) -> None:
    first = await post(desk, FLOOD, **{"Idempotency-Key": "old"})
    await desk.pool.execute("update intake_requests set made_at = made_at - interval '8 days'")
    await desk.here.stamps._store.forget(7)
    again = await post(desk, FLOOD, **{"Idempotency-Key": "old"})
    assert first.json() != again.json()


@pytest.mark.any_broker
async def test_without_an_idempotency_key_postgres_is_not_needed(desk: Desk) -> None:
    await desk.here.keys.admit(desk.key)
    await desk.here.pool.close()
    assert (await post(desk, FLOOD)).status_code == 201
    for answer in (
        await post(desk, FLOOD, **{"Idempotency-Key": "one"}),
        await desk.client.get(f"{URL}.json"),
    ):
        assert answer.status_code == 503
        assert int(answer.headers["Retry-After"]) > 0


@pytest.mark.any_broker
async def test_an_intake_with_too_many_under_way_says_so(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("streams.http.publishing.UNDER_WAY_MAX", 0)
    answer = await post(desk, FLOOD)
    assert answer.status_code == 503
    assert answer.headers["Retry-After"] == "5"
    assert answer.json()[0]["description"].startswith("laporan belum diterima")


@pytest.mark.any_broker
async def test_figures_name_routes_and_codes_but_nobody(desk: Desk) -> None:
    await post(desk, FLOOD)
    await post(desk, FLOOD | {"lat": "x"})
    await desk.client.get(f"{URL}/sorot:unknown.json")
    await desk.client.get("/somewhere/else")
    page = (await desk.client.get("/metrics")).text
    for line in (
        'sinergi_intake_requests_total{method="POST",route="/open311/v2/requests.{format}",status="201"} 1.0',
        'sinergi_intake_requests_total{method="POST",route="/open311/v2/requests.{format}",status="400"} 1.0',
        'sinergi_intake_requests_total{method="GET",route="none",status="404"} 1.0',
        'sinergi_intake_published_total{topic="reports.sorot"} 1.0',
        'sinergi_intake_refused_total{code="no_number"} 1.0',
        'sinergi_intake_refused_total{code="no_request"} 1.0',
    ):
        assert line in page
    assert "unknown" not in page
    assert (await desk.client.get("/healthz/ready")).json() == {"ready": True}
