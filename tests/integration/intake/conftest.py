"""The intake on a real broker and Postgres, asked over HTTP without a socket between."""

from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass
from pathlib import Path

import asyncpg
import httpx
import pytest
import pytest_asyncio
from fastapi import FastAPI

from sinks.api_keys import ApiKeys
from sinks.postgres import Pool
from streams import weights
from streams.core.rules import Rules
from streams.core.understand import Knowledge
from streams.intake.app import make_app
from streams.intake.here import Intake
from streams.settings import PostgresSettings, Settings, TracingSettings
from tests.acting import acting_as
from tests.conftest import Broker
from tests.integration.served import template_and_topics
from tests.unit.core.bekasi import CATALOG


@dataclass(frozen=True, slots=True)
class Desk:
    """A running intake, and a caller of the channel `sorot` with a key.

    The intake logs in as itself; by `pool` tests do what others do.
    """

    app: FastAPI
    settings: Settings
    client: httpx.AsyncClient
    key: str
    pool: Pool

    @property
    def here(self) -> Intake:
        intake: Intake = self.app.state.intake
        return intake


@pytest.fixture(scope="package")
def knowledge() -> Knowledge:
    """What triage works with."""
    return Knowledge.of(CATALOG, weights.load())


@pytest.fixture(scope="package")
def rules() -> Rules:
    """What resolve decides by."""
    return Rules.of(CATALOG, weights.load_duplicates())


@pytest_asyncio.fixture(scope="package", loop_scope="session")
async def template(broker: Broker, postgres: str) -> AsyncIterator[str]:
    """With the topics."""
    async with template_and_topics(broker, postgres) as name:
        yield name


@pytest_asyncio.fixture
async def desk(broker: Broker, migrated: str, tmp_path: Path) -> AsyncIterator[Desk]:
    """Topics may hold what other tests said: look for what is yours by its id."""
    async with desk_at(broker, migrated, tmp_path) as made:
        yield made


@asynccontextmanager
async def desk_at(
    broker: Broker, database: str, folder: Path, tracing: TracingSettings | None = None
) -> AsyncIterator[Desk]:
    """A running intake on this broker."""
    settings = Settings(
        kafka=broker.kafka,
        postgres=PostgresSettings(url=await acting_as("intake", database)),
        tracing=tracing or TracingSettings(),
        folder=folder,
    )
    app = make_app(settings)
    async with AsyncExitStack() as stack:
        with pytest.MonkeyPatch.context() as patch:
            # To read the catalog takes longer than the rest of a start.
            patch.setattr("streams.intake.app.load", lambda _: CATALOG)
            await stack.enter_async_context(app.router.lifespan_context(app))
        pool = await stack.enter_async_context(asyncpg.create_pool(database, min_size=1, max_size=4))
        key = await ApiKeys(pool).add("sorot", "tests")
        transport = httpx.ASGITransport(app=app, raise_app_exceptions=True)
        async with httpx.AsyncClient(
            transport=transport, base_url="http://intake", headers={"X-API-Key": key}
        ) as client:
            yield Desk(app, settings, client, key, pool)
