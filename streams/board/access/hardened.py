"""What browsers must not do with our pages."""

from urllib.parse import urlsplit

from starlette.datastructures import MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from streams.board.access.cookies import by_https
from streams.settings.board import BoardSettings

CSP = "Content-Security-Policy"


class Hardened:
    """Adds headers to every answer; what an answer says itself stands."""

    def __init__(self, app: ASGIApp, settings: BoardSettings) -> None:
        self._app = app
        self._headers = {
            CSP: policy(settings),
            "X-Content-Type-Options": "nosniff",
            "Referrer-Policy": "same-origin",
            "Cross-Origin-Opener-Policy": "same-origin",
            "Cross-Origin-Resource-Policy": "same-origin",
            "Permissions-Policy": "geolocation=(self), camera=(), microphone=()",
            "Cache-Control": "no-store",
        }
        if by_https(settings):
            self._headers["Strict-Transport-Security"] = "max-age=31536000"

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """An ASGI application."""

        async def adding(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                for name, value in self._headers.items():
                    headers.setdefault(name, value)
            await send(message)

        await self._app(scope, receive, adding if scope["type"] == "http" else send)


def policy(settings: BoardSettings, framed_by: str = "'none'") -> str:
    """Nothing but ours: no script or style within a page, nothing from elsewhere but a map's tiles.

    `framed_by` is who may show it within a page of theirs.
    """
    images = "'self'"
    if settings.tiles:
        scheme, host, *_ = urlsplit(settings.tiles)
        images += f" data: {scheme}://{host.replace('{s}', '*')}"
    return "; ".join(
        (
            "default-src 'none'",
            "script-src 'self'",
            "style-src 'self'",
            f"img-src {images}",
            "connect-src 'self'",
            "font-src 'self'",
            "form-action 'self'",
            f"frame-ancestors {framed_by}",
            "base-uri 'none'",
        )
    )
