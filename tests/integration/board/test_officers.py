"""What officers see and say on the board: forms in, words of their agency on Kafka out."""

import html
import json
import re
from typing import Any

import httpx
import pytest

from schemas.progress import Progress
from streams.photos import look
from tests.integration.board.conftest import Desk
from tests.integration.board.incidents import open_incidents
from tests.integration.intake.topic import records_of
from tests.unit.photos.pictures import encoded, scene

pytestmark = pytest.mark.any_broker

HTML = {"Accept": "text/html"}


async def fields(browser: httpx.AsyncClient, id: str, said: str, **more: str) -> dict[str, str]:
    """The form of one act, as the page shows it."""
    page = await browser.get(f"/mine/{id}", headers=HTML)
    [found] = [
        one for one in re.findall(r"<form.*?</form>", page.text, re.DOTALL) if f'value="{said}"' in one
    ]
    hidden = re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)"', found)
    return dict(hidden) | more


async def say(browser: httpx.AsyncClient, id: str, form: dict[str, str], **more: Any) -> httpx.Response:
    return await browser.post(f"/mine/{id}", data=form, headers=HTML, **more)


async def said(desk: Desk, id: str, agency: str = "dishub") -> list[Progress]:
    """What lies on the agency's topic about an incident."""
    found = await records_of(desk.settings.kafka, f"progress.{agency}")
    return [Progress.model_validate(one) for one in found if one["incident_id"] == id]


async def test_what_is_mine_is_listed_with_what_is_late_first(desk: Desk) -> None:
    ids = await open_incidents(desk.pool, "mine", 0, 8)
    own = ids[::3]
    # An emergency is to be accepted within minutes; the others within hours of work.
    await desk.pool.execute(
        "update incidents set urgency = 'emergency', opened_at = now() - interval '3 days' where id = $1",
        own[1],
    )
    async with desk.signed_in("dina", "agency", "dishub") as dina:
        assert (await dina.get("/", headers=HTML)).headers["location"] == "/mine"
        page = (await dina.get("/mine", headers=HTML)).text
        listed = [html.unescape(one) for one in re.findall(r'class="task[^"]*" href="/mine/([^"]+)"', page)]
        assert set(listed) == {one.replace(":", "%3A") for one in own}
        assert listed[0] == own[1].replace(":", "%3A")
        assert "Lewat janji (1)" in page


@pytest.mark.parametrize(("role", "agency"), [("operator", None), ("council", None), ("admin", None)])
async def test_only_officers_have_tasks(desk: Desk, role: Any, agency: None) -> None:
    [id] = await open_incidents(desk.pool, "roles", 0, 0)
    async with desk.signed_in("x", role, agency) as browser:
        for path in ("/mine", f"/mine/{id}"):
            assert (await browser.get(path, headers=HTML)).status_code == 403
        assert (await browser.post(f"/mine/{id}", data={"a": "b"})).status_code == 403


async def test_an_agency_says_nothing_about_what_is_not_its_own(desk: Desk) -> None:
    own, other, _ = await open_incidents(desk.pool, "theirs", 0, 2)
    async with desk.signed_in("dina", "agency", "dishub") as dina:
        form = await fields(dina, own, "accepted")
        assert (await dina.get(f"/mine/{other}", headers=HTML)).status_code == 404
        assert (await say(dina, other, form)).status_code == 404
        stolen = await say(dina, own, form | {"csrf": "no"})
        assert stolen.status_code == 403
    assert await said(desk, other) == await said(desk, own) == []


async def test_a_form_that_comes_twice_says_it_once_in_the_agencys_name(desk: Desk) -> None:
    [id] = await open_incidents(desk.pool, "twice", 0, 0)
    async with desk.signed_in("dina", "agency", "dishub") as dina:
        account = await desk.pool.fetchval("select id from accounts where login = 'dina'")
        form = await fields(dina, id, "refused", why="Ini jalan provinsi", agency="dbmsda")
        answers = [await say(dina, id, form) for _ in range(2)]
        assert [one.status_code for one in answers] == [303, 303]
        [word] = await said(desk, id)
        assert (word.by, word.said, word.version, word.why) == (account, "refused", 1, "Ini jalan provinsi")
        assert word.agency == "dbmsda"
        sent = answers[0].headers["location"]
        assert sent == f"/mine/{id.replace(':', '%3A')}?sent={word.id}#became"
        assert "Menunggu dicatat" in (await dina.get(sent, headers=HTML)).text
        await _recorded(desk, word, "refused", "not_now", "dishub is at accepted")
        page = (await dina.get(sent, headers=HTML)).text
        assert "Tidak diterapkan" in page
        assert "mungkin rekan Anda sudah melakukannya" in page
        assert "dishub is at accepted" not in page


