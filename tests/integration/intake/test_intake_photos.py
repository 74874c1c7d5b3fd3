"""Photos at the real door: with a key, into the folder of the settings, out by a signed link."""

import time
from hashlib import sha256

import httpx
import pytest

from streams.photos.links import link
from streams.photos.signing import secrets_of
from tests.integration.intake.conftest import Desk
from tests.unit.photos.pictures import encoded, scene

pytestmark = pytest.mark.any_broker


async def test_a_photo_is_taken_with_a_key_and_shown_by_a_signed_link(desk: Desk) -> None:
    files = {"photo": encoded(scene(1))}
    async with httpx.AsyncClient(transport=httpx.ASGITransport(desk.app), base_url="http://intake") as nobody:
        assert (await nobody.post("/photos", files=files)).status_code == 403
        assert (await nobody.post("/photos", files=files, params={"api_key": "x"})).status_code == 403
        answer = await desk.client.post("/photos", files=files)
        assert answer.status_code == 201
        [kept] = (desk.settings.folder / "photos").rglob("*.jpg")
        assert answer.json()["url"] == f"http://127.0.0.1:8311/photos/{kept.name}"
        secrets, until_s = secrets_of(desk.settings), int(time.time()) + 60
        shown = await nobody.get(link("", kept.stem, until_s, secrets))
    assert sha256(shown.content).hexdigest() == answer.json()["sha256"] == kept.stem
