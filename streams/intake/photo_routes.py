"""`POST /photos` and the links that show them."""

from typing import Annotated

from fastapi import APIRouter, Header, Query, Request, Response

from streams.http.faults import Fault
from streams.intake.here import Caller, Here
from streams.intake.http.documents import Document, refusals
from streams.photos.links import sha256_in
from streams.photos.stored import StoredPhoto
from streams.photos.upload import Uploads, file_in

FIELD = "photo"
CACHE_MAX_S = 86_400

_BODY: Document = {
    "requestBody": {
        "required": True,
        "content": {
            "multipart/form-data": {
                "schema": {
                    "type": "object",
                    "properties": {FIELD: {"type": "string", "format": "binary"}},
                    "required": [FIELD],
                }
            }
        },
    }
}


_NOT_TAKEN = refusals(
    *(403, 408, 429),
    reasons={
        400: "not one photo in `photo`, or a broken, cut off or tiny one",
        413: "more than 15 MB, or more pixels than we decode",
        415: "not multipart/form-data, or neither JPEG nor PNG nor WebP",
        503: "not kept: too many at once, or the store is away; `Retry-After` says when to come again",
    },
)
_NOT_SHOWN = refusals(*(400, 404, 503), reasons={403: "the link is wrong or has expired"})


def router() -> APIRouter:
    """Upload beside a report, and look at what was uploaded."""
    routes = APIRouter(prefix="/photos", tags=["photos"])
    _add_upload(routes)
    _add_view(routes)
    return routes


def _add_upload(routes: APIRouter) -> None:
    uploads = Uploads()

    @routes.post(
        "", status_code=201, response_model_exclude_none=True, responses=_NOT_TAKEN, openapi_extra=_BODY
    )
    async def add_photo(request: Request, here: Here, _: Caller) -> StoredPhoto:
        """Keep a photo of a report: JPEG, PNG or WebP. It is encoded anew, at most 2048 pixels long, without
        its metadata; time and place become fields of the answer. The answer goes into `photos` of a report
        as it is, or its `url` into `media_url`.
        """
        async with uploads.form_in(request, FIELD) as form:
            content = await file_in(form, FIELD)
        return await here.photos.take(content, field=FIELD)


def _add_view(routes: APIRouter) -> None:
    @routes.get(
        "/{name}",
        response_class=Response,
        responses={
            200: {"description": "the photo", "content": {"image/jpeg": {}}},
            304: {"description": "you have it already"},
            **_NOT_SHOWN,
        },
    )
    async def show_photo(
        name: str,
        here: Here,
        expires: Annotated[str, Query(description="seconds since 1970")] = "",
        signature: str = "",
        if_none_match: Annotated[str, Header()] = "",
    ) -> Response:
        """Show a photo by a link that was signed and has not expired."""
        sha256 = sha256_in(name)
        left_s = here.photos.left_s(sha256, expires, signature) if sha256 else 0
        if sha256 is None or not left_s:
            raise Fault(403, "photo_link")
        headers = _headers(sha256, left_s)
        if headers["ETag"] in if_none_match:
            return Response(status_code=304, headers=headers)
        image = await here.photos.image(sha256)
        if image is None:
            raise Fault(404, "not_found", what="photo")
        return Response(image, headers=headers, media_type="image/jpeg")


def _headers(sha256: str, left_s: int) -> dict[str, str]:
    return {
        "ETag": f'"{sha256}"',
        "Cache-Control": f"private, max-age={min(left_s, CACHE_MAX_S)}",
        "Content-Disposition": "inline",
        "Content-Security-Policy": "default-src 'none'",
        "Referrer-Policy": "no-referrer",
        "X-Content-Type-Options": "nosniff",
    }
