"""The page of an agency, for everybody."""

import html
import re

import pytest

from streams.board.access.limits import Limits
from tests.integration.board.conftest import Desk
from tests.integration.board.incidents import close, open_incidents

pytestmark = pytest.mark.any_broker

HTML = {"Accept": "text/html"}
ENGLISH = HTML | {"Accept-Language": "en-GB,en;q=0.9"}


async def test_anybody_sees_what_is_open_but_no_word_of_a_citizen(desk: Desk) -> None:
    own, other, _ = await open_incidents(desk.pool, "public", 0, 2)
    await desk.pool.execute("update incidents set category = 'social_aid' where id = $1", other)
    await desk.pool.execute(
        'update incidents set routed = routed || \'[{"agency": "dishub"}]\' where id = $1', other
    )
    async with desk.browser() as anybody:
        page = await anybody.get("/agency/dishub", headers=HTML)
        assert page.status_code == 200
        assert "Dinas Perhubungan" in page.text
        assert page.text.count('<p class="what">') == 1
        rows = (await anybody.get("/agency/dishub/incidents")).json()["rows"]
        assert [row["id"] for row in rows] == [own]
        assert rows[0]["lat"] == round(rows[0]["lat"], 3)
        for text in (page.text, str(rows)):
            assert "nomor" not in text
            assert "Jalan Ahmad Yani" not in text
        assert "Penyelesaian" not in page.text
        english = await anybody.get("/agency/dishub", headers=ENGLISH)
        assert '<html lang="en">' in english.text
        assert "Programme of work" in english.text
        assert "Programme of work" in (await anybody.get("/agency/dishub?lang=en", headers=HTML)).text


async def test_its_times_are_told(desk: Desk) -> None:
    ids = await open_incidents(desk.pool, "times", 0, 8)
    await desk.pool.execute(
        "insert into progress (agency, id, incident_id, at, by, said, why, content, digest, result)"
        " select 'dishub', id, id, opened_at + interval '2 hours', 'x', 'accepted', '', '{}', '', 'applied'"
        " from incidents where id = any($1)",
        ids[::3],
    )
    async with desk.browser() as anybody:
        page = html.unescape((await anybody.get("/agency/dishub", headers=HTML)).text)
        [answered] = re.findall(r"Ditanggapi</th><td>([^<]+)</td><td>([^<]+)", page)
        assert answered == ("2 jam", "2 jam")
        assert "Dari 3 tugas dalam 12 minggu terakhir." in page
        nothing = (await anybody.get("/agency/damkar", headers=HTML)).text
        assert "Belum ada tugas dalam 12 minggu terakhir." in nothing


async def test_only_the_page_to_embed_may_be_framed_and_it_has_no_cookie(desk: Desk) -> None:
    async with desk.signed_in("ani") as ani:
        for path in ("/agency/dishub?embed=1", "/agency/dishub?embed=1&lang=en"):
            framed = await ani.get(path, headers=HTML)
            assert "frame-ancestors *" in framed.headers["content-security-policy"]
            assert framed.headers["cross-origin-resource-policy"] == "cross-origin"
            assert "set-cookie" not in framed.headers
            assert "script-src 'self'" in framed.headers["content-security-policy"]
            # Whoever is signed in sees what everybody sees.
            assert "Keluar" not in framed.text
        for path in ("/agency/dishub", "/agency/dishub/incidents", "/agency/dishub?embed=0"):
            answer = await ani.get(path, headers=HTML)
            assert "frame-ancestors 'none'" in answer.headers["content-security-policy"], path
        snippet = html.unescape((await ani.get("/agency/dishub", headers=HTML)).text)
        assert f'<iframe src="{desk.url}/agency/dishub?embed=1&lang=id"' in snippet


async def test_it_is_kept_so_that_postgres_is_asked_once(desk: Desk) -> None:
    ids = await open_incidents(desk.pool, "kept", 0, 0)
    async with desk.browser() as anybody:
        first = await anybody.get("/agency/dishub", headers=HTML)
        await close(desk.pool, ids)
        again = await anybody.get("/agency/dishub", headers=HTML)
        assert again.text == first.text
        assert first.headers["cache-control"].startswith("public, max-age=60")
        known = await anybody.get("/agency/dishub", headers=HTML | {"If-None-Match": first.headers["etag"]})
        assert known.status_code == 304


async def test_who_asks_too_often_is_told_when_to_come_again(desk: Desk) -> None:
    object.__setattr__(desk.board.citizens, "pages_of_address", Limits(2))
    async with desk.browser() as anybody:
        statuses = [(await anybody.get("/agency/dishub", headers=HTML)).status_code for _ in range(3)]
        assert statuses == [200, 200, 429]


@pytest.mark.parametrize("id", ["poc", "mitra_contoh_jalan", "nobody", "%2e%2e"])
async def test_there_is_no_page_of_others(desk: Desk, id: str) -> None:
    async with desk.browser() as anybody:
        assert (await anybody.get(f"/agency/{id}", headers=HTML)).status_code == 404


async def test_it_waits_neither_for_the_council_nor_long_for_its_own_figures(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with desk.browser() as anybody:
        with monkeypatch.context() as patch:
            patch.setattr("streams.board.agency_page.routes.TIMES_S", 0.05)
            async with desk.board.public_council._shared._one:
                without = await anybody.get("/agency/damkar", headers=HTML)
                assert without.status_code == 200
                assert "Angka sedang tidak tersedia." in without.text
        async with desk.board.council._shared._one:
            page = await anybody.get("/agency/dishub", headers=HTML)
            assert "Belum ada tugas dalam 12 minggu terakhir." in page.text
