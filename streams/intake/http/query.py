"""Fields of the query that are empty count as not given, as GeoReport v2 has it."""

from starlette.types import ASGIApp, Receive, Scope, Send


class WithoutEmptyFields:
    """Takes them out before anybody reads the query."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """An ASGI application."""
        if scope["type"] == "http" and (query := scope["query_string"]):
            kept = [part for part in query.split(b"&") if part and part.partition(b"=")[2]]
            scope = {**scope, "query_string": b"&".join(kept)}
        await self._app(scope, receive, send)
