"""`sinergi intake`: the HTTP intake, until SIGTERM."""

import asyncio
import os
import socket
from typing import TYPE_CHECKING

from streams.cli import interruptible
from streams.cli.configured import configured
from streams.cli.errors import CommandError
from streams.cli.long_running import logged
from streams.logs import logger
from streams.settings import IntakeSettings, Settings

if TYPE_CHECKING:
    from uvicorn import Server

_CONNECTIONS = 1_000
_DRAIN_S = 15

log = logger(__name__)


def intake() -> None:
    """Serve GeoReport v2 (Open311) over HTTP, and what else belongs to it, until SIGTERM.

    `SINERGI_INTAKE_HOST` and `SINERGI_INTAKE_PORT` say where. It needs Kafka, Postgres, and an API key
    for each channel that shall report (`sinergi key add`).
    """
    settings = configured()
    with logged("intake", settings):
        try:
            from streams.intake.app import make_app  # noqa: F401, PLC0415  (an extra)
        except ImportError as error:
            raise CommandError(f"the intake is missing ({error}): pip install 'sinergi[intake]'") from error
        interruptible.run(_serve(settings))


async def _serve(settings: Settings) -> None:
    import uvicorn  # noqa: PLC0415

    from streams.intake.app import make_app  # noqa: PLC0415

    with _listening(settings.intake) as listening:
        app = make_app(settings)
        async with app.router.lifespan_context(app):
            config = uvicorn.Config(
                app,
                lifespan="off",
                log_config=None,
                access_log=False,
                server_header=False,
                limit_concurrency=_CONNECTIONS,
                timeout_graceful_shutdown=_DRAIN_S,
            )
            host, port = listening.getsockname()[:2]
            log.info("listening", url=f"http://{host}:{port}")
            await _until_cancelled(uvicorn.Server(config), listening)


async def _until_cancelled(server: "Server", listening: socket.socket) -> None:
    """Requests under way are answered before it ends. Signals are ours: `serve` would take them."""
    serving = asyncio.create_task(server._serve([listening]))  # noqa: SLF001
    try:
        await asyncio.shield(serving)
    except asyncio.CancelledError:
        server.should_exit = True
        await serving
        raise


def _listening(settings: IntakeSettings) -> socket.socket:
    try:
        return socket.create_server((settings.host, settings.port), backlog=1_024)
    except OSError as error:
        where = f"{settings.host}:{settings.port}"
        raise CommandError(f"cannot listen on {where}: {os.strerror(error.errno or 0)}") from error
