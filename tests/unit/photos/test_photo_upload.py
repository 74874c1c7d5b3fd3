"""Photos on their way in: how large, how many at once, and who goes away meanwhile."""

import asyncio
from collections.abc import Awaitable, Callable
from io import BytesIO

import pytest
from fastapi import Request
from starlette.datastructures import FormData, UploadFile

from streams.http.faults import Fault
from streams.photos.look import BYTES_MAX
from streams.photos.upload import Uploads, file_in


async def test_a_file_that_is_too_large_is_not_read_into_memory() -> None:
    class Unread(UploadFile):
        async def read(self, size: int = -1) -> bytes:
            raise AssertionError("was read")

    with pytest.raises(Fault, match="photo_bytes"):
        await file_in(FormData({"photo": Unread(BytesIO(), size=BYTES_MAX + 1)}), "photo")


async def test_who_goes_away_while_sending_is_no_failure_of_ours() -> None:
    async def gone() -> dict[str, str]:
        return {"type": "http.disconnect"}

    headers = [(b"content-type", b"multipart/form-data; boundary=x")]
    request = Request({"type": "http", "method": "POST", "headers": headers}, gone)
    with pytest.raises(Fault, match="photo_form"):
        async with Uploads().form_in(request, "photo"):
            pass


async def test_only_so_many_come_in_at_once() -> None:
    uploads = Uploads(most=1)
    headers = [(b"content-type", b"multipart/form-data; boundary=x")]
    began, pieces = asyncio.Event(), iter([b"--x--\r\n", b""])

    async def stalled() -> dict[str, object]:
        began.set()
        await asyncio.Event().wait()
        raise AssertionError

    async def whole() -> dict[str, object]:
        return {"type": "http.request", "body": next(pieces), "more_body": False}

    async def upload_of(receive: Callable[[], Awaitable[dict[str, object]]]) -> FormData:
        request = Request({"type": "http", "method": "POST", "headers": headers}, receive)
        async with uploads.form_in(request, "photo") as form:
            return form

    first = asyncio.create_task(upload_of(stalled))
    await began.wait()
    with pytest.raises(Fault, match="photos_busy") as refused:
        await upload_of(whole)
    assert (refused.value.status, refused.value.headers["Retry-After"]) == (503, "5")
    first.cancel()
    await asyncio.wait([first])
    assert not (await upload_of(whole)).multi_items()
