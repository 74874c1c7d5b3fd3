"""What the webhook worker says of itself."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from functools import partial

from sinks.webhooks.destinations import Destinations
from streams.connections import AWAY
from streams.logs import logger
from streams.metrics import WebhookMetrics
from streams.pulse import Pulse
from streams.settings import WebSettings
from streams.workers.pages import Answer, goes_round, pages

ANSWER_S = 2.0

log = logger(__name__)


@asynccontextmanager
async def webhook_pages(
    settings: WebSettings, metrics: WebhookMetrics, destinations: Destinations, pulse: Pulse
) -> AsyncIterator[None]:
    """Serve its pages until the end of the block, and log where. Raises OSError if the port is taken."""
    serving = pages(
        settings,
        metrics,
        live=goes_round(pulse),
        # Not, while another worker does the work: this one waits to take over.
        ready=lambda: Answer(bool(pulse.last_s), {}),
        refresh=partial(_show_waiting, metrics, destinations),
    )
    async with serving as address:
        log.info("serving pages", webhooks=len(await destinations.all()), metrics=f"{address}/metrics")
        yield


async def _show_waiting(metrics: WebhookMetrics, destinations: Destinations) -> None:
    """No figure at all when Postgres does not answer: a wrong one would be worse."""
    for gauge in (metrics.waiting, metrics.oldest_s, metrics.failed):
        gauge.clear()
    try:
        async with asyncio.timeout(ANSWER_S):
            found = await destinations.all()
    except AWAY:
        metrics.unknown.inc()
        return
    for one in found:
        metrics.waiting.labels(one.agency).set(one.waiting)
        metrics.oldest_s.labels(one.agency).set(one.oldest_s)
        metrics.failed.labels(one.agency).set(one.failed)
