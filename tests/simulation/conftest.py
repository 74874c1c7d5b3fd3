"""Stores with nothing in them: the model, and the real one on Postgres."""

import asyncio
import secrets
from collections.abc import Iterator
from urllib.parse import urlsplit

import asyncpg
import pytest

from sinks.migrate import migrate
from sinks.postgres import Store, connect
from tests.conftest import database_at
from tests.simulation.store_scenarios import WITHIN_S, Run, Scenario, on_the_model, within


@pytest.fixture(scope="module")
def migrated(postgres: str) -> Iterator[str]:
    """The name of a database with our tables and nothing in them, to be copied."""
    name = f"test_{secrets.token_hex(6)}"

    async def make() -> None:
        admin = await asyncpg.connect(postgres)
        await admin.execute(f"CREATE DATABASE {name}")
        await admin.close()
        pool = await connect(_address(postgres, name), wait_s=WITHIN_S, statement_timeout_s=WITHIN_S)
        await migrate(pool)
        await pool.close()

    async def drop() -> None:
        admin = await asyncpg.connect(postgres)
        await admin.execute(f"DROP DATABASE {name}")
        await admin.close()

    asyncio.run(make())
    yield name
    asyncio.run(drop())


@pytest.fixture(params=["model", "postgres"])
def run(request: pytest.FixtureRequest) -> Run:
    """Runs a scenario on a store with nothing in it."""
    if request.param == "model":
        return on_the_model
    url, template = request.getfixturevalue("postgres"), request.getfixturevalue("migrated")

    async def on_postgres(scenario: Scenario) -> None:
        async with database_at(url, f"test_{secrets.token_hex(6)}", template) as address:
            pool = await connect(address, wait_s=WITHIN_S, statement_timeout_s=WITHIN_S)
            try:
                await within(scenario, Store(pool, "cluster-1"))
            finally:
                await pool.close()

    return lambda scenario: asyncio.run(on_postgres(scenario))


def _address(url: str, database: str) -> str:
    return urlsplit(url)._replace(path=f"/{database}").geturl()
