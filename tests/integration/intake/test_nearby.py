""" "This one?" and "me too", from the question to what Postgres holds."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from itertools import count

import httpx
import pytest
import pytest_asyncio
from aiokafka import ConsumerRecord
from faust.types import TP

from schemas.incident import Decision, Incident, State
from schemas.life import Life, Step, Work
from schemas.message import Message
from schemas.passage import Headers
from schemas.public import public_point
from schemas.report import Report
from schemas.topics import CLASSIFIED
from sinks.keyring import Keyring
from sinks.lives import write_incidents
from sinks.nearby import Surroundings
from sinks.postgres import Claim, Store
from sinks.reading import Reader
from streams.agents.resolve import Resolve
from streams.agents.triage import Triage
from streams.cli.look_up import look_up
from streams.cli.sections import Section
from streams.cli.telling import Teller
from streams.core.geo import DEGREE_M, distance_m
from streams.core.rules import Rules
from streams.core.understand import Knowledge
from streams.metrics import Metrics
from streams.tail import tail
from streams.transport import Chunk
from tests.integration.intake.conftest import Desk
from tests.unit.core.bekasi import CATALOG
from tests.unit.core.reports import incident, point

pytestmark = pytest.mark.any_broker

NOW = datetime.now(UTC)
LAT, LON = -6.2383, 106.9756


@dataclass
class Workers:
    """Both workers in this process; `sent` is what a broker would have got of them."""

    triage: Triage
    resolve: Resolve
    sent: list[Message]
    offsets: Iterator[int] = field(default_factory=count)

    async def take(self, value: bytes) -> None:
        """One record of Sorot, all the way."""
        await self.triage.take(_chunk("reports.sorot", value, next(self.offsets)))
        [classified] = [message for message in self.sent if message.topic == CLASSIFIED]
        self.sent.clear()
        await self.resolve.take(_chunk(CLASSIFIED, classified.value, next(self.offsets), classified.headers))


def _chunk(topic: str, value: bytes, offset: int, headers: Headers = ()) -> Chunk:
    record = ConsumerRecord(topic, 0, offset, int(NOW.timestamp() * 1000), 0, b"", value, 0, 0, 0, headers)
    return Chunk(topic, 0, 1, [record], offset + 1, lambda _: True)


@pytest_asyncio.fixture
async def workers(desk: Desk, knowledge: Knowledge, rules: Rules) -> Workers:
    sent: list[Message] = []

    async def publish(messages: Sequence[Message]) -> None:
        sent.extend(messages)

    keyring = Keyring(desk.pool)
    store = Store(desk.pool, "here")
    resolve = Resolve(store, keyring, rules, publish, Metrics("resolve"), partitions=1)
    await resolve.claims.claim(frozenset({TP(CLASSIFIED, 0)}))
    return Workers(Triage(knowledge, keyring, publish, Metrics("resolve")), resolve, sent)


def known(id: str, category: str = "flood", *, north_m: float = 0, **about: object) -> Incident:
    """An incident of the real catalog, so many metres north of here."""
    place = point(kelurahan="kayuringinjaya").model_copy(
        update={"lat": LAT + north_m / DEGREE_M, "lon": LON, "kecamatan": "bekasi_selatan"}
    )
    made = replace(
        incident("x", place=place),
        id=f"bekasi:{CATALOG.categories[category].family}:{id}",
        category=category,
        summary="Bu Siti di nomor 7 kebanjiran",
        place_words="rumah Bu Siti nomor 7",
        opened_at=NOW - timedelta(hours=2),
        last_reported_at=NOW - timedelta(hours=1),
    )
    return replace(made, **about)  # type: ignore[arg-type]


def told_m(north_m: float) -> int:
    """How far something is said to be that is so many metres north: to the point that anybody may know."""
    return round(distance_m(LAT, LON, *public_point(LAT + north_m / DEGREE_M, LON)))


async def put(desk: Desk, *incidents: Incident) -> Claim:
    store = Store(desk.pool, "others")
    claim = await store.claim("reports.classified", 0)
    async with store.batch(claim, (claim.next_offset or 0) + 1) as batch:
        await write_incidents(batch, incidents)
    return batch.claim


async def asked(desk: Desk, **query: object) -> list[dict[str, object]]:
    answer = await desk.client.get("/nearby", params={"lat": LAT, "long": LON} | query)
    assert answer.status_code == 200, answer.text
    found: list[dict[str, object]] = answer.json()
    return found


async def test_what_is_open_nearby_is_told_without_a_citizens_words(desk: Desk) -> None:
    at_work = Life(step=Step.ON_SITE, at=NOW, works=(Work("dbmsda", Step.ON_SITE, NOW, NOW, 1),))
    await put(desk, known("near", north_m=84, voices=2, reports=2, life=at_work))
    answer = await desk.client.get("/nearby", params={"lat": LAT, "long": LON})
    [found] = answer.json()
    assert found | {"stands": ""} == {
        "incident_id": "bekasi:road_water:near",
        "service_code": "flood",
        "service_name": "Banjir & genangan",
        "distance_m": told_m(84),
        "place": "Kayuringinjaya, Kec. Bekasi Selatan",
        "opened_at": known("x").opened_at.isoformat().replace("+00:00", "Z"),
        "last_reported_at": known("x").last_reported_at.isoformat().replace("+00:00", "Z"),
        "voices": 2,
        "stands": "",
    }
    assert found["stands"].startswith("petugas ")
    assert "Siti" not in answer.text


async def test_what_was_resolved_is_told_without_the_question_to_its_reporters(desk: Desk) -> None:
    done = Life(step=Step.RESOLVED, at=NOW, resolved_at=NOW)
    await put(desk, known("done", life=done))
    [found] = await asked(desk)
    assert "Balas" not in str(found["stands"])
    assert "selesai" in str(found["stands"])


async def test_what_is_not_there_for_all_is_not_told(desk: Desk) -> None:
    away = {"state": State.CLOSED, "reports": 0, "voices": 0, "moved_to": "bekasi:road_water:here"}
    await put(
        desk,
        known("here"),
        known("closed", state=State.CLOSED, closed_at=NOW),
        known("away", **away),
        known("private", "civil_registry"),
        known("unknown", "other"),
        known("ill", "medical_emergency"),
        known("far", north_m=400),
        known("nowhere", place=None),
    )
    assert [one["incident_id"] for one in await asked(desk)] == ["bekasi:road_water:here"]
    assert [one["incident_id"] for one in await asked(desk, radius_m=500)] == [
        "bekasi:road_water:here",
        "bekasi:road_water:far",
    ]


async def test_a_category_stands_for_its_family_and_brings_its_own_reach(desk: Desk) -> None:
    await put(desk, known("drain", "drainage", north_m=10), known("tree", "tree"), known("far", north_m=700))
    assert {one["service_code"] for one in await asked(desk)} == {"drainage", "tree"}
    flood = [one["incident_id"] for one in await asked(desk, service_code="flood")]
    assert flood == ["bekasi:road_water:drain", "bekasi:road_water:far"]
    assert await asked(desk, service_code="civil_registry") == []


async def test_of_many_the_likeliest_ten_are_told(desk: Desk) -> None:
    await put(desk, *(known(f"i{n:03}", north_m=n) for n in range(120)))
    found = await asked(desk)
    assert [one["incident_id"] for one in found] == [f"bekasi:road_water:i{n:03}" for n in range(10)]


async def test_questions_that_cannot_be_answered(desk: Desk) -> None:
    for query, name in (
        ({"lat": 91, "long": LON}, "lat"),
        ({"lat": LAT}, "long"),
        ({"lat": "nan", "long": 1}, "lat"),
    ):
        answer = await desk.client.get("/nearby", params=query)
        assert 400 <= answer.status_code < 500
        assert name in answer.text
    wide = await desk.client.get("/nearby", params={"lat": LAT, "long": LON, "radius_m": 5_000})
    assert wide.json()[0]["description"] == "radius_m: paling besar 2000"
    unknown = await desk.client.get("/nearby", params={"lat": LAT, "long": LON, "service_code": "banjir"})
    assert (unknown.status_code, unknown.json()[0]["code"]) == (404, 404)
    assert "service_code: layanan 'banjir' tidak ditemukan" in unknown.text
    nobody = await desk.client.get("/nearby", params={"lat": LAT, "long": LON}, headers={"X-API-Key": "x"})
    assert nobody.status_code == 403


async def test_one_citizen_reports_another_says_me_too_and_a_third_twice(
    desk: Desk, workers: Workers
) -> None:
    first = Report(id="S-1", reported_at=NOW, text="banjir selutut di jalan", lat=LAT, lon=LON, reporter="x")
    await workers.take(first.to_json())
    [found] = await asked(desk, service_code="flood")
    path = f"/incidents/{found['incident_id']}/voices"
    said = [{"account_id": "y"}, {"device_id": "z", "lat": -6.35, "long": 107.0}, {"device_id": "z"}]
    async with tail(desk.settings.kafka, ["reports.sorot"]) as topic:
        answers = [await desk.client.post(path, data=form) for form in said]
        ids = [answer.json()["service_request_id"].removeprefix("sorot:") for answer in answers]
        sent = {record.key.decode(): record.value for record in await topic.read()}
    assert [answer.status_code for answer in answers] == [201] * 3
    for id in ids:
        await workers.take(sent[id])
    [now] = await asked(desk, service_code="flood")
    assert (now["voices"], now["distance_m"]) == (3, told_m(0))
    links = [await Reader(desk.pool).report("sorot", id) for id in ids]
    assert [one and one.link.decision for one in links] == [Decision.JOINS, Decision.JOINS, Decision.RESENDS]
    explained = await look_up(Reader(desk.pool), CATALOG, f"sorot:{ids[0]}", 9)
    assert "pelapor menunjuk insiden ini" in str([*map(_facts, Teller(CATALOG).tell(explained))])


def _facts(section: Section) -> Sequence[object]:
    return section.facts


async def test_a_voice_follows_the_reports_and_finds_no_door_that_is_closed(desk: Desk) -> None:
    away = {"state": State.CLOSED, "reports": 0, "voices": 0}
    await put(
        desk,
        known("here"),
        known("a", **away, moved_to="bekasi:road_water:b"),
        known("b", **away, moved_to="bekasi:road_water:here"),
        known("round", **away, moved_to="bekasi:road_water:trip"),
        known("trip", **away, moved_to="bekasi:road_water:round"),
        known("closed", state=State.CLOSED, closed_at=NOW),
        known("private", "civil_registry"),
    )
    answer = await desk.client.post("/incidents/bekasi:road_water:a/voices", data={"account_id": "y"})
    assert (answer.status_code, answer.json()["incident_id"]) == (201, "bekasi:road_water:here")
    for id, status in (
        ("bekasi:road_water:closed", 409),
        ("bekasi:road_water:round", 409),
        ("bekasi:services:private", 404),
        ("bekasi:road_water:nobody", 404),
    ):
        refused = await desk.client.post(f"/incidents/{id}/voices", data={"account_id": "y"})
        assert (refused.status_code, refused.json()[0]["code"]) == (status, status), refused.text


async def test_a_voice_is_a_form_like_a_report(desk: Desk) -> None:
    await put(desk, known("here"))
    path = "/incidents/bekasi:road_water:here/voices"
    english = {"Accept-Language": "en"}
    for sent, status, words in (
        ({"data": {"account_id": ""}}, 400, "account_id: account_id, device_id, email or phone is needed"),
        ({"data": {"account_id": "y", "lat": "-6.2"}}, 400, "long: is needed"),
        ({"data": {"account_id": "y", "lat": "91", "long": "1"}}, 400, "lat: out of range; -90 to 90"),
        ({"data": {"account_id": ["y", "z"]}}, 400, "account_id: was given more than once"),
        ({"data": {"account_id": "y" * 300_000}}, 413, "the body is too large; at most 256 KiB are taken"),
        ({"json": {"account_id": "y"}}, 415, "Content-Type: must be one of"),
    ):
        refused = await desk.client.post(path, headers=english, **sent)  # type: ignore[arg-type]
        assert (refused.status_code, refused.json()[0]["code"]) == (status, status), refused.text
        assert refused.json()[0]["description"].startswith(words)
    async with httpx.AsyncClient(transport=httpx.ASGITransport(desk.app), base_url="http://intake") as bare:
        said = {"account_id": "y", "api_key": desk.key}
        assert (await bare.post(path, data=said)).status_code == 201
        assert (await bare.post(path, data=said | {"api_key": "wrong"})).status_code == 403
        assert (await bare.post(path, data={"account_id": "y"})).status_code == 403


async def test_without_postgres_one_may_come_again(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    async def away(*_: object, **__: object) -> None:
        raise ConnectionRefusedError

    monkeypatch.setattr(Surroundings, "spotted", away)
    monkeypatch.setattr(Surroundings, "followed", away)
    asked_, said = (
        await desk.client.get("/nearby", params={"lat": LAT, "long": LON}),
        await desk.client.post("/incidents/bekasi:road_water:a/voices", data={"account_id": "y"}),
    )
    for answer in (asked_, said):
        assert (answer.status_code, answer.headers["Retry-After"]) == (503, "5")
