"""Files of a multipart request, counted while they come in."""

import asyncio
from collections.abc import AsyncGenerator, AsyncIterator
from contextlib import asynccontextmanager

from fastapi import Request
from starlette.datastructures import FormData, UploadFile
from starlette.formparsers import MultiPartException, MultiPartParser
from starlette.requests import ClientDisconnect

from streams.http.faults import Fault, later
from streams.photos.album import fault_of
from streams.photos.look import BYTES_MAX, too_many_bytes

AROUND_BYTES_MAX = 100_000
"""For the other fields, and the lines between them."""
FIELDS_MAX = 10
UPLOADS_MAX = 8
"""At a time: so much of the memory, where the disk is a part of it, as in a container."""
UPLOAD_S = 120.0
"""A telephone on a bad line sends 1 MB in that time."""


class Uploads:
    """Those that come in now, in one process."""

    def __init__(self, most: int = UPLOADS_MAX) -> None:
        self._most = most
        self._under_way = 0

    @asynccontextmanager
    async def form_in(self, request: Request, field: str) -> AsyncIterator[FormData]:
        """The fields of a request with a file; a large one is on the disk until the end of the block.

        Raises `Fault`, of 503 where too many come in; what is too large is laid to the file in `field`.
        """
        if not request.headers.get("content-type", "").lower().startswith("multipart/form-data"):
            raise Fault(415, "photo_form_kind")
        if self._under_way >= self._most:
            raise later(503, "photos_busy")
        self._under_way += 1
        try:
            async with _form(request, field) as form:
                yield form
        finally:
            self._under_way -= 1


@asynccontextmanager
async def _form(request: Request, field: str) -> AsyncIterator[FormData]:
    counted = _counted(request, BYTES_MAX + AROUND_BYTES_MAX, field)
    parser = MultiPartParser(request.headers, counted, max_files=1, max_fields=FIELDS_MAX)
    try:
        async with asyncio.timeout(UPLOAD_S):
            form = await parser.parse()
    except TimeoutError as error:
        raise Fault(408, "photo_slow") from error
    except (MultiPartException, ClientDisconnect) as error:
        raise Fault(400, "photo_form") from error
    try:
        yield form
    finally:
        await form.close()


async def file_in(form: FormData, field: str) -> bytes:
    """The one file in a field. Raises `Fault`."""
    found = form.get(field)
    if not isinstance(found, UploadFile):
        raise Fault(400, "photo_missing", field=field)
    if (found.size or 0) > BYTES_MAX:
        raise fault_of(too_many_bytes(), field)
    return await found.read()


async def _counted(request: Request, bytes_max: int, field: str) -> AsyncGenerator[bytes, None]:
    seen_bytes = 0
    async for piece in request.stream():
        seen_bytes += len(piece)
        if seen_bytes > bytes_max:
            raise fault_of(too_many_bytes(), field)
        yield piece
