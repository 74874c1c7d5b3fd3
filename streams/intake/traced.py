"""The trace of a report that comes in over HTTP: its caller's, or one that begins here."""

import time
from dataclasses import dataclass, field

from fastapi import Request
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from schemas.trace_context import TRACEPARENT, TraceContext, context_of
from streams.intake.here import Intake
from streams.tracing import Kind, Span, Tracing, step


@dataclass(slots=True)
class Asked:
    """A request, when it began, and the trace that its caller said it is part of."""

    tracing: Tracing
    came: TraceContext | None
    began_ns: int = field(default_factory=time.time_ns)
    span: Span | None = None


class Traced:
    """Ends the span of a request, if it got one, once it is answered."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """An ASGI application."""
        if scope["type"] != "http" or not _tracing(scope).on:
            await self._app(scope, receive, send)
            return
        asked, status = Asked(_tracing(scope), _came(scope)), 500
        scope.setdefault("state", {})["asked"] = asked

        async def noting(message: Message) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
            await send(message)

        try:
            await self._app(scope, receive, noting)
        finally:
            if span := asked.span:
                span.attributes["http.route"] = scope["route"].path
                span.attributes["http.response.status_code"] = status
                span.fault = str(status) if status >= 500 else None
                asked.tracing.end(span)


def traceparent_of(request: Request, channel: str, report_id: str) -> str | None:
    """What a report is to be published with. If it is traced, the request gets a span."""
    asked: Asked | None = getattr(request.state, "asked", None)
    if asked is None:
        return None
    if asked.came and not asked.came.sampled:
        return str(asked.came)
    cause = asked.came or asked.tracing.begin(channel, report_id)
    if cause is None:
        return None
    said = {"http.request.method": request.method, "sinergi.channel": channel, "sinergi.report_id": report_id}
    asked.span = step(cause, "report", Kind.SERVER, asked.began_ns, said)
    return str(asked.span.context)


def _tracing(scope: Scope) -> Tracing:
    """It is opened when the application starts, after this was put into it."""
    intake: Intake = scope["app"].state.intake
    return intake.tracing


def _came(scope: Scope) -> TraceContext | None:
    """Several such headers count as none."""
    found = [value for name, value in scope["headers"] if name == TRACEPARENT.encode()]
    return context_of(found[0].decode("ascii", "replace")) if len(found) == 1 else None
