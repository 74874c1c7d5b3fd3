"""Pages for everybody: both languages, nothing personal, kept, conditional, and not too often."""

import httpx
import pytest

from streams.http.shelf import AT_ONCE
from tests.integration.board.conftest import Desk
from tests.integration.board.incidents import open_incidents

pytestmark = pytest.mark.any_broker

HTML = {"Accept": "text/html"}
PAGES = ("/", "/status", "/map", "/kelurahan/kayuringinjaya")

_REPORTED = """
insert into reports (channel, id, reported_at, masked_text, masked_place, category, family, confidence,
                     category_evidence, urgency, urgency_rule, digest, origin_topic, origin_partition,
                     origin_offset)
select 'sorot', $1, now(), 'kata warga', 'rumah warga', category, split_part(id, ':', 2), 0.9, '[]',
       'normal', 'r', 'd', 't', 0, 0
from incidents where id = $2
"""
_LINKED = """
insert into links (channel, report_id, incident_id, decision, new_voice, evidence)
values ('sorot', $1, $2, 'opens', true, 'pertama')
"""


async def reported(desk: Desk, id: str, incident: str) -> None:
    """A report in an incident, as resolve writes it."""
    await desk.pool.execute(_REPORTED, id, incident)
    await desk.pool.execute(_LINKED, id, incident)


async def ask(browser: httpx.AsyncClient, number: str, language: str = "id") -> httpx.Response:
    return await browser.post(f"/status?lang={language}", data={"number": number}, headers=HTML)


async def test_every_page_is_there_in_both_languages_and_holds_nobodys_words(desk: Desk) -> None:
    await open_incidents(desk.pool, "p", 0, 5)
    await desk.pool.execute("update incidents set place_words = 'rumah Bu Siti', summary = 'kata Bu Siti'")
    async with desk.browser() as browser:
        for path in PAGES:
            plain = await browser.get(path, headers=HTML)
            english = await browser.get(path, headers=HTML | {"Accept-Language": "en-GB,id;q=0.5"})
            asked = await browser.get(f"{path}?lang=en", headers=HTML)
            assert [page.status_code for page in (plain, english, asked)] == [200] * 3, path
            assert '<html lang="id">' in plain.text
            assert '<html lang="en">' in english.text
            assert '<html lang="en">' in asked.text
            assert "Siti" not in plain.text + english.text
            assert "script-src 'self'" in plain.headers["content-security-policy"]
        rows = await browser.get("/map/incidents?lang=en")
        assert "Siti" not in rows.text
        told = rows.json()
        assert told["complete"] is True
        assert len(told["rows"]) == 6
        assert {"Trees", "Damaged roads, pavements and bridges"} <= {row["category"] for row in told["rows"]}
        assert all(row["lat"] == round(row["lat"], 3) for row in told["rows"])
        ward = await browser.get("/kelurahan/kayuringinjaya?lang=en", headers=HTML)
        assert ward.text.count("1 citizen reported it") == 2
        assert "/feeds/all/kayuringinjaya.atom" in ward.text
        missing = await browser.get("/kelurahan/naga?lang=en", headers=HTML)
        assert (missing.status_code, "Not found: naga" in missing.text) == (404, True)


async def test_what_is_private_or_not_understood_is_on_no_page(desk: Desk) -> None:
    private, unknown, shown = await open_incidents(desk.pool, "q", 0, 2)
    await desk.pool.execute("update incidents set category = 'medical_emergency' where id = $1", private)
    await desk.pool.execute("update incidents set category = 'other' where id = $1", unknown)
    async with desk.browser() as browser:
        rows = (await browser.get("/map/incidents")).json()["rows"]
        assert [row["id"] for row in rows] == [shown]


