"""What the webhook worker says of itself: the same pages as the others."""

import asyncio
import logging
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from aiohttp import web
from asyncpg import InterfaceError, PostgresError

from sinks.webhooks.destinations import Destinations
from streams.agents.webhooks.pulse import Pulse
from streams.metrics import WebhookMetrics
from streams.settings import WebSettings

STALLED_S = 60.0
ANSWER_S = 2.0

_LOG = logging.getLogger(__name__)


@asynccontextmanager
async def pages(
    settings: WebSettings, metrics: WebhookMetrics, destinations: Destinations, pulse: Pulse
) -> AsyncIterator[None]:
    """Serve them until the end of the block, and log where. Raises OSError if the port is taken."""

    async def metrics_page(request: web.Request) -> web.Response:
        await _show_waiting(metrics, destinations)
        body, content_type = metrics.page(request.headers.get("Accept", ""))
        return web.Response(body=body, headers={"Content-Type": content_type})

    async def live(_: web.Request) -> web.Response:
        silent_s = pulse.silent_s()
        alive = silent_s < STALLED_S
        return web.json_response(
            {"live": alive, "stalled_s": round(silent_s, 1)}, status=200 if alive else 503
        )

    async def ready(_: web.Request) -> web.Response:
        """Not, while another worker does the work: this one waits to take over."""
        at_work = bool(pulse.last_s)
        return web.json_response({"ready": at_work}, status=200 if at_work else 503)

    app = web.Application()
    app.add_routes(
        [
            web.get("/metrics", metrics_page),
            web.get("/healthz/live", live),
            web.get("/healthz/ready", ready),
        ]
    )
    runner = web.AppRunner(app, access_log=None)
    await runner.setup()
    try:
        await web.TCPSite(runner, settings.host, settings.port).start()
        port = runner.addresses[0][1]  # The settings may say 0.
        count = len(await destinations.all())
        _LOG.info("webhooks: %d, metrics at http://%s:%d/metrics", count, settings.host, port)
        yield
    finally:
        await runner.cleanup()


async def _show_waiting(metrics: WebhookMetrics, destinations: Destinations) -> None:
    """No figure at all when Postgres does not answer: a wrong one would be worse."""
    for gauge in (metrics.waiting, metrics.oldest_s, metrics.failed):
        gauge.clear()
    try:
        async with asyncio.timeout(ANSWER_S):
            found = await destinations.all()
    except (OSError, PostgresError, InterfaceError, TimeoutError):
        metrics.unknown.inc()
        return
    for one in found:
        metrics.waiting.labels(one.agency).set(one.waiting)
        metrics.oldest_s.labels(one.agency).set(one.oldest_s)
        metrics.failed.labels(one.agency).set(one.failed)
