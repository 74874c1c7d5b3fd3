"""Databases of their own for the tests of what is kept in Postgres."""

from collections.abc import AsyncIterator

import pytest_asyncio

from sinks.postgres import Pool, Store, connect
from tests.acting import acting_as
from tests.integration.postgres.writing import DEADLINE_S


@pytest_asyncio.fixture
async def bare(database: str) -> AsyncIterator[Pool]:
    """Connections to an empty database."""
    async with await connect(database, wait_s=DEADLINE_S, statement_timeout_s=DEADLINE_S) as made:
        yield made


@pytest_asyncio.fixture
async def personal(migrated: str) -> AsyncIterator[Pool]:
    """As who forgets and retains has it."""
    url = await acting_as("personal", migrated)
    async with await connect(url, wait_s=DEADLINE_S, statement_timeout_s=DEADLINE_S) as limited:
        yield limited


@pytest_asyncio.fixture
async def store(migrated: str) -> AsyncIterator[Store]:
    """As resolve has it: with its rights and no more."""
    url = await acting_as("resolve", migrated)
    async with await connect(url, wait_s=DEADLINE_S, statement_timeout_s=DEADLINE_S) as limited:
        yield Store(limited, "cluster-1")
