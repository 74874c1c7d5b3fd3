"""A web application, served until SIGTERM."""

import asyncio
import os
import socket
from collections.abc import Callable
from typing import TYPE_CHECKING

from streams.cli.errors import CommandError
from streams.logs import logger

if TYPE_CHECKING:
    from fastapi import FastAPI
    from uvicorn import Server

_CONNECTIONS = 1_000
_DRAIN_S = 15

log = logger(__name__)


async def serve(
    app: "FastAPI",
    host: str,
    port: int,
    *,
    proxies: str | None = None,
    ending: Callable[[], None] = lambda: None,
) -> None:
    """Listen there; port 0 takes a free one.

    `proxies` are addresses whose word on who calls is believed, by default those of this machine. `ending` is
    called when it shall end, for answers that would not end by themselves. Raises `CommandError`.
    """
    import uvicorn  # noqa: PLC0415  (an extra)

    with _listening(host, port) as listening:
        async with app.router.lifespan_context(app):
            config = uvicorn.Config(
                app,
                lifespan="off",
                log_config=None,
                access_log=False,
                server_header=False,
                limit_concurrency=_CONNECTIONS,
                timeout_graceful_shutdown=_DRAIN_S,
                forwarded_allow_ips=proxies,
            )
            at_host, at_port = listening.getsockname()[:2]
            log.info("listening", url=f"http://{at_host}:{at_port}")
            await _until_cancelled(uvicorn.Server(config), listening, ending)


async def _until_cancelled(server: "Server", listening: socket.socket, ending: Callable[[], None]) -> None:
    """Requests under way are answered before it ends. Signals are ours: `serve` would take them."""
    serving = asyncio.create_task(server._serve([listening]))  # noqa: SLF001
    try:
        await asyncio.shield(serving)
    except asyncio.CancelledError:
        ending()
        server.should_exit = True
        await serving
        raise


def _listening(host: str, port: int) -> socket.socket:
    try:
        return socket.create_server((host, port), backlog=1_024)
    except OSError as error:
        raise CommandError(f"cannot listen on {host}:{port}: {os.strerror(error.errno or 0)}") from error
