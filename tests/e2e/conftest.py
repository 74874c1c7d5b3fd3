"""What the tests of the whole stand on."""

from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import pytest
import pytest_asyncio

from tests.e2e.city import City, city
from tests.e2e.servers import Guard, Postgres


@pytest.fixture(scope="session")
def guard() -> Iterator[Guard]:
    with Guard() as running:
        yield running


@pytest_asyncio.fixture(scope="session", loop_scope="session")
async def postgres_server(guard: Guard) -> AsyncIterator[Postgres]:
    async with Postgres(guard) as running:
        yield running


@pytest_asyncio.fixture
async def bekasi(tmp_path: Path, postgres_server: Postgres, guard: Guard) -> AsyncIterator[City]:
    """A city with no workers yet."""
    async with city(tmp_path, postgres_server, guard) as here:
        yield here
