"""Photos of an incident: for who may see it, from the place that the intake keeps them in."""

import json
from io import BytesIO
from pathlib import Path

import pytest
from PIL import Image

from sinks.postgres import Pool
from streams.photos.album import store_of
from streams.photos.stored import StoredPhoto
from streams.settings import Settings
from streams.stack.crew import _with_photos
from tests.integration.board.conftest import Desk
from tests.integration.board.incidents import open_incidents
from tests.unit.photos.pictures import encoded, scene

pytestmark = pytest.mark.any_broker

ELSEWHERE = "https://foto.example/photos/" + "5f" * 32 + ".jpg"


async def kept(desk: Desk, seed: int) -> StoredPhoto:
    """A photo that somebody sent to the intake."""
    assert desk.board.connected.photos
    return await desk.board.connected.photos.take(encoded(scene(seed, (1_200, 900))))


async def shows(pool: Pool, id: str, *urls: str) -> None:
    """An incident of which these photos were sent."""
    await pool.execute("update incidents set photos = $2 where id = $1", id, json.dumps(urls))


async def proves(pool: Pool, id: str, url: str, result: str) -> None:
    """What the agency showed of its fix, taken or refused."""
    said = {"id": result, "incident_id": id, "version": 1, "at": "2026-11-28T08:00:00+07:00", "by": "x"}
    content = json.dumps({**said, "said": "resolved", "photos": [{"url": url}]})
    refusal = ("not_now", "said", "no") if result == "refused" else (None, None, None)
    await pool.execute(
        "insert into progress (agency, id, incident_id, at, by, said, why, content, digest, result, code,"
        " field, reason)"
        " values ('dishub', $2, $1, now(), 'x', 'resolved', '', $3, '', $2, $4, $5, $6)",
        *(id, result, content, *refusal),
    )


def path(id: str, photo: StoredPhoto, size: str = "photo") -> str:
    return f"/incident/{id}/{size}/{photo.sha256}.jpg"


async def test_photos_are_shown_to_who_may_see_their_incident_and_to_nobody_else(desk: Desk) -> None:
    own, other, _ = await open_incidents(desk.pool, "photos", 0, 2)
    photo, fix, refused, others = [await kept(desk, seed) for seed in range(4)]
    await shows(desk.pool, own, photo.url, ELSEWHERE)
    await shows(desk.pool, other, others.url)
    await proves(desk.pool, own, fix.url, "applied")
    await proves(desk.pool, own, refused.url, "refused")
    async with desk.signed_in("dina", "agency", "dishub") as dina, desk.signed_in("ani") as ani:
        for browser in (dina, ani):
            shown = await browser.get(path(own, photo))
            assert (shown.status_code, shown.headers["content-type"]) == (200, "image/jpeg")
            assert shown.headers["cache-control"].startswith("private, ")
            assert Image.open(BytesIO(shown.content)).size == (1_200, 900)
            assert (await browser.get(path(own, fix))).status_code == 200
            again = {"If-None-Match": shown.headers["etag"]}
            assert (await browser.get(path(own, photo), headers=again)).status_code == 304
            for wrong in (path(own, others), path(own, refused), f"/incident/{own}/photo/{'5f' * 32}.jpg"):
                assert (await browser.get(wrong)).status_code == 404, wrong
        small = await dina.get(path(own, photo, "thumbnail"))
        assert max(Image.open(BytesIO(small.content)).size) == 320
        assert (await dina.get(path(other, others))).status_code == 404
        assert (await ani.get(path(other, others))).status_code == 200
    async with desk.browser() as nobody, desk.signed_in("dewi", "council") as dewi:
        assert (await nobody.get(path(own, photo))).status_code == 401
        assert (await dewi.get(path(own, photo))).status_code == 403


async def test_what_was_forgotten_is_not_there(desk: Desk) -> None:
    [id] = await open_incidents(desk.pool, "gone", 0, 0)
    photo = await kept(desk, 1)
    await shows(desk.pool, id, photo.url)
    store_of(desk.settings).remove(photo.sha256)
    async with desk.signed_in("ani") as ani:
        assert (await ani.get(path(id, photo))).status_code == 404


def test_on_one_machine_the_board_finds_them_where_the_intake_keeps_them(tmp_path: Path) -> None:
    settings = Settings(folder=tmp_path)
    assert store_of(_with_photos(settings)).url == store_of(settings).url
