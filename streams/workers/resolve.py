"""Puts resolve together: settings -> catalog, connections, agents, pages."""

from typing import NoReturn

import faust

from schemas.catalog import load
from schemas.precedence import goes_first
from schemas.topics import ANNOUNCEMENTS, CLASSIFIED, REJECTED
from sinks.keyring import Keyring
from sinks.postgres import Store
from sinks.suspects import Suspects
from streams.agents.aside import Aside
from streams.agents.careful import Careful
from streams.agents.herald import Herald
from streams.agents.refuse import Refuse
from streams.agents.resolve import Resolve
from streams.core.rules import Rules
from streams.duties import resolve_duty
from streams.metrics import Metrics
from streams.otlp.sending import traced
from streams.settings import Settings
from streams.transport import own, together
from streams.weights import load_duplicates
from streams.workers.agents import add_agent, count_rebalances, publisher_of
from streams.workers.app import make_app, run_worker
from streams.workers.ground import ground
from streams.workers.health import add_pages


def run_resolve(settings: Settings) -> NoReturn:
    """Run a resolve worker until it is stopped."""
    run_worker(lambda: resolve_app(settings))


async def resolve_app(settings: Settings) -> faust.App:
    """The app of `resolve`: agents on what triage understood, on what was refused, on what all are told."""
    catalog = load(settings.catalog)
    duty = resolve_duty(catalog)
    pool, cluster, partitions = await ground(settings, duty, catalog)
    store, keyring, suspects = Store(pool, cluster), Keyring(pool), Suspects(pool, cluster)
    metrics = Metrics(duty.process)
    app = make_app(duty.group, settings, urgent=lambda record: goes_first(record.headers))
    send = publisher_of(app)
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
        add_agent(app, name, [topic], Careful(take, aside.take, suspects).take)
    together(app, "resolve", [CLASSIFIED])
    count_rebalances(app, metrics)
    await add_pages(app, settings.web, metrics)
    return app
