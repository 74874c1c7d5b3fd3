"""`/incidents` (map and list, live) and `/incident/ID`."""

from collections.abc import Mapping

from fastapi import APIRouter, Response

from sinks.board_accounts import Role
from sinks.reading_board_corrections import BoardCorrections
from streams.board.access.visitor import Watcher
from streams.board.here import Board, Here
from streams.board.operators import corrections, questions
from streams.board.operators.timeline import timeline
from streams.board.operators.view import View, Whole
from streams.board.photos.shown import photos_of
from streams.board.seen import seen
from streams.http.asking import asking

REPORTS_MAX = 200
CORRECTIONS_MAX = 100
"""So many are shown of one incident."""

FIRST_PAGE: Mapping[Role, str] = {
    "operator": "/incidents",
    "agency": "/mine",
    "council": "/overview",
    "admin": "/accounts",
}
"""Where a role begins."""


def router() -> APIRouter:
    """Both, and what operators answer and put right."""
    routes = APIRouter()
    routes.include_router(corrections.router())
    routes.include_router(questions.router())

    @routes.get("/incidents")
    async def incidents(here: Here, visitor: Watcher) -> Response:
        return here.pages.answer("incidents.html", visitor=visitor, page="incidents")

    @routes.get("/incident/{id}")
    async def incident(id: str, here: Here, visitor: Watcher) -> Response:
        """Raises a `Fault` of 404 for what is not there, and what the visitor may not see."""
        mark = here.hub.mark
        with asking():
            view = await seen(here, id, visitor)
            whole = await _whole(here, view)
        return here.pages.answer(
            "incident.html", visitor=visitor, view=view, whole=whole, catalog=here.catalog, mark=mark
        )

    return routes


async def _whole(here: Board, view: View) -> Whole:
    incident = view.incident
    reports = await here.reader.reports_of(incident.id, REPORTS_MAX)
    said = await here.connected.lives.progress_of(incident.id)
    put_right = await BoardCorrections(here.connected.pool).of_incident(incident.id, CORRECTIONS_MAX)
    photos = photos_of(incident, said, here.photos_below)
    return Whole(view, reports, put_right, photos, timeline(incident, reports, said, put_right, here.catalog))
