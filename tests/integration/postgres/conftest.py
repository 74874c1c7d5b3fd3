"""Databases of their own for the tests of what is kept in Postgres."""

from collections.abc import AsyncIterator

import pytest_asyncio

from sinks.migrate import migrate
from sinks.postgres import Pool, Store, connect
from tests.acting import acting_as
from tests.integration.postgres.writing import DEADLINE_S


@pytest_asyncio.fixture
async def bare(database: str) -> AsyncIterator[Pool]:
    """Connections to an empty database."""
    pool = await connect(database, wait_s=DEADLINE_S, statement_timeout_s=DEADLINE_S)
    yield pool
    await pool.close()


@pytest_asyncio.fixture
async def pool(bare: Pool) -> Pool:
    """Connections to a database with our schema."""
    await migrate(bare)
    return bare


@pytest_asyncio.fixture
async def store(pool: Pool, database: str) -> AsyncIterator[Store]:
    """As resolve has it: with its rights and no more."""
    url = await acting_as("resolve", database)
    limited = await connect(url, wait_s=DEADLINE_S, statement_timeout_s=DEADLINE_S)
    yield Store(limited, "cluster-1")
    await limited.close()
