"""`/agency/ID`: an agency for everybody; with `embed=1` also within a page of somebody else's."""

import asyncio
from datetime import datetime

from fastapi import APIRouter, Request, Response

from schemas.catalog.models import Agency
from streams.board.access.hardened import CSP, policy
from streams.board.agency_page.told import matters_of, planned_of, public_agency, speeds_of
from streams.board.agency_page.words import say
from streams.board.citizens.opened import legend_of, line_of, marks_of
from streams.board.citizens.reader import Citizen, Reader
from streams.board.citizens.serving import as_json, kept, kept_rows, open_now, page
from streams.board.here import Board, Here
from streams.council.period import period_of
from streams.http.faults import Fault
from streams.http.rendering import Rendering

WEEKS = 12
LINES_MAX = 100
MARKS_MAX = 500
FRAME_HEIGHT_PX = 900
TIMES_S = 2.0
"""So long the page waits for how fast the agency was: a part of the time in which a copy must be made."""


def router() -> APIRouter:
    """The page, and what its map shows."""
    routes = APIRouter()

    @routes.get("/agency/{id}")
    async def agency(request: Request, id: str, here: Here, reader: Citizen, embed: bool = False) -> Response:
        one = _agency(here, id)

        async def made() -> Rendering:
            return await _page(here, one, reader, embed=embed)

        answer = await kept(request, here, reader, f"/agency/{id} {embed}", made)
        if embed:
            answer.headers[CSP] = policy(here.settings.board, framed_by="*")
            answer.headers["Cross-Origin-Resource-Policy"] = "cross-origin"
        return answer

    @routes.get("/agency/{id}/incidents")
    async def incidents(request: Request, id: str, here: Here, reader: Citizen) -> Response:
        _agency(here, id)

        async def made() -> Rendering:
            found = await open_now(here, MARKS_MAX, agency=id)
            rows = marks_of(found[:MARKS_MAX], here.catalog, reader.language)
            return as_json({"rows": rows, "complete": len(found) <= MARKS_MAX})

        return await kept_rows(request, here, reader, f"/agency/{id}/incidents", made)

    return routes


def _agency(here: Board, id: str) -> Agency:
    found = public_agency(here.catalog, id)
    if found is None:
        raise Fault(404, "not_found", what=id)
    return found


async def _page(here: Board, agency: Agency, reader: Reader, *, embed: bool) -> Rendering:
    language, catalog = reader.language, here.catalog
    found = await open_now(here, MARKS_MAX, agency=agency.id)
    today = datetime.now(catalog.city.zone).date()
    return page(
        here,
        reader,
        "agency.html",
        f"/agency/{agency.id}",
        agency=agency,
        embed=embed,
        own=lambda key, **filled: say(language, key, **filled),
        planned=planned_of(agency, catalog, today, language),
        matters=matters_of(agency, catalog, today, language),
        **await _times(here, agency, reader),
        lines=[line_of(one, catalog, language) for one in found[:LINES_MAX]],
        more=len(found) > LINES_MAX,
        urgencies=legend_of(language),
        snippet=_snippet(here, agency, reader),
    )


async def _times(here: Board, agency: Agency, reader: Reader) -> dict[str, object]:
    """Of the last weeks. Where they cannot be had now the rest of the page is told without them."""
    zone = here.catalog.city.zone
    days = period_of(None, None, weeks=WEEKS, today=datetime.now(zone).date(), zone=zone)
    try:
        async with asyncio.timeout(TIMES_S):
            answers = await here.public_council.answers("agency", days)
    except (Fault, TimeoutError):
        return {"weeks": WEEKS, "cases": None, "speeds": ()}
    row = next((one for one in answers.rows if one.group == agency.id), None)
    speeds = speeds_of(row, reader.language) if row else ()
    return {"weeks": WEEKS, "cases": row.cases if row else 0, "speeds": speeds}


def _snippet(here: Board, agency: Agency, reader: Reader) -> str:
    """What a website copies."""
    address = f"{here.settings.board.public_url}/agency/{agency.id}?embed=1&lang={reader.language}"
    return (
        f'<iframe src="{address}" title="{agency.name}" width="100%" height="{FRAME_HEIGHT_PX}"'
        ' loading="lazy" style="border:0"></iframe>'
    )
