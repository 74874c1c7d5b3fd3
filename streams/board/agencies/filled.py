"""A form of an officer, with a photo or without."""

from collections.abc import Iterator
from dataclasses import dataclass

from fastapi import Request
from starlette.datastructures import FormData, UploadFile

from streams.board.access.visitor import Visitor, prove
from streams.http.forms import Form, form_of, read_form
from streams.photos.upload import Uploads, file_in

PHOTO = "foto"


@dataclass(frozen=True, slots=True)
class Filled:
    """What was filled in; `photo` are the bytes of a file."""

    form: Form
    photo: bytes | None = None


async def filled(request: Request, visitor: Visitor, uploads: Uploads) -> Filled:
    """What a page of this session sent. Raises `Fault`."""
    if not request.headers.get("content-type", "").lower().startswith("multipart/form-data"):
        found = Filled(await read_form(request))
    else:
        async with uploads.form_in(request, PHOTO) as came:
            found = Filled(form_of(_texts(came)), await _photo(came))
    prove(request, found.form, visitor)
    return found


def _texts(came: FormData) -> Iterator[tuple[bytes, bytes]]:
    for name, value in came.multi_items():
        if isinstance(value, str):
            yield name.encode(), value.encode()


async def _photo(came: FormData) -> bytes | None:
    """Browsers send a file without content where none was chosen."""
    chosen = came.get(PHOTO)
    if not isinstance(chosen, UploadFile) or not chosen.size:
        return None
    return await file_in(came, PHOTO)
