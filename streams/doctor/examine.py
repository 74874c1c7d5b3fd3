"""Gathers the facts of a running system, all at once, and puts the examinations together."""

import asyncio
from collections.abc import Awaitable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from importlib.metadata import version
from typing import TypeVar

from schemas.catalog.models import Catalog
from schemas.catalog.retention import Retention
from sinks.server_state import Database, Look
from sinks.sql import migrations as steps
from streams.connections import UnreachableError
from streams.doctor.accounts import accounts
from streams.doctor.ask_kafka import ask_kafka
from streams.doctor.ask_lag import Standing, ask_lag
from streams.doctor.ask_postgres import ask_postgres
from streams.doctor.ask_workers import Page, ask_workers
from streams.doctor.brokers import brokers
from streams.doctor.clocks import database_clock, record_clock
from streams.doctor.cluster import cluster
from streams.doctor.groups import groups
from streams.doctor.kafka_facts import Kafka
from streams.doctor.lag import lag, offsets, rewound
from streams.doctor.losses import losses
from streams.doctor.migrations import migrations
from streams.doctor.outbox import outbox
from streams.doctor.pages import pages, versions
from streams.doctor.replicas import replicas
from streams.doctor.retention import retention
from streams.doctor.rights import rights
from streams.doctor.server import server
from streams.doctor.topics import topics
from streams.doctor.upkeep import upkeep
from streams.doctor.webhooks import webhooks
from streams.duties import duties
from streams.findings import Finding, warning, wrong
from streams.settings import Settings
from streams.stack.crew import ON_THEIR_OWN, WORKERS, address_of
from streams.topology import topology

T = TypeVar("T")
MORE_S = 15.0
"""What any part may take beside the looking: each request in it has a shorter bound of its own."""


@dataclass(frozen=True, slots=True)
class Facts:
    """What each part told, or why it did not."""

    kafka: Kafka | str
    postgres: tuple[Database, tuple[Look, Look]] | str
    standing: Standing | str
    pages: Sequence[Page]
    seconds: float


async def gather(settings: Settings, catalog: Catalog, *, seconds: float) -> Facts:
    """Ask all parts at the same time. One that does not answer is left out."""
    groups = [duty.group for duty in duties(catalog)]
    names = [spec.name for spec in topology(settings.kafka, catalog)]
    kafka, postgres, standing, answered = await asyncio.gather(
        _told(ask_kafka(settings.kafka, names, groups, seconds=seconds), seconds),
        _told(ask_postgres(settings.postgres, seconds=seconds), seconds),
        _told(ask_lag(settings, catalog, seconds=seconds), seconds),
        ask_workers(_addresses(settings)),
    )
    return Facts(kafka, postgres, standing, answered, seconds)


def judge(facts: Facts, settings: Settings, catalog: Catalog) -> Iterator[Finding]:
    """All examinations, in the order in which a fault causes others."""
    yield from _kafka(facts.kafka, settings, catalog)
    yield from _postgres(facts, settings, catalog.city.retention)
    if isinstance(facts.standing, str):
        yield warning("lag", f"not looked at: {facts.standing}", "put right what is above first")
    else:
        embedded = not isinstance(facts.kafka, str) and facts.kafka.embedded
        yield from offsets(facts.standing, embedded=embedded)
        yield from rewound(facts.standing)
        yield from lag(facts.standing, seconds=facts.seconds)
        yield from record_clock(facts.standing)
    yield from pages(facts.pages)
    yield from versions(facts.pages, version("sinergi"))


def _kafka(kafka: Kafka | str, settings: Settings, catalog: Catalog) -> Iterator[Finding]:
    if isinstance(kafka, str):
        yield wrong(
            "brokers",
            kafka,
            "start Kafka, or put [kafka] of the settings right: where it is, how it lets us in",
        )
        return
    specs, due = topology(settings.kafka, catalog), duties(catalog)
    yield from brokers(kafka)
    yield from topics(specs, kafka)
    yield from replicas(kafka, [spec.name for spec in specs])
    yield from rights(kafka, due, catalog, settings.kafka.accounts)
    yield from groups(kafka, due)


def _postgres(facts: Facts, settings: Settings, kept: Retention | None) -> Iterator[Finding]:
    if isinstance(facts.postgres, str):
        yield wrong(
            "Postgres", facts.postgres, "start Postgres, or let SINERGI_POSTGRES_URL name where it is"
        )
        return
    database, (before, after) = facts.postgres
    yield from server(database)
    if not {"migrations", "accounts"} & database.unread.keys():
        embedded = not isinstance(facts.kafka, str) and facts.kafka.embedded
        yield from accounts(database.accounts, embedded=embedded)
    yield from upkeep(database)
    if "migrations" not in database.unread:
        yield from migrations(database.applied, steps())
    named = settings.kafka.cluster
    if not isinstance(facts.kafka, str):
        yield from cluster(facts.kafka.cluster, named, after)
        named = named or facts.kafka.cluster
    yield from outbox(before, after, cluster=named)
    yield from losses(database.unaccounted, database.audited, named)
    yield from webhooks(database.webhooks)
    if kept is not None:
        yield from retention(database.log)
    yield database_clock(database.ahead_s)


async def _told(asked: Awaitable[T], seconds: float) -> T | str:
    try:
        async with asyncio.timeout(seconds + MORE_S):
            return await asked
    except UnreachableError as error:
        return str(error)
    except TimeoutError:
        return f"no answer within {seconds + MORE_S:.0f} s"


def _addresses(settings: Settings) -> Mapping[str, str]:
    """Of the processes that may run on this machine; none where they took any free port."""
    if not settings.web.port:
        return {}
    return {worker: address_of(settings, worker) for worker in (*WORKERS, *ON_THEIR_OWN)}
