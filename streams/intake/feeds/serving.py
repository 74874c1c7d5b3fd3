"""What is asked of feeds, answered from copies that are made when they are asked for."""

import asyncio
from collections.abc import Awaitable, Callable, Mapping, Sequence
from datetime import UTC, datetime, timedelta
from typing import TypeAlias

from fastapi import Request, Response

from schemas.public import public_categories
from sinks.reading_feeds import Shown, shown
from streams.http.conditional import answer_of
from streams.http.faults import Fault
from streams.http.rendering import Rendering, rendering
from streams.http.shelf import Shelf
from streams.intake.feeds import atom, csv, geojson, pages
from streams.intake.feeds.entry import Feed
from streams.intake.feeds.telling import (
    CLOSED_DAYS,
    ENTRIES_MAX,
    Asked,
    asked_of,
    feed_of,
)
from streams.intake.here import Intake

Writer: TypeAlias = Callable[[Feed], bytes]

OPEN = {"Access-Control-Allow-Origin": "*"}
"""Any website may read what anybody may read."""
# Frames of any site may show it; it loads nothing, and runs nothing.
_POLICY = "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'"


class Feeds:
    """The feeds of one process, and their copies."""

    def __init__(self) -> None:
        self._shelf = Shelf()
        self._pages = pages.Pages()
        self._formats: Mapping[str, tuple[str, Writer]] = {
            "geojson": (geojson.MEDIA_TYPE, geojson.to_geojson),
            "atom": (atom.MEDIA_TYPE, atom.to_atom),
            "csv": (csv.MEDIA_TYPE, csv.to_csv),
            "html": (pages.HTML, self._pages.entries),
        }

    async def feed(
        self, request: Request, here: Intake, agency: str, kelurahan: str | None, format: str
    ) -> Response:
        """One feed. Raises `Fault` where there is none of that name, or none to be had now."""
        asked = asked_of(here.catalog, agency, kelurahan)
        if asked is None or format not in self._formats:
            raise Fault(404, "not_found", headers=OPEN, what=request.url.path)
        return await self._answer(request, f"{asked.path}.{format}", lambda: self._made(here, asked, format))

    async def index(self, request: Request, here: Intake) -> Response:
        """The page that lists them."""

        async def made() -> Rendering:
            return rendering(self._pages.index(here.catalog, _address(here)), pages.HTML)

        return await self._answer(request, "", made)

    async def script(self, request: Request) -> Response:
        """The script to embed."""

        async def made() -> Rendering:
            return rendering(pages.script(), pages.SCRIPT)

        return await self._answer(request, "embed.js", made)

    async def _made(self, here: Intake, asked: Asked, format: str) -> Rendering:
        found = await shown(
            here.pool,
            public_categories(here.catalog),
            agency=asked.agency,
            kelurahan=asked.kelurahan,
            closed_from=datetime.now(UTC) - timedelta(days=CLOSED_DAYS),
            limit=ENTRIES_MAX + 1,
        )
        # Other requests need not wait for what 500 entries take to write.
        return await asyncio.to_thread(self._written, here, asked, found, format)

    def _written(self, here: Intake, asked: Asked, found: Sequence[Shown], format: str) -> Rendering:
        feed = feed_of(asked, found, here.catalog, _address(here))
        media_type, write = self._formats[format]
        return rendering(write(feed), media_type, feed.updated_at)

    async def _answer(
        self, request: Request, name: str, make: Callable[[], Awaitable[Rendering]]
    ) -> Response:
        try:
            made, age_s = await self._shelf.get(name, make)
        except Fault as fault:
            fault.headers |= OPEN
            raise
        return answer_of(request, made, age_s, always=OPEN, whole={"Content-Security-Policy": _POLICY})


def _address(here: Intake) -> str:
    return f"{here.settings.intake.public_url}/feeds"
