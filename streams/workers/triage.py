"""Puts triage together: settings -> catalog, connections, agents, pages."""

from typing import NoReturn

import faust

from schemas.catalog import load
from sinks.keyring import Keyring
from streams.agents.check import Check
from streams.agents.clock import Clock
from streams.agents.triage import Triage
from streams.core.understand import Knowledge
from streams.duties import reported, spoken, triage_duty
from streams.metrics import Metrics
from streams.otlp.sending import traced
from streams.settings import Settings
from streams.transport import together
from streams.weights import load as load_weights
from streams.workers.agents import add_agent, add_task, count_rebalances, publisher_of
from streams.workers.app import make_app, run_worker
from streams.workers.ground import ground
from streams.workers.health import add_pages


def run_triage(settings: Settings) -> NoReturn:
    """Run a triage worker until it is stopped."""
    run_worker(lambda: triage_app(settings))


async def triage_app(settings: Settings) -> faust.App:
    """The app of `triage`: an agent on the topics of all channels, one on what else is said, and a clock."""
    catalog = load(settings.catalog)
    duty = triage_duty(catalog)
    pool = (await ground(settings, duty, catalog)).pool
    metrics = Metrics(duty.process)
    app = make_app(duty.group, settings)
    tracing = app.add_context(traced(settings.tracing, duty.process, metrics))
    knowledge = Knowledge.of(catalog, load_weights(settings.weights))
    triage = Triage(knowledge, Keyring(pool), publisher_of(app), metrics, tracing)
    add_agent(app, "triage", reported(catalog), triage.take)
    together(app, "triage", reported(catalog))
    add_agent(app, "check", spoken(catalog), Check(catalog, publisher_of(app), metrics).take)
    if settings.clock.tick_s:
        add_task(app, "clock", Clock(catalog, publisher_of(app), settings.clock.tick_s).run)
    count_rebalances(app, metrics)
    await add_pages(app, settings.web, metrics)
    return app
