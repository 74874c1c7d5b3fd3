"""Puts the webhook worker together: settings -> connections, loops, pages."""

import asyncio
import random
from functools import partial

from sinks.webhooks.backoff import Backoff
from sinks.webhooks.deliveries import Deliveries
from sinks.webhooks.destinations import Destinations
from sinks.webhooks.post import open_session, post
from sinks.webhooks.work import at_work, hold
from streams.agents.webhooks.deliver import Deliver
from streams.agents.webhooks.prune import prune
from streams.agents.webhooks.take_in import TakeIn
from streams.connections import MAKE_TOPICS, cluster_of, consumer, counts_of, postgres
from streams.duties import WEBHOOKS
from streams.first_error import first_of
from streams.metrics import WebhookMetrics
from streams.otlp.sending import traced
from streams.pulse import Pulse
from streams.settings import Settings
from streams.tracing import Tracing
from streams.workers.webhook_pages import webhook_pages

_REMEDY = f"{MAKE_TOPICS}, or for an agency that left the catalog `sinergi webhook remove`"


async def run_webhooks(settings: Settings) -> None:
    """Run the worker until it is cancelled. Whatever goes wrong ends it: something must start it again."""
    metrics = WebhookMetrics()
    try:
        with traced(settings.tracing, "webhooks", metrics) as tracing:
            await _run(settings, metrics, tracing)
    except BaseExceptionGroup as group:
        raise first_of(group) from None


async def _run(settings: Settings, metrics: WebhookMetrics, tracing: Tracing) -> None:
    webhooks, pulse, arrived = settings.webhooks, Pulse(), asyncio.Event()
    async with postgres(settings.postgres, wait_s=settings.postgres.wait_s, process=WEBHOOKS) as pool:
        destinations, deliveries = Destinations(pool), Deliveries(pool)
        async with (
            webhook_pages(settings.web, metrics, destinations, pulse),
            at_work(pool, webhooks.poll_s) as connection,
            consumer(settings.kafka) as reading,
            open_session(private=webhooks.private_destinations, timeout_s=webhooks.timeout_s) as session,
            asyncio.TaskGroup() as group,
        ):
            take_in = TakeIn(
                reading,
                destinations,
                deliveries,
                partial(counts_of, settings.kafka, remedy=_REMEDY),
                metrics,
                cluster=await cluster_of(settings.kafka),
                waiting_max=webhooks.waiting_max,
                poll_s=webhooks.poll_s,
                arrived=arrived,
                pulse=pulse,
            )
            deliver = Deliver(
                destinations,
                deliveries,
                partial(post, session),
                metrics,
                backoff=Backoff(webhooks.tries, webhooks.first_wait_s, webhooks.longest_wait_s),
                room=webhooks.concurrency,
                poll_s=webhooks.poll_s,
                arrived=arrived,
                pulse=pulse,
                chance=random.random,
                tracing=tracing,
            )
            group.create_task(hold(connection, webhooks.poll_s))
            group.create_task(take_in.run())
            group.create_task(deliver.run())
            group.create_task(prune(deliveries, webhooks.kept_days))
