"""Feeds over HTTP, from what Postgres holds."""

import csv
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from io import StringIO

import feedparser
import pytest

from schemas.catalog.models import Urgency
from schemas.incident import Incident, Routed, State
from schemas.life import Life, Step
from sinks.postgres import Store
from streams.http import shelf
from tests.integration.intake.conftest import Desk
from tests.integration.postgres.said import put
from tests.unit.core.bekasi import CATALOG
from tests.unit.core.reports import incident, point

pytestmark = pytest.mark.any_broker

FORMATS = ("geojson", "atom", "csv", "html")
NOW = datetime.now(UTC)
HERE = point().model_copy(
    update={
        "lat": -6.240_987,
        "lon": 106.993_123,
        "kelurahan": "kayuringinjaya",
        "kecamatan": "bekasi_selatan",
    }
)


def routed(*agencies: str) -> tuple[Routed, ...]:
    return tuple(Routed(agency, "rule", "sebab", "2026-11-24") for agency in agencies)


def lamp(id: str, **changes: object) -> Incident:
    plain = replace(
        incident("a", place=HERE),
        id=f"bekasi:traffic:{id}",
        category="street_light",
        urgency=Urgency.HIGH,
        routed=routed("dishub"),
        reports=4,
        voices=3,
    )
    return replace(plain, **changes)


def closed(id: str, days: float, **changes: object) -> Incident:
    at = NOW - timedelta(days=days)
    return lamp(id, state=State.CLOSED, closed_at=at, life=Life(step=Step.CLOSED, at=at), **changes)


INCIDENTS = (
    lamp("open"),
    lamp("both", routed=routed("dlh", "dishub"), life=Life(step=Step.REOPENED, at=NOW, reopened=2)),
    lamp("nowhere", place=None),
    closed("of-late", 6.9),
    closed("long-ago", 7.1),
    lamp("theirs", routed=routed("dlh")),
    lamp("margahayu", place=HERE.model_copy(update={"kelurahan": "margahayu"})),
    lamp("private", category="tax"),
    lamp("ill", category="medical_emergency"),
    lamp("unknown", category="other"),
    closed("moved", 1, reports=0, voices=0, moved_to="bekasi:traffic:open"),
)


async def ids(desk: Desk, path: str) -> set[str]:
    answer = await desk.client.get(f"/feeds/{path}.geojson")
    assert answer.status_code == 200, answer.text
    return {feature["id"].rpartition(":")[2] for feature in answer.json()["features"]}


async def test_each_feed_holds_what_its_agency_must_do_and_anybody_may_know(desk: Desk) -> None:
    await put(Store(desk.pool, "c"), INCIDENTS)
    assert await ids(desk, "dishub") == {"open", "both", "nowhere", "of-late", "margahayu"}
    assert await ids(desk, "dishub/kayuringinjaya") == {"open", "both", "of-late"}
    assert await ids(desk, "dlh") == {"both", "theirs"}
    assert await ids(desk, "all/kayuringinjaya") == {"open", "both", "of-late", "theirs"}
    assert await ids(desk, "bapenda") == set()

    feed = (await desk.client.get("/feeds/dishub.geojson")).json()
    of = {feature["id"].rpartition(":")[2]: feature for feature in feed["features"]}
    assert of["open"]["geometry"] == {"type": "Point", "coordinates": [106.993, -6.241]}
    assert of["nowhere"]["geometry"] is None
    told = of["both"]["properties"]
    assert (told["agencies"], told["step"], told["reopened"]) == (["dlh", "dishub"], "reopened", 2)
    assert (told["voices"], told["error_m"], told["urgency_label"]) == (3, 100, "tinggi")
    assert of["of-late"]["properties"]["closed_at"] is not None

    atom = feedparser.parse((await desk.client.get("/feeds/dishub.atom")).content)
    assert not atom.bozo
    assert {entry.id.rpartition(":")[2] for entry in atom.entries} == set(of)
    text = (await desk.client.get("/feeds/dishub.csv")).text
    rows = {row["id"].rpartition(":")[2]: row for row in csv.DictReader(StringIO(text))}
    assert rows.keys() == of.keys()
    assert (rows["open"]["lat"], rows["open"]["lon"]) == ("-6.241", "106.993")
    page = await desk.client.get("/feeds/dishub.html")
    assert all(f'<li id="bekasi:traffic:{id}">' in page.text for id in of)


