"""Connections to Postgres."""

import asyncio
import time

import asyncpg

from sinks.account import account
from sinks.sql import Pool

IDLE_IN_TRANSACTION_S = 50
"""A worker may think so long about a chunk: many reports at one spot, on a busy machine."""

CONNECTIONS = 4
"""Of a process at most, if it does not say otherwise."""

APPLICATION = "sinergi"
"""What Postgres calls who connects, if that is no process that stays; those have a name of their own."""


async def connect(
    url: str,
    *,
    wait_s: float,
    statement_timeout_s: float,
    size: int = CONNECTIONS,
    name: str = APPLICATION,
    cleared: bool = True,
) -> Pool:
    """A pool of connections, which Postgres knows by a name.

    What a session still holds when its connection is given back is `cleared`; who never leaves anything
    beyond a transaction saves a statement each time. Waits for Postgres up to `wait_s`, then raises what
    it met last.
    """
    deadline = time.monotonic() + wait_s
    while True:
        try:
            return await asyncpg.create_pool(
                url,
                min_size=1,
                max_size=size,
                command_timeout=statement_timeout_s,
                reset=None if cleared else _as_it_is,
                server_settings={
                    "application_name": name,
                    "sinergi.account": account(),
                    "timezone": "UTC",
                    "statement_timeout": str(int(statement_timeout_s * 1000)),
                    "idle_in_transaction_session_timeout": str(IDLE_IN_TRANSACTION_S * 1000),
                },
            )
        except (OSError, asyncpg.PostgresConnectionError, asyncpg.CannotConnectNowError):
            if time.monotonic() >= deadline:
                raise
            await asyncio.sleep(0.2)


async def _as_it_is(_: "asyncpg.Connection[asyncpg.Record]") -> None:
    """asyncpg rolls back what is open before it asks for this."""
