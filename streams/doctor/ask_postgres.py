"""Asks Postgres about itself and our tables; every statement has a bound."""

import asyncio

import asyncpg

from sinks.server_state import Database, Look, ServerReader
from streams.connections import NO_POSTGRES, no_postgres
from streams.settings import PostgresSettings

CONNECT_S = 5.0
STATEMENT_S = 5.0


async def ask_postgres(settings: PostgresSettings, *, seconds: float) -> tuple[Database, tuple[Look, Look]]:
    """The server, and what changes at two moments so many seconds apart. Raises `UnreachableError`."""
    try:
        connection = await asyncpg.connect(
            settings.url,
            timeout=CONNECT_S,
            command_timeout=STATEMENT_S,
            server_settings={"application_name": "sinergi-doctor", "timezone": "UTC"},
        )
    except NO_POSTGRES as error:
        raise no_postgres(settings, error) from error
    try:
        reader = ServerReader(connection)
        database, first = await reader.database(), await reader.look()
        await asyncio.sleep(seconds)
        return database, (first, await reader.look())
    except NO_POSTGRES as error:
        raise no_postgres(settings, error) from error
    finally:
        connection.terminate()  # A server that stands still would hold up a goodbye.
