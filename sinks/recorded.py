"""Recorded reports as they came, in the order in which they were taken in. Nothing here can write."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import datetime

import asyncpg

from schemas.classified import ReportKey
from schemas.rejection import Origin
from sinks.postgres import Connection, Pool
from sinks.report_rows import origin_of
from sinks.sql import queries

PAGE = 500
"""So many reports are in memory at a time."""


class NotGrantedError(Exception):
    """Whoever asks may not read what citizens said as they said it."""


@dataclass(frozen=True, slots=True)
class Original:
    """A report as its channel gave it, and the incident it was put into."""

    channel: str
    id: str
    origin: Origin
    value: bytes
    incident: str

    @property
    def key(self) -> ReportKey:
        """What makes it the same report."""
        return self.channel, self.id


@dataclass(frozen=True, slots=True)
class Snapshot:
    """Postgres as it was at `taken_at`, whatever is written meanwhile."""

    connection: Connection
    taken_at: datetime

    async def count(self, since: datetime, until: datetime) -> int:
        """How many reports were recorded from one moment until before another."""
        number: int = await self.connection.fetchval(queries()["count_originals"], since, until)
        return number

    async def pages(self, since: datetime, until: datetime) -> AsyncIterator[list[Original]]:
        """Those reports, one page after the other.

        Reports of one key were recorded batch after batch, so `recorded_at` puts them in the order in
        which they were decided; within a batch that order was not kept, and when they were said stands
        for it.
        """
        page: list[Original] = []
        async for row in self.connection.cursor(queries()["originals"], since, until, prefetch=PAGE):
            page.append(_original_of(row))
            if len(page) == PAGE:
                yield page
                page = []
        if page:
            yield page


@asynccontextmanager
async def snapshot(pool: Pool) -> AsyncIterator[Snapshot]:
    """A transaction in which Postgres refuses every statement that would write. Raises `NotGrantedError`."""
    sql = queries()
    async with (
        pool.acquire() as connection,
        connection.transaction(isolation="repeatable_read", readonly=True),
    ):
        await connection.execute(sql["let_it_think"])
        try:
            yield Snapshot(connection, await connection.fetchval(sql["clock"]))
        except asyncpg.InsufficientPrivilegeError as error:
            raise NotGrantedError(str(error)) from error


def _original_of(row: asyncpg.Record) -> Original:
    return Original(row["channel"], row["id"], origin_of(row), row["report"].encode(), row["incident_id"])
