"""`sinergi up`: all that reports need, until Ctrl-C."""

import asyncio
import logging
import sys
from typing import Annotated

import typer

from streams.cli import interruptible
from streams.cli.configured import configured
from streams.connections import without_password
from streams.crew import WORKERS, address_of
from streams.settings import Settings, load_settings
from streams.stack import running


def up(
    *,
    embedded: Annotated[
        bool, typer.Option("--embedded", help="Start a broker (in memory) and a Postgres as well.")
    ] = False,
) -> None:
    """Migrate, make the topics, and keep triage and resolve alive until Ctrl-C.

    The HTTP intake and the worker of webhooks are started by themselves.

    Postgres' files of --embedded stay in the folder of the settings (.sinergi); the broker's topics
    do not. Other commands in the same directory find an embedded system by themselves.
    """
    logging.basicConfig(level=logging.WARNING, format="%(asctime)s %(levelname)s %(name)s: %(message)s")
    settings = load_settings() if embedded else configured()
    if not interruptible.run(_up(settings, embedded=embedded)):
        sys.stderr.write("sinergi: stopped\n")


async def _up(settings: Settings, *, embedded: bool) -> None:
    async with running(settings, embedded=embedded, quiet=False) as here:
        sys.stderr.write(_addresses(here))
        await asyncio.Event().wait()


def _addresses(settings: Settings) -> str:
    lines = [
        "sinergi: ready",
        f"  Kafka     {', '.join(settings.kafka.brokers)}",
        f"  Postgres  {without_password(settings.postgres.url)}",
        *(f"  {worker:8}  {address_of(settings, worker)}/metrics" for worker in WORKERS),
    ]
    return "\n".join([*lines, ""])
