"""Puts triage or resolve together: settings -> catalog, connections, agents, pages."""

from collections.abc import Awaitable, Callable, Mapping, Sequence
from typing import NamedTuple, NoReturn

import faust
from faust.types import StreamT

from schemas.catalog import load
from schemas.catalog.models import Catalog
from schemas.message import Message
from schemas.precedence import goes_first
from schemas.topics import ANNOUNCEMENTS, CLASSIFIED, REJECTED
from sinks.keyring import Keyring
from sinks.postgres import Pool, Store
from sinks.suspects import Suspects
from sinks.topics import publish
from streams.agents.aside import Aside
from streams.agents.careful import Careful
from streams.agents.check import Check
from streams.agents.clock import Clock
from streams.agents.herald import Herald
from streams.agents.publish import Publish
from streams.agents.refuse import Refuse
from streams.agents.resolve import Resolve
from streams.agents.triage import Triage
from streams.connections import cluster_of, counts_of, migrated, open_pool
from streams.core.rules import Rules
from streams.core.understand import Knowledge
from streams.duties import Duty, reported, resolve_duty, spoken, triage_duty
from streams.failfast import fatal, or_die
from streams.metrics import Metrics
from streams.otlp.sending import traced
from streams.rewind.accepted import refuse_older
from streams.settings import Settings
from streams.transport import Chunk, chunks, own, producer_of, together
from streams.weights import load as load_weights
from streams.weights import load_duplicates
from streams.workers.app import make_app, run_worker
from streams.workers.health import add_pages

BROKER_WAIT_S = 30.0
"""A worker that starts with its broker waits for it; later failures end it."""


def run_triage(settings: Settings) -> NoReturn:
    """Run a triage worker until it is stopped."""
    run_worker(lambda: triage_app(settings))


def run_resolve(settings: Settings) -> NoReturn:
    """Run a resolve worker until it is stopped."""
    run_worker(lambda: resolve_app(settings))


async def triage_app(settings: Settings) -> faust.App:
    """The app of `triage`: an agent on the topics of all channels, one on what else is said, and a clock."""
    catalog = load(settings.catalog)
    duty = triage_duty(catalog)
    pool = (await _ground(settings, duty, catalog)).pool
    metrics = Metrics(duty.process)
    app = make_app(duty.group, settings)
    tracing = app.add_context(traced(settings.tracing, duty.process, metrics))
    knowledge = Knowledge.of(catalog, load_weights(settings.weights))
    triage = Triage(knowledge, Keyring(pool), _publisher(app), metrics, tracing)
    _agent(app, "triage", reported(catalog), triage.take)
    together(app, "triage", reported(catalog))
    _agent(app, "check", spoken(catalog), Check(catalog, _publisher(app), metrics).take)
    if settings.clock.tick_s:
        _task(app, "clock", Clock(catalog, _publisher(app), settings.clock.tick_s).run)
    _count_rebalances(app, metrics)
    add_pages(app, metrics)
    return app


async def resolve_app(settings: Settings) -> faust.App:
    """The app of `resolve`: agents on what triage understood, on what was refused, on what all are told."""
    catalog = load(settings.catalog)
    duty = resolve_duty(catalog)
    pool, cluster, partitions = await _ground(settings, duty, catalog)
    store, keyring, suspects = Store(pool, cluster), Keyring(pool), Suspects(pool, cluster)
    metrics = Metrics(duty.process)
    app = make_app(duty.group, settings, urgent=lambda record: goes_first(record.headers))
    send = _publisher(app)
    resolve = Resolve(
        store,
        keyring,
        Rules.of(catalog, load_duplicates(settings.weights)),
        send,
        metrics,
        partitions=partitions[CLASSIFIED],
        tracing=app.add_context(traced(settings.tracing, duty.process, metrics)),
    )
    own(app, resolve.claims)
    aside = Aside(store, keyring, suspects, resolve.claims, publish=send, metrics=metrics, catalog=catalog)
    refuse = Refuse(resolve.claims, metrics)
    herald = Herald(store, resolve.claims, send, metrics, channels=catalog.channels)
    for name, topic, take in (
        ("resolve", CLASSIFIED, resolve.take),
        ("refuse", REJECTED, refuse.take),
        ("herald", ANNOUNCEMENTS, herald.take),
    ):
        _agent(app, name, [topic], Careful(take, aside.take, suspects).take)
    together(app, "resolve", [CLASSIFIED])
    _count_rebalances(app, metrics)
    add_pages(app, metrics)
    return app


def _agent(
    app: faust.App, name: str, topics: Sequence[str], take: Callable[[Chunk], Awaitable[None]]
) -> None:
    async def run(stream: StreamT[Chunk]) -> None:
        async for chunk in chunks(stream):
            await take(chunk)

    run.__name__ = name
    app.agent(app.topic(*topics), name=name)(fatal(run))


def _count_rebalances(app: faust.App, metrics: Metrics) -> None:
    async def count(*_: object, **__: object) -> None:
        metrics.rebalances.inc()

    app.on_partitions_assigned.connect(count, weak=False)


def _task(app: faust.App, name: str, run: Callable[[], Awaitable[None]]) -> None:
    async def task() -> None:
        await or_die(name, run())

    task.__name__ = name
    app.task(task)


def _publisher(app: faust.App) -> Publish:
    async def send(messages: Sequence[Message]) -> None:
        await publish(producer_of(app), messages)

    return send


class _Ground(NamedTuple):
    """What a worker stands on: a Postgres that has all tables, and a Kafka that has all topics."""

    pool: Pool
    cluster: str
    partitions: Mapping[str, int]


async def _ground(settings: Settings, duty: Duty, catalog: Catalog) -> _Ground:
    """Kept until the process ends. Raises `UnreachableError`, `NotReadyError`."""
    # What it would write to and is not there would hold it up in the middle of a batch.
    partitions = await counts_of(settings.kafka, duty.topics, wait_s=BROKER_WAIT_S)
    wait_s = settings.postgres.wait_s
    pool = await open_pool(settings.postgres, wait_s=wait_s, process=duty.process, cleared=False)
    await migrated(pool)
    cluster = await cluster_of(settings.kafka, wait_s=BROKER_WAIT_S)
    # With the cluster's id, so that it is asked for once.
    kafka = settings.kafka.model_copy(update={"cluster": cluster})
    await refuse_older(kafka, pool, catalog, wait_s=BROKER_WAIT_S)
    return _Ground(pool, cluster, partitions)
