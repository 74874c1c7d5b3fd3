"""Photos over HTTP: taken, refused, shown. Of the intake there is no more here than photos and a key."""

import asyncio
import time
from collections.abc import AsyncIterator
from dataclasses import dataclass
from datetime import UTC, datetime
from hashlib import sha256
from pathlib import Path
from threading import Event
from types import SimpleNamespace
from typing import Any
from urllib.parse import urlsplit

import httpx
import pytest
import pytest_asyncio
from fastapi import FastAPI

from schemas.report import Photo
from sinks.photo_store import PhotoStore
from sinks.photo_store_error import PhotoStoreError
from streams.http.faults import Fault
from streams.intake.http.refusals import refused
from streams.intake.photo_routes import router
from streams.photos import album, upload
from streams.photos.album import Photos, photos_in, store_of
from streams.photos.links import sign
from streams.photos.look import BYTES_MAX, looked_at
from streams.photos.signing import secrets_of
from streams.settings import IntakeSettings, Settings
from tests.unit.photos.pictures import encoded, exif_of, scene
from tests.waiting import until

EXIF = b"Exif\x00\x00" + exif_of(taken_at="2026:01:24 08:30:00", offset="+07:00", lat=-6.2383, lon=106.9756)
ENGLISH = {"Accept-Language": "en"}


@dataclass(frozen=True, slots=True)
class Desk:
    photos: Photos
    client: httpx.AsyncClient
    folder: Path


class OneKey:
    async def admit(self, key: str | None) -> None:
        if key != "ours":
            raise Fault(403, "no_key")


@pytest_asyncio.fixture
async def desk(tmp_path: Path) -> AsyncIterator[Desk]:
    settings = Settings(folder=tmp_path)
    app = FastAPI()
    app.add_exception_handler(Fault, refused)
    app.include_router(router())
    async with (
        photos_in(store_of(settings), settings, UTC) as photos,
        httpx.AsyncClient(
            transport=httpx.ASGITransport(app), base_url="http://intake", headers={"X-API-Key": "ours"}
        ) as client,
    ):
        app.state.intake = SimpleNamespace(photos=photos, keys=OneKey())
        yield Desk(photos, client, tmp_path / "photos")


def signed(desk: Desk, photo: str, for_s: int) -> str:
    settings = Settings(folder=desk.folder.parent)
    expires_s = int(time.time()) + for_s
    return sign(settings.intake.public_url, photo, expires_s, secrets_of(settings)) or ""


def photo_of(seed: int = 1) -> bytes:
    return encoded(scene(seed), exif=EXIF)


async def send(desk: Desk, content: bytes, field: str = "photo", **headers: str) -> httpx.Response:
    # The name and type that a sender gives say nothing.
    files = {field: ("catatan.txt", content, "text/plain")}
    return await desk.client.post("/photos", files=files, headers=ENGLISH | headers)


def said(answer: httpx.Response) -> tuple[int, str]:
    [refusal] = answer.json()
    assert refusal["code"] == answer.status_code
    return refusal["code"], refusal["description"]


async def test_a_photo_is_taken_and_shown_by_a_signed_link(desk: Desk) -> None:
    answer = await send(desk, photo_of())
    assert answer.status_code == 201
    taken = answer.json()
    assert taken == {
        "url": f"http://127.0.0.1:8311/photos/{taken['sha256']}.jpg",
        "sha256": taken["sha256"],
        "phash": taken["phash"],
        "taken_at": "2026-01-24T08:30:00+07:00",
        "lat": -6.2383,
        "lon": 106.9756,
        "width": 320,
        "height": 240,
    }
    assert Photo.model_validate(taken).taken_at == datetime(2026, 1, 24, 1, 30, tzinfo=UTC)
    shown = await desk.client.get(signed(desk, taken["url"], 60))
    assert (shown.status_code, shown.headers["content-type"]) == (200, "image/jpeg")
    assert sha256(shown.content).hexdigest() == taken["sha256"]
    assert shown.headers["x-content-type-options"] == "nosniff"
    assert shown.headers["content-security-policy"] == "default-src 'none'"
    assert shown.headers["content-disposition"] == "inline"
    private, age = shown.headers["cache-control"].split(", max-age=")
    assert (private, 55 <= int(age) <= 60) == ("private", True)
    again = await desk.client.get(str(shown.url), headers={"If-None-Match": shown.headers["etag"]})
    assert (again.status_code, again.content) == (304, b"")