async def _recorded(desk: Desk, word: Progress, result: str, *why: str) -> None:
    """As `resolve` writes it."""
    await desk.pool.execute(
        "insert into progress (agency, id, incident_id, at, by, said, why, content, digest, result, code,"
        " field, reason) values ('dishub', $1, $2, $3, $4, $5, $6, $7, '', $8, $9, $10, $11)",
        *(word.id, word.incident_id, word.at, word.by, word.said, word.why, word.model_dump_json(), result),
        *((why[0], "said", why[1]) if why else (None, None, None)),
    )


async def test_what_postgres_knows_is_not_said_again(desk: Desk) -> None:
    """After a start nobody remembers what was sent before it."""
    [id] = await open_incidents(desk.pool, "known", 0, 0)
    async with desk.signed_in("dina", "agency", "dishub") as dina:
        form = await fields(dina, id, "accepted")
        word = {"id": f"board-{form['form']}-accepted", "incident_id": id, "version": 1, "by": "x"}
        at = "2026-11-28T08:00:00+07:00"
        await _recorded(desk, Progress.model_validate({**word, "at": at, "said": "accepted"}), "applied")
        sent = await say(dina, id, form)
        assert sent.status_code == 303
        assert "Tercatat" in (await dina.get(sent.headers["location"], headers=HTML)).text
    assert await said(desk, id) == []


async def test_a_photo_is_kept_without_its_metadata_and_shown_with_the_word(desk: Desk) -> None:
    [id] = await open_incidents(desk.pool, "photo", 0, 0)
    async with desk.signed_in("dina", "agency", "dishub") as dina:
        form = await fields(dina, id, "resolved", lat="-6.2383", lon="106.9756", taken_ms="1790000000000")
        assert (await say(dina, id, form, files={"foto": ("a.jpg", encoded(scene(1)))})).status_code == 303
        [word] = await said(desk, id)
        [photo] = word.photos
        assert photo.url == f"http://127.0.0.1:8311/photos/{photo.sha256}.jpg"
        assert (photo.lat, photo.lon) == (-6.2383, 106.9756)
        assert photo.phash
        assert desk.board.connected.photos
        assert await desk.board.connected.photos.image(photo.sha256 or "")
        await _recorded(desk, word, "applied")
        page = (await dina.get(f"/mine/{id}", headers=HTML)).text
        [shown] = re.findall(r'<img src="([^"]+)"', page)
        assert (await dina.get(html.unescape(shown))).status_code == 200


async def test_what_is_no_photo_or_too_large_is_refused_and_the_form_stays(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    [id] = await open_incidents(desk.pool, "large", 0, 0)
    async with desk.signed_in("dina", "agency", "dishub") as dina:
        form = await fields(dina, id, "resolved")
        broken = await say(dina, id, form, files={"foto": ("a.jpg", b"\xff\xd8\xff no")})
        assert broken.status_code == 400
        assert "rusak" in broken.text
        assert form["form"] in broken.text
        large = await say(dina, id, form, files={"foto": ("a.jpg", b"\xff\xd8\xff" * 5_100_000)})
        assert large.status_code == 413
        monkeypatch.setitem(look.PIXELS_MAX, "JPEG", 1_000)  # type: ignore[arg-type]
        bomb = await say(dina, id, form, files={"foto": ("a.jpg", encoded(scene(1)))})
        assert bomb.status_code == 413
        reasonless = await say(dina, id, await fields(dina, id, "cannot"))
        assert (reasonless.status_code, "Tulis alasannya" in reasonless.text) == (400, True)
        assert await said(desk, id) == []
        monkeypatch.undo()
        assert (await say(dina, id, form, files={"foto": ("a.jpg", encoded(scene(1)))})).status_code == 303
    assert len(await said(desk, id)) == 1


async def test_a_page_of_scripts_is_told_in_json(desk: Desk) -> None:
    [id] = await open_incidents(desk.pool, "json", 0, 0)
    async with desk.signed_in("dina", "agency", "dishub") as dina:
        form = await fields(dina, id, "cannot")
        refused = await dina.post(f"/mine/{id}", data=form)
        assert (refused.status_code, json.loads(refused.text)["code"]) == (400, "act_why")
