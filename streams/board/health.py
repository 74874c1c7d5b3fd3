"""Whether the board is there, and its figures."""

from urllib.parse import urlsplit

from fastapi import APIRouter, Depends, Request

from streams.board.here import Here
from streams.http.faults import Fault
from streams.http.health import health_routes
from streams.metrics import BoardMetrics

_OF_PROXIES = ("forwarded", "x-forwarded-for")


def router() -> APIRouter:
    """It is ready while it hears of changes; without Kafka it still shows.

    For our own network alone: who comes by the public name, or through a proxy, is told that there is no
    such page.
    """
    routes = APIRouter(dependencies=[Depends(_not_from_outside)])
    routes.include_router(health_routes(_hears, _metrics))
    return routes


async def _not_from_outside(request: Request, here: Here) -> None:
    url = here.settings.board.url
    by_public_name = bool(url) and _name(f"//{request.headers.get('host', '')}") == _name(url)
    if by_public_name or any(header in request.headers for header in _OF_PROXIES):
        raise Fault(404, "not_found", what=request.url.path)


def _name(url: str | None) -> str:
    """A host is the same with another port, a dot at its end, or in capitals. What is none has no name."""
    try:
        return (urlsplit(url or "").hostname or "").rstrip(".")
    except ValueError:
        return ""


async def _hears(here: Here) -> bool:
    return here.hub.fresh


async def _metrics(here: Here) -> BoardMetrics:
    return here.metrics
