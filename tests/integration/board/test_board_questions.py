"""Questions as operators get them: which, in which order, and with what beside it."""

import html
import re
import secrets

import httpx
import pytest

from tests.integration.board.conftest import Desk
from tests.integration.board.incidents import close, open_incidents
from tests.integration.board.reports import add_reports, ask
from tests.integration.board.test_board_access import HTML
from tests.integration.board.test_board_photos import kept, path, shows

pytestmark = pytest.mark.any_broker


async def asked(browser: httpx.AsyncClient, of: str = "") -> tuple[dict[str, str], list[str], str]:
    """What the article says of the two; what waits; the page."""
    answer = await browser.get("/questions", params={"of": of}, headers=HTML)
    assert answer.status_code == 200, answer.text
    article = re.search(r'<article class="pair"[^>]*>', answer.text)
    waits = re.search(r'data-waiting="([^"]*)"', answer.text)
    assert waits
    said = dict(re.findall(r'data-([a-z-]+)="([^"]*)"', article[0] if article else ""))
    return said, waits[1].split(), html.unescape(answer.text)


async def test_the_most_urgent_is_asked_first_with_both_sides_and_what_speaks_for_it(desk: Desk) -> None:
    # Of the numbers 3 is high, 9 an emergency, the others are normal.
    found = await open_incidents(desk.pool, secrets.token_hex(4), 0, 9)
    await add_reports(desk.pool, found[9], ["lampu padam di gang"], "asks")
    await add_reports(desk.pool, found[0], ["gelap gulita"])
    photo = await kept(desk, 0)
    await shows(desk.pool, found[0], photo.url)
    for one in (1, 3, 9):
        await ask(desk.pool, found[one], found[0])
    async with desk.signed_in("ani") as ani:
        said, waits, page = await asked(ani)
        assert waits == [found[9], found[3], found[1]]
        assert (said["one"], said["other"], said["asks"]) == (found[9], found[0], found[0])
        assert (said["mergeable"], said["one-revision"]) == ("yes", "0")
        assert len(said["one-place"].split()) == 3
        for words in ("lampu padam di gang", "gelap gulita", "35 m", "+2,2", "jumlah", "Jarak "):
            assert words in page, words
        assert f'<img src="{path(found[0], photo, "thumbnail").replace(":", "%3A")}"' in page
        assert (await asked(ani, found[1]))[0]["one"] == found[1]
        assert (await asked(ani, "bekasi:traffic:none"))[0]["one"] == found[9]


async def test_where_the_other_moved_on_its_reports_are_asked_about(desk: Desk) -> None:
    one, other, into = await open_incidents(desk.pool, secrets.token_hex(4), 0, 2)
    await ask(desk.pool, one, other)
    async with desk.signed_in("ani") as ani:
        await desk.pool.execute(
            "update incidents set state = 'closed', reports = 0, voices = 0, moved_to = $2 where id = $1",
            other,
            into,
        )
        said, _, _ = await asked(ani)
        assert (said["one"], said["other"], said["asks"]) == (one, into, other)
        await close(desk.pool, [into])
        said, _, page = await asked(ani)
        assert said["mergeable"] == ""
        assert "tidak dapat digabung" in page


async def test_where_nothing_is_asked_the_page_says_so(desk: Desk) -> None:
    async with desk.signed_in("ani") as ani:
        said, waits, page = await asked(ani)
    assert (said, waits) == ({}, [])
    assert "Tidak ada yang perlu dijawab" in page


async def test_two_that_were_picked_are_shown_before_they_are_merged(desk: Desk) -> None:
    one, other = await open_incidents(desk.pool, secrets.token_hex(4), 0, 1)
    async with desk.signed_in("ani") as ani:
        page = await ani.get("/compare", params={"incident": one, "into": other}, headers=HTML)
        assert "Gabungkan A ke B?" in page.text
        assert f'data-one="{one}"' in page.text
        missing = {"incident": one, "into": "bekasi:traffic:none"}
        assert (await ani.get("/compare", params=missing, headers=HTML)).status_code == 404
        assert (await ani.get("/compare", params={"incident": one}, headers=HTML)).status_code == 400
