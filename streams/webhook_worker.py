"""Puts the webhook worker together: settings -> connections, loops, pages."""

import asyncio
import random
from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import asynccontextmanager

from aiohttp import ClientSession
from aiokafka import AIOKafkaConsumer
from aiokafka.errors import KafkaError

from sinks.topics import partition_counts
from sinks.webhooks.backoff import Patience
from sinks.webhooks.deliveries import Deliveries
from sinks.webhooks.destinations import Destinations
from sinks.webhooks.post import open_session, post
from sinks.webhooks.verdict import Answer
from sinks.webhooks.work import at_work, hold
from streams.agents.webhooks.deliver import Deliver, Post
from streams.agents.webhooks.prune import prune
from streams.agents.webhooks.pulse import Pulse
from streams.agents.webhooks.take_in import Partitions, TakeIn
from streams.connections import NotReadyError, cluster_of, migrated, no_broker, postgres
from streams.metrics import Metrics
from streams.settings import KafkaSettings, Settings, WebhookSettings
from streams.tail import FETCH_BYTES
from streams.webhook_pages import pages


async def run_webhooks(settings: Settings) -> None:
    """Run the worker until it is cancelled. Whatever goes wrong ends it: something must start it again."""
    try:
        await _run(settings, settings.webhooks)
    except BaseExceptionGroup as group:
        raise _first(group) from group


async def _run(settings: Settings, webhooks: WebhookSettings) -> None:
    metrics, pulse, arrived = Metrics(), Pulse(), asyncio.Event()
    async with postgres(settings.postgres, wait_s=settings.postgres.wait_s) as pool:
        await migrated(pool)
        destinations, deliveries = Destinations(pool), Deliveries(pool)
        async with (
            pages(settings.web, metrics, destinations, pulse),
            at_work(pool, webhooks.poll_s) as connection,
            _consumer(settings.kafka) as consumer,
            open_session(private=webhooks.private_destinations, timeout_s=webhooks.timeout_s) as session,
            asyncio.TaskGroup() as group,
        ):
            take_in = TakeIn(
                consumer,
                destinations,
                deliveries,
                _partitions(settings.kafka),
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
                _post(session),
                metrics,
                patience=Patience(webhooks.tries, webhooks.first_wait_s, webhooks.longest_wait_s),
                room=webhooks.concurrency,
                poll_s=webhooks.poll_s,
                arrived=arrived,
                pulse=pulse,
                chance=random.random,
            )
            group.create_task(hold(connection, webhooks.poll_s))
            group.create_task(take_in.run())
            group.create_task(deliver.run())
            group.create_task(prune(deliveries, webhooks.kept_days))


@asynccontextmanager
async def _consumer(kafka: KafkaSettings) -> AsyncIterator[AIOKafkaConsumer]:
    consumer = AIOKafkaConsumer(
        bootstrap_servers=list(kafka.brokers),
        enable_auto_commit=False,
        auto_offset_reset="none",
        fetch_max_wait_ms=kafka.fetch_wait_ms,
        max_partition_fetch_bytes=FETCH_BYTES,
    )
    try:
        await consumer.start()
    except KafkaError as error:
        await consumer.stop()
        raise no_broker(kafka, error) from error
    try:
        yield consumer
    finally:
        await consumer.stop()


def _partitions(kafka: KafkaSettings) -> Partitions:
    async def counts(topics: Sequence[str]) -> Mapping[str, int]:
        try:
            found = await partition_counts(kafka.brokers)
        except (KafkaError, TimeoutError) as error:
            raise no_broker(kafka, error) from error
        if missing := [topic for topic in topics if topic not in found]:
            raise NotReadyError(
                f"topics are missing: {', '.join(missing)}; run `sinergi topics`, or for an agency that "
                "left the catalog `sinergi webhook remove`"
            )
        return found

    return counts


def _post(session: ClientSession) -> Post:
    async def send(url: str, headers: Mapping[str, str], body: bytes) -> Answer:
        return await post(session, url, headers, body)

    return send


def _first(error: BaseException) -> BaseException:
    """What went wrong first, without the groups around it."""
    while isinstance(error, BaseExceptionGroup):
        error = error.exceptions[0]
    return error
