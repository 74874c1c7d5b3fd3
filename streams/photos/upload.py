"""Files of a multipart request, counted while they come in."""

import asyncio
from collections.abc import AsyncGenerator, AsyncIterator
from contextlib import asynccontextmanager

from fastapi import Request
from starlette.datastructures import FormData, UploadFile
from starlette.formparsers import MultiPartException, MultiPartParser
from starlette.requests import ClientDisconnect

from streams.http.faults import Fault
from streams.photos.album import fault_of
from streams.photos.look import BYTES_MAX, too_many_bytes

AROUND_BYTES_MAX = 100_000
"""For the other fields, and the lines between them."""
FIELDS_MAX = 10
UPLOAD_S = 120.0
"""A telephone on a bad line sends 1 MB in that time."""


@asynccontextmanager
async def form_in(request: Request, field: str) -> AsyncIterator[FormData]:
    """The fields of a request with a file; a large one is on the disk until the end of the block.

    Raises `Fault`; what is too large is laid to the file in `field`.
    """
    if not request.headers.get("content-type", "").lower().startswith("multipart/form-data"):
        raise Fault(415, "photo_form_kind")
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
