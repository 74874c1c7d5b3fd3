"""`/`, `/incidents` (map and list, live) and `/incident/ID`."""

from fastapi import APIRouter, Response
from fastapi.responses import RedirectResponse

from streams.board.access.visitor import Anyone, Watcher
from streams.board.here import Here
from streams.board.operators.view import view_of
from streams.http.asking import asking
from streams.http.faults import Fault

REPORTS_MAX = 200
PROGRESS_MAX = 100
"""So many are shown of one incident."""

FIRST_PAGE = {"operator": "/incidents", "agency": "/incidents"}
"""Where a role begins; who has none is told so."""


def router() -> APIRouter:
    """All three."""
    routes = APIRouter()

    @routes.get("/")
    async def home(here: Here, visitor: Anyone) -> Response:
        if page := FIRST_PAGE.get(visitor.role):
            return RedirectResponse(page, 303)
        return here.pages.answer("home.html", visitor=visitor)

    @routes.get("/incidents")
    async def incidents(here: Here, visitor: Watcher) -> Response:
        board = here.settings.board
        return here.pages.answer(
            "incidents.html",
            visitor=visitor,
            page="incidents",
            tiles=board.tiles or "",
            tiles_credit=board.tiles_credit,
        )

    @routes.get("/incident/{id}")
    async def incident(id: str, here: Here, visitor: Watcher) -> Response:
        """Raises a `Fault` of 404 for what is not there, and what the visitor may not see."""
        mark = here.hub.mark
        with asking():
            found = await here.reader.incident(id)
            view = view_of(found) if found else None
            if view is None or not (visitor.agency is None or visitor.agency in view.seen_by):
                raise Fault(404, "not_found", what=id)
            reports = await here.reader.reports_of(id, REPORTS_MAX)
            progress = await here.reader.progress_of(id, PROGRESS_MAX)
        return here.pages.answer(
            "incident.html", visitor=visitor, view=view, reports=reports, progress=progress, mark=mark
        )

    return routes
