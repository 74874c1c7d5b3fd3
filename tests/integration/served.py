"""What packages of tests of something that serves HTTP begin with."""

import secrets
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from streams.settings import PostgresSettings, Settings
from streams.stack import prepare
from tests.conftest import Broker, database_at


@asynccontextmanager
async def template_and_topics(broker: Broker, postgres: str) -> AsyncIterator[str]:
    """The name of a database with all tables and no rows, as that of all tests; the topics are there too."""
    name = f"template_{secrets.token_hex(6)}"
    async with database_at(postgres, name) as address:
        await prepare(Settings(kafka=broker.kafka, postgres=PostgresSettings(url=address)))
        yield name
