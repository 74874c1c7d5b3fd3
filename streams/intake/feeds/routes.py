"""Where feeds lie: `/feeds`, and below it one of each agency, kelurahan and format."""

from typing import Annotated

from fastapi import APIRouter, Path, Request, Response

from streams.intake.feeds.serving import Feeds
from streams.intake.here import Here
from streams.intake.http.documents import Document, refusals

Agency = Annotated[str, Path(description="id of an agency, or `all`", examples=["dishub"])]
Kelurahan = Annotated[str, Path(description="id of a kelurahan", examples=["kayuringinjaya"])]
Format = Annotated[
    str, Path(json_schema_extra={"enum": ["geojson", "atom", "csv", "html"]}, examples=["geojson"])
]

_TEXT = {"schema": {"type": "string"}}
_TOLD: dict[int | str, Document] = {
    200: {
        "description": "The feed; streams/intake/feeds/README.md says what stands in it.",
        "content": {
            "application/geo+json": {"schema": {"type": "object"}},
            "application/atom+xml": _TEXT,
            "text/csv": _TEXT,
            "text/html": _TEXT,
        },
    },
    304: {"description": "Nothing has changed since the tag that was sent in `If-None-Match`."},
    **refusals(404, 503),
}


def router() -> APIRouter:
    """`/feeds` and all below."""
    routes = APIRouter(tags=["feeds"], default_response_class=Response)
    feeds = Feeds()

    @routes.head("/feeds", include_in_schema=False)
    @routes.get("/feeds", include_in_schema=False)
    async def index(request: Request, here: Here) -> Response:
        return await feeds.index(request, here)

    @routes.head("/feeds/embed.js", include_in_schema=False)
    @routes.get("/feeds/embed.js", include_in_schema=False)
    async def script(request: Request) -> Response:
        return await feeds.script(request)

    @routes.head("/feeds/{agency}.{format}", include_in_schema=False)
    @routes.get("/feeds/{agency}.{format}", responses=_TOLD)
    async def feed_of_agency(request: Request, here: Here, agency: Agency, format: Format) -> Response:
        """Open incidents of an agency and those closed in the last days, what changed last first."""
        return await feeds.feed(request, here, agency, None, format)

    @routes.head("/feeds/{agency}/{kelurahan}.{format}", include_in_schema=False)
    @routes.get("/feeds/{agency}/{kelurahan}.{format}", responses=_TOLD)
    async def feed_of_kelurahan(
        request: Request, here: Here, agency: Agency, kelurahan: Kelurahan, format: Format
    ) -> Response:
        """The same in one kelurahan."""
        return await feeds.feed(request, here, agency, kelurahan, format)

    return routes
