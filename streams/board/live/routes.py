"""`/live/incidents`: all that is open; `/live/changes`: what changes from then on."""

import time
from collections.abc import AsyncIterator
from typing import Annotated

from fastapi import APIRouter, Header, Query, Response
from fastapi.responses import StreamingResponse

from streams.board.access.visitor import Visitor, Watcher
from streams.board.here import Board, Here
from streams.board.live import frames
from streams.board.live.audience import Audience
from streams.http.faults import later

BEAT_S = 4.0
"""A page that hears nothing for three of them says so."""
WINDOWS_MAX = 20
"""That one account may have open, so that nobody takes all of them."""
RECHECK_S = 30.0
"""Whose session ended is told nothing more after so long."""


def router() -> APIRouter:
    """Both, for who may see incidents."""
    routes = APIRouter(prefix="/live")

    @routes.get("/incidents")
    async def incidents(here: Here, visitor: Watcher) -> Response:
        if not here.hub.fresh:
            raise later(503, "not_now")
        return Response(here.hub.snapshot(audience_of(visitor)), media_type="application/json")

    @routes.get("/changes")
    async def changes(
        here: Here,
        visitor: Watcher,
        since: str = "",
        incident: Annotated[str | None, Query(max_length=200)] = None,
        last_event_id: Annotated[str | None, Header()] = None,
    ) -> Response:
        if here.hub.browsers >= here.settings.board.browsers_max:
            raise later(503, "too_many_browsers")
        if here.hub.windows_of(visitor.account) >= WINDOWS_MAX:
            raise later(429, "too_many_browsers")
        audience = audience_of(visitor, incident)
        told = _told(here, visitor, audience, last_event_id or since)
        return StreamingResponse(told, media_type=frames.MEDIA_TYPE, headers={"X-Accel-Buffering": "no"})

    return routes


def audience_of(visitor: Visitor, incident: str | None = None) -> Audience:
    """What a visitor may be told of."""
    return Audience(visitor.agency, incident)


async def _told(here: Board, visitor: Visitor, audience: Audience, mark: str) -> AsyncIterator[bytes]:
    hub, checked_s = here.hub, time.monotonic()
    with hub.following(audience, mark, visitor.account) as follower:
        while not hub.closed:
            taken = await follower.take(BEAT_S)
            if follower.slow:
                yield frames.RELOAD
                return
            if taken:
                yield taken
            elif hub.fresh:
                yield frames.BEAT
            if time.monotonic() - checked_s > RECHECK_S:
                checked_s = time.monotonic()
                if await here.sessions.of(visitor.token) is None:
                    return
