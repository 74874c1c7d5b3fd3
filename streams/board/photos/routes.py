"""`/incident/ID/photo/NAME` and `.../thumbnail/NAME`: photos of an incident, for who may see it."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Annotated, TypeAlias

from fastapi import APIRouter, Depends, Header, Response

from streams.board.access.visitor import Watcher
from streams.board.here import Here
from streams.board.photos.shown import photos_of
from streams.board.seen import seen
from streams.http.asking import asking
from streams.http.faults import Fault
from streams.photos.album import Photos
from streams.photos.links import sha256_in

CACHE_S = 3_600
"""So long a browser shows it without asking, also when it was forgotten meanwhile."""

NoneMatch: TypeAlias = Annotated[str, Header(alias="If-None-Match")]


@dataclass(frozen=True, slots=True)
class Asked:
    """A photo of an incident that the visitor may see, and the album that holds it."""

    photos: Photos
    sha256: str


async def _asked(id: str, name: str, here: Here, visitor: Watcher) -> Asked:
    """Raises a `Fault` of 404 for all else."""
    photos, sha256 = here.connected.photos, sha256_in(name)
    with asking():
        view = await seen(here, id, visitor)
        said = await here.connected.lives.progress_of(id)
    shown = photos_of(view.incident, said, here.photos_below)
    if photos is None or sha256 is None or sha256 not in {photo.sha256 for photo in shown}:
        raise Fault(404, "not_found", what=name)
    return Asked(photos, sha256)


IsAsked: TypeAlias = Annotated[Asked, Depends(_asked)]


def router() -> APIRouter:
    """Both sizes."""
    routes = APIRouter()

    @routes.get("/incident/{id}/photo/{name}")
    async def photo(asked: IsAsked, none_match: NoneMatch = "") -> Response:
        return await _answer(asked, none_match, asked.photos.image)

    @routes.get("/incident/{id}/thumbnail/{name}")
    async def thumbnail(asked: IsAsked, none_match: NoneMatch = "") -> Response:
        return await _answer(asked, none_match, asked.photos.small)

    return routes


async def _answer(asked: Asked, none_match: str, read: Callable[[str], Awaitable[bytes | None]]) -> Response:
    headers = {"ETag": f'"{asked.sha256}"', "Cache-Control": f"private, max-age={CACHE_S}"}
    if headers["ETag"] in none_match:
        return Response(status_code=304, headers=headers)
    image = await read(asked.sha256)
    if image is None:
        raise Fault(404, "not_found", what="photo")
    return Response(image, headers=headers, media_type="image/jpeg")
