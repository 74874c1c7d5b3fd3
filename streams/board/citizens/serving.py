"""Pages for everybody, answered from copies: however many read them, Postgres is asked once in a while."""

import json
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime
from functools import partial

from fastapi import Request, Response

from schemas.public import public_categories
from sinks.reading_feeds import Shown, shown
from streams.board.citizens.naming import moment_name
from streams.board.citizens.reader import Reader
from streams.board.citizens.words import say
from streams.board.here import Board
from streams.http.conditional import answer_of
from streams.http.language import Language
from streams.http.rendering import Rendering, rendering

HTML = "text/html; charset=utf-8"
JSON = "application/json"
SHOWN_MAX = 2_000
"""So many incidents are on the map."""
LISTED_MAX = 200
"""So many are in the list of a kelurahan."""

VARIES = "Accept-Encoding, Accept-Language"
VARIES_BY_SESSION = f"{VARIES}, Cookie"


async def kept(
    request: Request,
    here: Board,
    reader: Reader,
    name: str,
    make: Callable[[], Awaitable[Rendering]],
    *,
    varies: str = VARIES,
) -> Response:
    """The copy of that page in the reader's language. Raises a `Fault` of 503 where none can be made."""
    return await _copy(request, here, f"{name} {reader.language} {reader.query}", make, varies)


async def kept_rows(
    request: Request, here: Board, reader: Reader, name: str, make: Callable[[], Awaitable[Rendering]]
) -> Response:
    """The same of what scripts read: there are no links in it that keep a language."""
    return await _copy(request, here, f"{name} {reader.language}", make, VARIES)


async def _copy(
    request: Request, here: Board, name: str, make: Callable[[], Awaitable[Rendering]], varies: str
) -> Response:
    made, age_s = await here.citizens.shelf.get(name, make)
    return answer_of(request, made, age_s, always={"Vary": varies})


def page(here: Board, reader: Reader, template: str, path: str, **told: object) -> Rendering:
    """A page of that address."""
    return rendering(html(here, reader, template, path, **told).encode(), HTML)


def html(here: Board, reader: Reader, template: str, path: str, **told: object) -> str:
    """The same as text. `w` says words, `when` moments, `q` keeps the language."""
    language: Language = reader.language
    return here.pages.html(
        f"citizens/{template}",
        language=language,
        path=path,
        q=reader.query,
        w=partial(say, language),
        when=partial(moment_name, here.catalog, language=language),
        **told,
    )


def as_json(told: object) -> Rendering:
    """For scripts."""
    return rendering(json.dumps(told, ensure_ascii=False, separators=(",", ":")).encode(), JSON)


async def open_now(
    here: Board, most: int, *, agency: str | None = None, kelurahan: str | None = None
) -> list[Shown]:
    """What is open and for anybody to know, what changed last first; one more than is shown tells of more."""
    return await shown(
        here.connected.pool,
        public_categories(here.catalog),
        agency=agency,
        kelurahan=kelurahan,
        closed_from=datetime.now(UTC),
        limit=most + 1,
    )
