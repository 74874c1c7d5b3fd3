"""A broker and a Postgres for the tests that need one: embedded, or those named in the environment."""

import asyncio
import gc
import os
import secrets
import tempfile
from collections.abc import AsyncIterator, Generator, Iterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

import asyncpg
import pytest
import pytest_asyncio
from aiokafka import AIOKafkaProducer
from hypothesis import settings as hypothesis_settings
from xdist.remote import Producer
from xdist.scheduler import LoadFileScheduling, Scheduling

from sinks.migrate import migrate
from sinks.postgres import Pool, connect
from streams.connections import producer
from streams.settings import KafkaSettings
from streams.stack.embedded import EmbeddedBroker, EmbeddedPostgres
from tests.in_memory import place

# How long one example takes says more of the machine than of the code. Each run thinks of others, so that few
# find in time what many find at once: `--hypothesis-profile deep`.
hypothesis_settings.register_profile("sinergi", deadline=None, max_examples=20)
hypothesis_settings.register_profile("deep", deadline=None, max_examples=300)
hypothesis_settings.load_profile("sinergi")

BROKERS = "SINERGI_TEST_BROKERS"
_SPEAK_TO_KAFKA = frozenset({"broker", "own_broker", "guard"})
"""Fixtures: a broker, or the guard of processes that a test starts, brokers among them."""
_RUNNING = "tests/integration/running/"
"""Tests of one system that runs, seven processes; others share what they start by file."""


@pytest.hookimpl(wrapper=True)
def pytest_collection() -> Generator[None, object, object]:
    """What is imported stays: to look for garbage in it again and again is a third of what a start takes."""
    gc.disable()
    try:
        return (yield)
    finally:
        gc.freeze()
        gc.enable()


def pytest_xdist_make_scheduler(config: pytest.Config, log: Producer) -> Scheduling | None:
    """Of several processes one runs all tests that share what they start."""
    return _ByWhatIsShared(config, log) if config.getvalue("dist") == "loadfile" else None


class _ByWhatIsShared(LoadFileScheduling):
    def _split_scope(self, nodeid: str) -> str:
        return _RUNNING if nodeid.startswith(_RUNNING) else super()._split_scope(nodeid)


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """On a real Kafka only what speaks to it is run, and may differ: all else would do the same once more."""
    if BROKERS not in os.environ:
        return
    beside = [
        item
        for item in items
        if item.get_closest_marker("any_broker")
        or not _SPEAK_TO_KAFKA & set(getattr(item, "fixturenames", ()))
    ]
    config.hook.pytest_deselected(items=beside)
    items[:] = [item for item in items if item not in beside]


@dataclass(frozen=True, slots=True)
class Broker:
    """What tests need to know of the broker they run on."""

    kafka: KafkaSettings
    embedded: bool


@pytest.fixture(scope="session")
def broker(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Broker]:
    """The brokers in SINERGI_TEST_BROKERS, else an embedded one. Topics must have names of their own."""
    if named := os.environ.get(BROKERS):
        kafka = KafkaSettings(
            brokers=tuple(named.split(",")), session_timeout_s=10, heartbeat_s=1, rebalance_timeout_s=10
        )
        yield Broker(kafka, embedded=False)
        return
    with EmbeddedBroker(tmp_path_factory.mktemp("broker") / "log") as embedded:
        yield Broker(embedded.settings(), embedded=True)


@pytest.fixture
def unique() -> str:
    """A word no other test has, for the names of topics and groups."""
    return secrets.token_hex(6)


@pytest.fixture(scope="session")
def postgres() -> Iterator[str]:
    """The address of a Postgres: that in SINERGI_TEST_POSTGRES, else an embedded one."""
    if named := os.environ.get("SINERGI_TEST_POSTGRES"):
        yield named
        return
    # Started by root, Postgres runs as another user, and pytest closes its folders to all others.
    with (
        tempfile.TemporaryDirectory(prefix="sinergi-", dir=place()) as folder,
        EmbeddedPostgres(Path(folder) / "pg") as own,
    ):
        asyncio.run(_unsynced(own.url))
        yield own.url


async def _unsynced(address: str) -> None:
    """Without fsync only a machine that stops loses anything; a database is made in a fifth of the time."""
    admin = await asyncpg.connect(address)
    await admin.execute("ALTER SYSTEM SET fsync = off")
    await admin.execute("SELECT pg_reload_conf()")
    await admin.close()


@pytest_asyncio.fixture
async def database(postgres: str, unique: str) -> AsyncIterator[str]:
    """The address of an empty database, dropped after the test."""
    async with database_at(postgres, f"test_{unique}") as address:
        yield address


@pytest_asyncio.fixture(scope="session", loop_scope="session")
async def template(postgres: str) -> AsyncIterator[str]:
    """The name of a database with all tables and no rows, to be copied: to make them anew takes longer."""
    name = f"template_{secrets.token_hex(6)}"
    async with database_at(postgres, name) as address:
        async with await connect(address, wait_s=10, statement_timeout_s=10) as pool:
            await migrate(pool)
        yield name


@pytest_asyncio.fixture
async def migrated(postgres: str, template: str, unique: str) -> AsyncIterator[str]:
    """The address of a copy of the template, dropped after the test."""
    async with database_at(postgres, f"test_{unique}", template) as address:
        yield address


@pytest_asyncio.fixture
async def pool(migrated: str) -> AsyncIterator[Pool]:
    """Connections to one."""
    async with await connect(migrated, wait_s=10, statement_timeout_s=10) as made:
        yield made


@pytest_asyncio.fixture
async def sender(broker: Broker) -> AsyncIterator[AIOKafkaProducer]:
    """A producer as our workers have it."""
    async with producer(broker.kafka) as made:
        yield made


@asynccontextmanager
async def database_at(postgres: str, name: str, template: str = "template1") -> AsyncIterator[str]:
    """The address of a new database, as the template is; dropped at the end of the block."""
    admin = await asyncpg.connect(postgres)
    try:
        await admin.execute(f"CREATE DATABASE {name} TEMPLATE {template}")
        try:
            yield urlsplit(postgres)._replace(path=f"/{name}").geturl()
        finally:
            await admin.execute(f"DROP DATABASE {name} WITH (FORCE)")
    finally:
        await admin.close()
