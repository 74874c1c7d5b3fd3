"""A door before a table: nobody reads it or writes to it but those whom a test lets through, one by one."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import asyncpg

from tests.waiting import until


class Door:
    """Closed; who waits at it when it is passed goes through, and it is closed behind them.

    Locks of Postgres are given in the order in which they were asked for.
    """

    def __init__(self, url: str, table: str, watching: asyncpg.Connection) -> None:
        self._url = url
        self._table = table
        self._watching = watching
        self._holding: asyncpg.Connection | None = None

    async def reached(self) -> bool:
        """Whether somebody waits at it."""
        return bool(await self._waiting())

    async def let_through(self) -> None:
        """Those who wait now; they come back to it for the next thing they want."""
        closing = await asyncpg.connect(self._url)
        await closing.execute("begin")
        closed = asyncio.create_task(closing.execute(f"lock table {self._table} in access exclusive mode"))
        if self._holding:
            await until(lambda: self._waits(closing), "the door to be closed behind those who wait")
            await self._holding.close()
        await closed
        self._holding = closing

    async def open(self) -> None:
        """For everybody."""
        if self._holding:
            await self._holding.close()

    async def _waits(self, connection: asyncpg.Connection) -> bool:
        return connection.get_server_pid() in await self._waiting()

    async def _waiting(self) -> set[int]:
        sql = "select pid from pg_locks where relation = $1::text::regclass and not granted"
        return {row["pid"] for row in await self._watching.fetch(sql, self._table)}


@asynccontextmanager
async def door(url: str, table: str) -> AsyncIterator[Door]:
    """A closed door before a table."""
    watching = await asyncpg.connect(url)
    door = Door(url, table, watching)
    try:
        await door.let_through()
        yield door
    finally:
        await door.open()
        await watching.close()
