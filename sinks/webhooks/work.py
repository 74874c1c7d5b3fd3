"""The right to be the one webhook worker of a database."""

import asyncio
import logging
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from sinks.postgres import Pool
from sinks.sql import Connection, queries

_LOG = logging.getLogger(__name__)

_LOCK = 0x51_4E_57_48
"""Any number that all of ours share."""


@asynccontextmanager
async def at_work(pool: Pool, poll_s: float) -> AsyncIterator[Connection]:
    """Wait for the right, and hold it by the connection until the end of the block.

    Two at once would tell an agency of an incident's versions in any order. One that waits takes over
    when the other's connection ends, however that ended.
    """
    async with pool.acquire() as connection:
        waited = False
        while not await connection.fetchval(queries()["webhook_work"], _LOCK):
            if not waited:
                _LOG.info("another webhook worker is at work; waiting to take over")
            waited = True
            await asyncio.sleep(poll_s)
        yield connection


async def is_at_work(pool: Pool) -> bool:
    """Whether somebody has the right."""
    found: bool = await pool.fetchval(queries()["webhook_worked"], _LOCK)
    return found


async def hold(connection: Connection, poll_s: float) -> None:
    """Without end; raises what the connection raises once it is lost, and with it the right."""
    while True:
        await connection.execute("select 1")
        await asyncio.sleep(poll_s)