async def test_a_citizen_hears_where_a_report_stands_and_of_others_nothing(desk: Desk) -> None:
    road, private = await open_incidents(desk.pool, "r", 1, 2)
    await desk.pool.execute("update incidents set category = 'medical_emergency' where id = $1", private)
    await reported(desk, "7k3m-q0zx-91hd", road)
    await reported(desk, "s-2", private)
    async with desk.browser() as browser:
        found = await ask(browser, "7K3M \u2013 Q0ZX \u2013 91HD")
        assert found.status_code == 200
        assert "Jalan, trotoar &amp; jembatan rusak" in found.text
        assert "diteruskan ke instansi" in found.text
        assert "kata warga" not in found.text
        english = await ask(browser, "sorot:7k3m-q0zx-91hd", "en")
        assert "handed to the agency" in english.text
        assert (english.headers["cache-control"], english.headers["x-robots-tag"]) == ("no-store", "noindex")
        for number in ("s-2", "sorot:s-2", "none", "sorot:%' or 1=1"):
            refused = await ask(browser, number)
            assert refused.status_code == 404, number
            assert "Tidak ada laporan dengan nomor itu" in refused.text
        assert "Isi nomor laporannya" in (await ask(browser, " ")).text


async def test_pages_are_kept_and_sent_once(desk: Desk) -> None:
    desk.board.citizens.shelf._now_s = lambda: 0.0
    async with desk.browser() as browser:
        for path in ("/", "/map", "/map/incidents", "/kelurahan/kayuringinjaya"):
            first = await browser.get(path)
            assert first.headers["cache-control"].startswith("public, max-age=")
            known = await browser.get(path, headers={"If-None-Match": first.headers["etag"]})
            assert (known.status_code, known.text) == (304, ""), path
            assert "Accept-Language" in known.headers["vary"]
        # Made once in some seconds, however many ask; by this clock none passes.
        await open_incidents(desk.pool, "s", 0, 0)
        assert (await browser.get("/map/incidents")).json()["rows"] == []


@pytest.mark.parametrize("limit", ["pages_of_address", "questions_of_address"])
async def test_who_asks_too_often_waits(desk: Desk, limit: str) -> None:
    limits = getattr(desk.board.citizens, limit)
    limits._per_minute, limits._now_s = 1, lambda: 0.0
    async with desk.browser() as browser:
        first, second = [await ask(browser, "none", "en") for _ in range(2)]
        assert (first.status_code, second.status_code) == (404, 429)
        assert int(second.headers["retry-after"]) > 0
        assert "Too many requests" in second.text


async def test_who_asks_too_often_does_not_reach_postgres(desk: Desk) -> None:
    async with desk.signed_in("ani") as ani:
        await desk.pool.execute("update sessions set seen_at = now() - interval '5 minutes'")
        limits = desk.board.citizens.pages_of_address
        limits._per_minute, limits._now_s = 1, lambda: 0.0
        assert limits.wait_s("127.0.0.1") == 0
        assert (await ani.get("/", headers=HTML)).status_code == 429
        # Whoever asks Postgres for a session that was not used for a minute notes that it is used.
        assert await desk.pool.fetchval("select seen_at < now() - interval '4 minutes' from sessions")


async def test_who_is_signed_in_is_led_to_where_work_begins(desk: Desk) -> None:
    async with desk.signed_in("ani") as ani:
        led = await ani.get("/", headers=HTML)
        assert (led.status_code, led.headers["location"]) == (303, "/incidents")
        assert (await ani.get("/map", headers=HTML)).status_code == 200


async def test_what_everybody_reads_leaves_connections_to_others_and_rows_are_kept_once_a_language(
    desk: Desk,
) -> None:
    assert desk.board.connected.pool.get_max_size() > 2 * AT_ONCE
    async with desk.browser() as browser:
        for path in ("/map/incidents", "/agency/dishub/incidents"):
            before = len(desk.board.citizens.shelf._copies)
            for asked in ("", "?lang=id", "?lang=en"):
                for accepted in ("id", "en"):
                    answer = await browser.get(path + asked, headers={"Accept-Language": accepted})
                    assert answer.status_code == 200
            assert len(desk.board.citizens.shelf._copies) == before + 2