async def test_a_photo_sent_again_is_the_same_and_its_first_fields_are_known(desk: Desk) -> None:
    photos = desk.photos
    first = (await send(desk, photo_of())).json()
    assert (await send(desk, photo_of())).json() == first
    bare = (await send(desk, encoded(scene(1)))).json()
    assert (bare["url"], "lat" in bare, "taken_at" in bare) == (first["url"], False, False)
    for named in (first["url"], signed(desk, first["sha256"], 60)):
        known = await photos.known(named)
        assert known is not None
        assert known.model_dump(mode="json") == first
    assert await photos.known(f"http://127.0.0.1:8311/photos/{'0' * 64}.jpg") is None
    assert await photos.known(first["url"].replace("127.0.0.1", "elsewhere")) is None


async def test_a_photo_is_still_known_when_we_have_another_address(desk: Desk) -> None:
    taken = (await send(desk, photo_of())).json()
    settings = Settings(folder=desk.folder.parent, intake=IntakeSettings(url="https://lapor.example/"))
    async with photos_in(store_of(settings), settings, UTC) as moved:
        assert await moved.known(taken["url"]) is None
        address = f"https://lapor.example/photos/{taken['sha256']}.jpg"
        known = await moved.known(address)
    assert known is not None
    assert known.url == address


async def test_a_photo_needs_a_key(desk: Desk) -> None:
    assert (await send(desk, photo_of(), **{"X-API-Key": "theirs"})).status_code == 403


@pytest.mark.parametrize(
    ("content", "refusal"),
    [
        (b"", (415, "photo: holds neither JPEG nor PNG nor WebP (convert HEIC to JPEG first)")),
        (photo_of()[:-400], (400, "photo: the photo is broken or cut off")),
        (encoded(scene(1, (40, 40))), (400, "photo: its shorter side has less than 64 pixels")),
        (b"x" * (BYTES_MAX + 1), (413, "photo: larger than 15 MB")),
    ],
    ids=["empty", "cut", "tiny", "large"],
)
async def test_what_is_no_photo_is_refused_by_name(
    desk: Desk, content: bytes, refusal: tuple[int, str]
) -> None:
    assert said(await send(desk, content)) == refusal
    assert not list(desk.folder.rglob("*.jpg"))


@pytest.mark.parametrize(
    ("request_", "refusal"),
    [
        ({"files": {"foto": b"x"}}, (400, "photo: needs one photo, as a file")),
        ({"data": {"photo": "x"}, "files": {"foto": b"x"}}, (400, "photo: needs one photo, as a file")),
        (
            {"files": [("photo", b"x"), ("photo", b"y")]},
            (400, "body: broken multipart/form-data, or too many parts"),
        ),
        (
            {"content": b"broken", "headers": {"Content-Type": "multipart/form-data; boundary=x"}},
            (400, "body: broken multipart/form-data, or too many parts"),
        ),
        (
            {"content": b"--x", "headers": {"Content-Type": "multipart/form-data"}},
            (400, "body: broken multipart/form-data, or too many parts"),
        ),
        ({"json": {"photo": "x"}}, (415, "Content-Type: must be multipart/form-data")),
        ({}, (415, "Content-Type: must be multipart/form-data")),
    ],
)
async def test_a_body_that_holds_no_photo_is_refused(
    desk: Desk, request_: dict[str, Any], refusal: tuple[int, str]
) -> None:
    headers = ENGLISH | request_.pop("headers", {})
    assert said(await desk.client.post("/photos", headers=headers, **request_)) == refusal


async def test_what_is_too_large_is_refused_before_it_has_come(desk: Desk) -> None:
    sent_bytes = 0

    async def endless() -> AsyncIterator[bytes]:
        nonlocal sent_bytes
        yield b'--x\r\nContent-Disposition: form-data; name="photo"; filename="a"\r\n\r\n'
        while sent_bytes < 10 * BYTES_MAX:
            sent_bytes += 1_000_000
            yield bytes(1_000_000)

    headers = ENGLISH | {"Content-Type": "multipart/form-data; boundary=x"}
    assert said(await desk.client.post("/photos", content=endless(), headers=headers))[0] == 413
    assert sent_bytes <= BYTES_MAX + 2_000_000