async def test_what_changed_last_stands_first(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(shelf, "FRESH_S", 0.0)
    store = Store(desk.pool, "c")
    for id in ("a", "b", "c"):
        await put(store, [lamp(id)])
    first = await desk.client.get("/feeds/dishub.geojson")
    assert [feature["id"][-1] for feature in first.json()["features"]] == ["c", "b", "a"]

    await put(store, [lamp("a", event="bekasi:traffic:event-x")])
    same = await desk.client.get("/feeds/dishub.geojson")
    assert same.headers["etag"] == first.headers["etag"], "to be gathered by an event is no new version"
    await put(store, [lamp("a", version=2, voices=4)])
    other = await desk.client.get("/feeds/dishub.geojson")
    assert [feature["id"][-1] for feature in other.json()["features"]] == ["a", "c", "b"]
    assert other.headers["etag"] != first.headers["etag"]


async def test_who_has_it_already_is_sent_nothing(desk: Desk) -> None:
    await put(Store(desk.pool, "c"), [lamp("a")])
    plain = {"Accept-Encoding": "identity"}
    for format in FORMATS:
        path = f"/feeds/all/kayuringinjaya.{format}"
        whole = await desk.client.get(path, headers=plain)
        packed = await desk.client.get(path, headers={"Accept-Encoding": "gzip"})
        assert packed.headers["content-encoding"] == "gzip"
        assert packed.content == whole.content
        assert packed.headers["etag"] != whole.headers["etag"]
        assert whole.headers["cache-control"].startswith("public, max-age=60")
        assert whole.headers["access-control-allow-origin"] == "*"
        assert whole.headers["last-modified"].endswith(" GMT")
        head = await desk.client.head(path, headers=plain)
        assert (head.status_code, head.content) == (200, b"")
        assert head.headers == whole.headers
        tag = whole.headers["etag"]
        known = await desk.client.get(path, headers=plain | {"If-None-Match": f'"old", W/{tag}'})
        assert (known.status_code, known.content, known.headers["etag"]) == (304, b"", tag)
        assert "content-length" not in known.headers


async def test_what_there_is_no_feed_of(desk: Desk) -> None:
    for path in ("dishubb.atom", "poc.csv", "dishub.json", "dishub/bandung.atom", "mitra_contoh_jalan.html"):
        answer = await desk.client.get(f"/feeds/{path}", headers={"Accept-Language": "en"})
        assert answer.status_code == 404
        assert answer.json() == [{"code": 404, "description": f"not found: /feeds/{path}"}]
        assert answer.headers["access-control-allow-origin"] == "*"


async def test_the_page_names_every_feed_and_the_script_sets_text_alone(desk: Desk) -> None:
    page = (await desk.client.get("/feeds")).text
    base = f"http://127.0.0.1:{desk.settings.intake.port}/feeds"
    assert f'href="{base}/dishub.atom"' in page
    assert f'href="{base}/all/kayuringinjaya.csv"' in page
    assert "poc" not in page
    for path in {link.split('"')[0] for link in page.split(f'href="{base}')[1:]}:
        name = path.removeprefix("/").rpartition(".")[0]
        assert name.split("/")[0] in {*CATALOG.agencies, "all"}
    script = await desk.client.get("/feeds/embed.js")
    assert script.headers["content-type"] == "text/javascript; charset=utf-8"
    assert not any(
        way in script.text for way in ("innerHTML", "outerHTML", "insertAdjacent", "document.write")
    )


async def test_an_old_feed_is_served_while_postgres_is_away(
    desk: Desk, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    await put(Store(desk.pool, "c"), [lamp("a")])
    before = await desk.client.get("/feeds/dishub.atom")
    monkeypatch.setattr(shelf, "FRESH_S", 0.0)
    await desk.here.pool.close()
    after = await desk.client.get("/feeds/dishub.atom")
    assert (after.status_code, after.content) == (200, before.content)
    never = await desk.client.get("/feeds/dlh.atom")
    assert (never.status_code, never.headers["retry-after"]) == (503, "5")
    assert never.json()[0]["description"] == "sistem sedang tidak tersedia; coba lagi dalam 5 detik"
    assert "dishub.atom" in [vars(record).get("what") for record in caplog.records]


async def test_no_request_can_put_its_own_address_into_an_answer(desk: Desk) -> None:
    for path, address in (
        ("/feeds/dishub.atom", "/feeds/dishub"),
        ("/open311/discovery.json", "/open311/v2"),
    ):
        answer = await desk.client.get(path, headers={"Host": "evil.example"})
        assert answer.status_code == 200
        assert "evil" not in answer.text
        assert f"{desk.settings.intake.public_url}{address}" in answer.text
