"""`sinergi top`: throughput, lag and decisions as they are now."""

import asyncio
import sys
import time
from collections import deque
from dataclasses import asdict
from typing import Annotated

import typer
from rich.live import Live

from schemas.catalog import load
from schemas.catalog.models import Catalog
from streams.cli import interruptible
from streams.cli.configured import configured
from streams.cli.options import Json
from streams.cli.output import print_json, screen
from streams.cli.top_table import table
from streams.top.figures import RATE_S, figures
from streams.top.sample import Sampler

EVERY_S = 1.0


def top(
    *,
    once: Annotated[bool, typer.Option("--once", help="Two looks a second apart, and no more.")] = False,
    json: Json = False,
) -> None:
    """Show throughput, lag and decisions each second, open incidents every 10 s, until Ctrl-C.

    It asks Kafka and Postgres alone, so it works from anywhere; what is away is said. With --json, or where
    there is no terminal, it looks once.
    """
    interruptible.run(_top(once=once or json or not sys.stdout.isatty(), json=json))


async def _top(*, once: bool, json: bool) -> None:
    settings = configured()
    catalog = load(settings.catalog)
    sampler = Sampler(settings, catalog)
    try:
        await (_once(sampler, catalog, json=json) if once else _live(sampler, catalog))
    finally:
        await sampler.close()


async def _once(sampler: Sampler, catalog: Catalog, *, json: bool) -> None:
    before = await sampler.sample()
    await asyncio.sleep(EVERY_S)
    found = figures([before, await sampler.sample()], catalog)
    if json:
        print_json(asdict(found))
    else:
        screen().print(table(found))


async def _live(sampler: Sampler, catalog: Catalog) -> None:
    samples = deque([await sampler.sample()], maxlen=round(RATE_S / EVERY_S) + 1)
    with Live(table(figures(samples, catalog)), console=screen(), screen=True, auto_refresh=False) as live:
        while True:
            began_s = time.monotonic()
            samples.append(await sampler.sample())
            live.update(table(figures(samples, catalog)), refresh=True)
            await asyncio.sleep(max(0.0, began_s + EVERY_S - time.monotonic()))
