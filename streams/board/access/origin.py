"""Requests that change something come from a page of ours; requests without https, from this machine.

What counts as a try to sign in is asked for by a page of ours too, or by somebody who goes there.
"""

from urllib.parse import urlsplit

from starlette.datastructures import Headers
from starlette.requests import Request
from starlette.types import ASGIApp, Receive, Scope, Send

from streams.board.access.cookies import LOOPBACK
from streams.board.refusals import refused
from streams.http.faults import Fault
from streams.settings.board import BoardSettings

_READS = ("GET", "HEAD", "OPTIONS")
_COUNTED = ("/sign-in", "/invitation/")


class SameOrigin:
    """Refuses all others, before anything else looks at them."""

    def __init__(self, app: ASGIApp, settings: BoardSettings) -> None:
        self._app = app
        self._url = settings.url.rstrip("/").lower() if settings.url else None

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """An ASGI application."""
        if scope["type"] == "http" and not self._is_ours(scope):
            answer = await refused(Request(scope), Fault(403, "other_origin"))
            await answer(scope, receive, send)
            return
        await self._app(scope, receive, send)

    def _is_ours(self, scope: Scope) -> bool:
        headers = Headers(scope=scope)
        host, origin = headers.get("host", "").lower(), headers.get("origin", "").lower()
        # A name of somebody else's that leads here would let their pages read ours.
        if self._url is None and urlsplit(f"//{host}").hostname not in LOOPBACK:
            return False
        if scope["path"].startswith(_COUNTED) and _is_fetched_by_others(headers):
            return False
        return scope["method"] in _READS or origin == (self._url or f"http://{host}")


def _is_fetched_by_others(headers: Headers) -> bool:
    """For a page of theirs, as an image is, and not because somebody goes there. Old browsers do not tell."""
    return headers.get("sec-fetch-site") == "cross-site" and headers.get("sec-fetch-dest") != "document"


def address_of(request: Request, settings: BoardSettings) -> str:
    """How whoever asks reaches us, without a slash at the end. `SameOrigin` has looked at the host."""
    return settings.url.rstrip("/") if settings.url else f"http://{request.url.netloc}"
