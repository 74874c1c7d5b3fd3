"""Whether the board is there, and its figures."""

from urllib.parse import urlsplit

from fastapi import APIRouter, Depends, Request

from streams.board.here import Here
from streams.http.faults import Fault
from streams.http.health import health_routes
from streams.metrics import BoardMetrics


def router() -> APIRouter:
    """It is ready while it hears of changes; without Kafka it still shows.

    For our own network alone: who comes by the public name is told that there is no such page.
    """
    routes = APIRouter(dependencies=[Depends(_not_by_the_public_name)])
    routes.include_router(health_routes(_hears, _metrics))
    return routes


async def _not_by_the_public_name(request: Request, here: Here) -> None:
    url = here.settings.board.url
    if url and request.headers.get("host", "").lower() == urlsplit(url).netloc.lower():
        raise Fault(404, "not_found", what=request.url.path)


async def _hears(here: Here) -> bool:
    return here.hub.fresh


async def _metrics(here: Here) -> BoardMetrics:
    return here.metrics
