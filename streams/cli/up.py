"""`sinergi up`: all that reports need, until Ctrl-C."""

import asyncio
import sys
from typing import Annotated

import typer

from streams.cli import interruptible
from streams.cli.configured import configured
from streams.cli.long_running import logged
from streams.connections import without_password
from streams.logs import is_text, logger
from streams.settings import Settings
from streams.settings.source import load_settings
from streams.stack import running
from streams.stack.crew import WORKERS, address_of, board_address, serves_board

log = logger(__name__)


def up(
    *,
    embedded: Annotated[
        bool, typer.Option("--embedded", help="Start a broker (in memory) and a Postgres as well.")
    ] = False,
) -> None:
    """Migrate, make the topics, and keep triage and resolve alive until Ctrl-C.

    The board is started too where `SINERGI_BOARD_PORT` is set. Not started are `sinergi intake` and `sinergi
    worker webhooks` and `watch`: each is a command of its own.

    Postgres' files of --embedded stay in the folder of the settings (.sinergi); the broker's topics
    do not. Other commands in the same directory find an embedded system by themselves.
    """
    settings = load_settings() if embedded else configured()
    with logged("up", settings):
        interruptible.run(_up(settings, embedded=embedded))


async def _up(settings: Settings, *, embedded: bool) -> None:
    async with running(settings, embedded=embedded, quiet=False) as here:
        _tell(here)
        await asyncio.Event().wait()


def _tell(settings: Settings) -> None:
    """Where everything is: to a person in a form that can be read and copied."""
    addresses = {
        "Kafka": ", ".join(settings.kafka.brokers),
        "Postgres": without_password(settings.postgres.url),
        **{worker: f"{address_of(settings, worker)}/metrics" for worker in WORKERS},
    }
    if serves_board(settings):
        addresses["board"] = board_address(settings)
    if is_text(settings.log):
        lines = [f"  {name:8}  {address}" for name, address in addresses.items()]
        sys.stderr.write("\n".join(["sinergi: ready", *lines, ""]))
    else:
        log.info("ready", **{name.lower(): address for name, address in addresses.items()})
