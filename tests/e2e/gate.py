"""A gate in the database at which workers wait, so that a test can stop one exactly there."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass

import asyncpg

_FUNCTION = """
create or replace function gate() returns trigger language plpgsql as $$
begin
    if current_query() ilike tg_argv[0] then
        perform pg_advisory_lock_shared(1);
        perform pg_advisory_unlock_shared(1);
    end if;
    return null;
end $$
"""


@dataclass(frozen=True, slots=True)
class Gate:
    """Closed until it is opened."""

    connection: asyncpg.Connection

    async def reached(self) -> bool:
        """Whether somebody waits at it."""
        return await self.connection.fetchval(
            "select exists (select from pg_locks where locktype = 'advisory' and not granted)"
        )

    async def open(self) -> None:
        """Let everybody through, now and from now on."""
        await self.connection.execute("select pg_advisory_unlock_all()")

    async def turn_away(self) -> None:
        """End the connections of those who wait: what they wanted to do is not done."""
        await self.connection.execute(
            "select pg_terminate_backend(pid) from pg_locks where locktype = 'advisory' and not granted"
        )


@asynccontextmanager
async def gate(url: str, table: str, statement: str) -> AsyncIterator[Gate]:
    """Hold back whatever changes a table by a statement that is like `statement` (SQL's ilike)."""
    connection = await asyncpg.connect(url)
    try:
        await connection.execute(_FUNCTION)
        await connection.execute(
            f"create or replace trigger gate before insert or update or delete on {table} "
            f"for each statement execute function gate('{statement}')"
        )
        await connection.execute("select pg_advisory_lock(1)")
        yield Gate(connection)
    finally:
        await connection.close()
