"""The pages of a process that has no web server of its own: /metrics, /healthz/live, /healthz/ready."""

from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager

from aiohttp import web

from streams.metering import Registry
from streams.pulse import Pulse
from streams.settings import WebSettings

STALLED_S = 60.0
"""A process of which a loop has not gone round for so long should be restarted."""


async def _as_it_is() -> None:
    """Nothing has to be asked for."""


def _told(what: str, holds: bool, **more: object) -> web.Response:
    return web.json_response({what: holds, **more}, status=200 if holds else 503)


@asynccontextmanager
async def pages(
    settings: WebSettings,
    metrics: Registry,
    pulse: Pulse,
    *,
    is_ready: Callable[[], bool],
    refresh: Callable[[], Awaitable[None]] = _as_it_is,
) -> AsyncIterator[str]:
    """Serve them until the end of the block; yields their address. `refresh` comes before each scrape.

    Raises OSError if the port is taken.
    """

    async def metrics_page(request: web.Request) -> web.Response:
        await refresh()
        body, content_type = metrics.page(request.headers.get("Accept", ""))
        return web.Response(body=body, headers={"Content-Type": content_type})

    async def live(_: web.Request) -> web.Response:
        silent_s = pulse.silent_s()
        return _told("live", silent_s < STALLED_S, stalled_s=round(silent_s, 1))

    async def ready(_: web.Request) -> web.Response:
        return _told("ready", is_ready())

    app = web.Application()
    app.add_routes(
        [web.get("/metrics", metrics_page), web.get("/healthz/live", live), web.get("/healthz/ready", ready)]
    )
    runner = web.AppRunner(app, access_log=None)
    await runner.setup()
    try:
        await web.TCPSite(runner, settings.host, settings.port).start()
        port = runner.addresses[0][1]  # The settings may say 0.
        yield f"http://{settings.host}:{port}"
    finally:
        await runner.cleanup()
