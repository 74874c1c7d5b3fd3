"""Puts the watch together: settings -> connections that may be away, looks, pages."""

import asyncio
from functools import partial

from schemas.catalog import load
from streams.connections import postgres
from streams.first_error import first_of
from streams.logs import logger
from streams.pulse import Pulse
from streams.settings import Settings
from streams.watch.brokers import brokers
from streams.watch.looking import Looking
from streams.watch.looks import Looks
from streams.watch.metrics import WatchMetrics
from streams.watch.reach import Reach
from streams.workers.pages import Answer, goes_round, pages

ONE_ANSWER = 0.25
"""Of the time of a look, which asks Kafka several things, one answer may take so much."""

log = logger(__name__)


async def run_watch(settings: Settings) -> None:
    """Look until it is cancelled, whatever is away. A bug ends it: something must start it again."""
    try:
        await _run(settings)
    except BaseExceptionGroup as group:
        raise first_of(group) from None


async def _run(settings: Settings) -> None:
    metrics, pulse = WatchMetrics(), Pulse()
    pool = Reach(partial(postgres, settings.postgres, process="watch"))
    connect = partial(brokers, settings.kafka, answer_s=settings.watch.timeout_s * ONE_ANSWER)
    looks = Looks(load(settings.catalog), connect, pool, metrics)
    all_looks = looks.all(settings.watch)
    looking = Looking(metrics, pulse)

    def ready() -> Answer:
        """Once each look was tried."""
        return Answer(len(pulse.last_s) == len(all_looks), {})

    async with pages(settings.web, metrics, live=goes_round(pulse), ready=ready) as address:
        log.info("serving pages", metrics=f"{address}/metrics")
        try:
            async with asyncio.TaskGroup() as group:
                for look in all_looks:
                    group.create_task(looking.again_and_again(look))
        finally:
            for connection in (*(used for look in all_looks for used in look.uses), pool):
                await connection.drop()
