"""What Prometheus reads of the intake. Labels are routes, statuses, channels and codes: no path, no id."""

import time

from prometheus_client import CollectorRegistry, Counter, Histogram, generate_latest
from starlette.types import ASGIApp, Message, Receive, Scope, Send

_SECONDS = (0.001, 0.003, 0.01, 0.03, 0.1, 0.3, 1, 3, 10, 30)
_METHODS = ("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS")


class IntakeMetrics:
    """One process's figures, in a registry of its own."""

    def __init__(self) -> None:
        self.registry = CollectorRegistry()
        # Requests answered, by the route that took them ("none" where none did).
        self.requests = Counter(
            "sinergi_intake_requests",
            "Requests answered",
            ("method", "route", "status"),
            registry=self.registry,
        )
        # Seconds until the answer was sent.
        self.seconds = Histogram(
            "sinergi_intake_seconds",
            "Seconds of a request",
            ("route",),
            buckets=_SECONDS,
            registry=self.registry,
        )
        # Records that Kafka confirmed.
        self.published = Counter(
            "sinergi_intake_published", "Records confirmed by Kafka", ("topic",), registry=self.registry
        )
        # Requests refused, by the code of the reason (see streams/intake/http/words.py).
        self.refused = Counter(
            "sinergi_intake_refused", "Requests refused", ("code",), registry=self.registry
        )

    def page(self) -> bytes:
        """The page that Prometheus reads."""
        return generate_latest(self.registry)


class Measured:
    """Counts what the application answers."""

    def __init__(self, app: ASGIApp, metrics: IntakeMetrics) -> None:
        self._app = app
        self._metrics = metrics

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """An ASGI application."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        began, status = time.perf_counter(), 500
        scope.setdefault("state", {})

        async def counting(message: Message) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
            await send(message)

        try:
            await self._app(scope, receive, counting)
        finally:
            self._count(scope, status, time.perf_counter() - began)

    def _count(self, scope: Scope, status: int, seconds: float) -> None:
        route = getattr(scope.get("route"), "path", "none")
        method = scope["method"] if scope["method"] in _METHODS else "other"
        self._metrics.requests.labels(method, route, str(status)).inc()
        self._metrics.seconds.labels(route).observe(seconds)
        if code := scope["state"].get("refused"):
            self._metrics.refused.labels(code).inc()