async def test_what_comes_too_slowly_is_refused(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(upload, "UPLOAD_S", 0.05)

    async def stalled() -> AsyncIterator[bytes]:
        yield b"--x\r\n"
        await asyncio.Event().wait()

    headers = ENGLISH | {"Content-Type": "multipart/form-data; boundary=x"}
    answer = await desk.client.post("/photos", content=stalled(), headers=headers)
    assert said(answer) == (408, "the upload was too slow")


async def test_links_that_we_did_not_make_show_nothing_and_tell_nothing(desk: Desk) -> None:
    taken = (await send(desk, photo_of())).json()
    there, absent = signed(desk, taken["url"], 60), signed(desk, "0" * 64, 60)
    wrong = [
        taken["url"],
        there.replace("signature=", "signature=x"),
        there.replace("expires=", "expires=9"),
        there.replace(taken["sha256"], "0" * 64),
        absent.replace("signature=", "signature=x"),
        signed(desk, taken["url"], -1),
        f"{there}&expires=x",
        "/photos/x.jpg",
        "/photos/..%2f..%2fphoto-links.secret",
    ]
    answers = [await desk.client.get(link, headers=ENGLISH) for link in wrong]
    refusals = {said(answer) for answer in answers if answer.status_code != 404}
    assert refusals == {(403, "this link to a photo is wrong or has expired")}
    assert [answer.status_code for answer in answers].count(404) <= 1, "a slash is another path"
    assert (await desk.client.get(absent)).status_code == 404


async def test_more_than_can_be_decoded_come_again_later(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    go = Event()

    def slowly(*args: Any) -> object:
        go.wait(15)
        return looked_at(*args)

    monkeypatch.setattr(album, "looked_at", slowly)
    waiting = [asyncio.create_task(send(desk, photo_of())) for _ in range(album.DECODINGS_MAX)]
    under_way = desk.photos._decoders._under_way
    await until(lambda: len(under_way) == album.DECODINGS_MAX, "all that may wait")
    refused = await send(desk, photo_of())
    go.set()
    assert (said(refused)[0], refused.headers["retry-after"]) == (503, "5")
    assert {answer.status_code for answer in await asyncio.gather(*waiting)} == {201}


async def test_a_store_that_fails_is_told_and_nothing_is_half_taken(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*args: object) -> None:
        raise PhotoStoreError("OSError: [Errno 28] No space left on device")

    monkeypatch.setattr(PhotoStore, "put", full)
    refused = await send(desk, photo_of())
    assert said(refused) == (503, "the store of photos is not available; try again in 5 s")
    assert refused.headers["retry-after"] == "5"


async def test_a_store_that_hangs_is_told_too(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    go = Event()
    monkeypatch.setattr(album, "STORE_S", 0.05)
    monkeypatch.setattr(PhotoStore, "put", lambda *args: go.wait(15))
    assert said(await send(desk, photo_of()))[0] == 503
    go.set()


async def test_neither_names_nor_places_are_logged(desk: Desk, caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level("DEBUG"):
        await send(desk, photo_of())
        await send(desk, photo_of()[:-400])
    ours = [str(vars(record)) for record in caplog.records if not record.name.startswith("aiokafka")]
    assert not any(word in line for line in ours for word in ("catatan", "6.238", "106.97"))


async def test_the_operation_is_described(desk: Desk) -> None:
    paths = (await desk.client.get("/openapi.json")).json()["paths"]
    add, show = paths["/photos"]["post"], paths["/photos/{name}"]["get"]
    assert {"201", "400", "403", "408", "413", "415", "429", "503"} <= set(add["responses"])
    assert {"200", "304", "403", "404", "503"} <= set(show["responses"])
    assert "photo" in add["requestBody"]["content"]["multipart/form-data"]["schema"]["required"]
    assert urlsplit(add["responses"]["201"]["content"]["application/json"]["schema"]["$ref"]).fragment
