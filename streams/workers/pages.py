"""The pages of a process that serves nothing else: /metrics, /healthz/live, /healthz/ready."""

from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from typing import NamedTuple

from aiohttp import web

from streams.metering import Registry
from streams.pulse import Pulse
from streams.settings import WebSettings

STALLED_S = 60.0
"""A process that has work and gets no further with it for so long should be restarted."""


class Answer(NamedTuple):
    """Whether it is so, and what else there is to say."""

    holds: bool
    more: dict[str, object]


async def _as_it_is() -> None:
    """Nothing has to be asked for."""


def gets_on(stalled_s: float, **more: object) -> Answer:
    """Whether a process is alive that stands still for so long."""
    return Answer(stalled_s < STALLED_S, {**more, "stalled_s": round(stalled_s, 1)})


def goes_round(pulse: Pulse) -> Callable[[], Answer]:
    """Whether all loops of a process go on."""
    return lambda: gets_on(pulse.silent_s())


@asynccontextmanager
async def pages(
    settings: WebSettings,
    metrics: Registry,
    *,
    live: Callable[[], Answer],
    ready: Callable[[], Answer],
    refresh: Callable[[], Awaitable[None]] = _as_it_is,
) -> AsyncIterator[str]:
    """Serve them until the end of the block; yields their address. `refresh` comes before each scrape.

    Raises OSError if the port is taken.
    """

    async def metrics_page(request: web.Request) -> web.Response:
        await refresh()
        body, content_type = metrics.page(request.headers.get("Accept", ""))
        return web.Response(body=body, headers={"Content-Type": content_type})

    app = web.Application()
    app.add_routes(
        [
            web.get("/metrics", metrics_page),
            web.get("/healthz/live", _page("live", live)),
            web.get("/healthz/ready", _page("ready", ready)),
        ]
    )
    runner = web.AppRunner(app, access_log=None)
    await runner.setup()
    try:
        await web.TCPSite(runner, settings.host, settings.port).start()
        port = runner.addresses[0][1]  # The settings may say 0.
        yield f"http://{settings.host}:{port}"
    finally:
        await runner.cleanup()


def _page(what: str, ask: Callable[[], Answer]) -> Callable[[web.Request], Awaitable[web.Response]]:
    async def page(_: web.Request) -> web.Response:
        holds, more = ask()
        return web.json_response({what: holds, **more}, status=200 if holds else 503)

    return page
