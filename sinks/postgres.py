"""Postgres, the record of truth: what a batch came to, in one fenced transaction."""

import asyncio
from collections.abc import AsyncIterator, Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import asynccontextmanager, contextmanager
from dataclasses import dataclass, replace
from datetime import datetime
from typing import TypeAlias

import asyncpg
from pydantic_core import to_json

from schemas.announcement import Reporter
from schemas.heard import Finished
from schemas.incident import Incident, Recorded
from schemas.message import Message
from schemas.plain_error import PlainError
from schemas.rejection import Rejection
from schemas.storm import KeyChanges, KeyState
from sinks import life_rows, rows
from sinks.incident_rows import incident_of, incidents_on_the_way, voices_in
from sinks.kept import KeptRows
from sinks.pool import connect
from sinks.recording import write_recorded
from sinks.sql import Connection, Pool, queries
from sinks.storms import read_storms, write_storms

__all__ = ["Claim", "Connection", "FencedError", "LostTransactionError", "Pool", "Reach", "Store", "connect"]

CUT_OFF_AFTER_S = 10.0
"""One that was stopped inside a transaction may not hold a row that another claims for longer."""

OUTBOX_PAGE = 1_000

FINISHED_MAX = 200
"""So many of a category, the last ones, say how long it takes."""


class FencedError(PlainError):
    """Another worker owns the partition now, or this one lost count; nothing was written."""


class LostTransactionError(PlainError):
    """The connection ended inside a transaction; whether that was committed, Postgres knows."""


@dataclass(frozen=True, slots=True)
class Claim:
    """A worker's right to write what one partition holds, up to the next claim by another."""

    topic: str
    partition: int
    epoch: int
    next_offset: int | None


Reach: TypeAlias = tuple[int, int]
"""How far messages of a partition reach in the outbox: offset behind the batch, number within it."""


class Store:
    """What workers of one Kafka cluster read from and write to Postgres."""

    def __init__(self, pool: Pool, cluster: str) -> None:
        self._pool = pool
        self._cluster = cluster
        self._sql = queries()

    async def claim(self, topic: str, partition: int) -> Claim:
        """Take a partition over: from now on the claims of others on it are refused."""
        async with self._pool.acquire() as connection:
            claiming = asyncio.create_task(
                connection.fetchrow(self._sql["claim"], self._cluster, topic, partition)
            )
            try:
                done, _ = await asyncio.wait({claiming}, timeout=CUT_OFF_AFTER_S)
                if not done:
                    # In the middle of a COPY no timeout of Postgres ends a client that stands still.
                    await self._pool.execute(self._sql["cut_off"], connection.get_server_pid())
                row = await claiming
            finally:
                claiming.cancel()
        if row is None:
            raise FencedError(f"no claim on {topic}/{partition} was given")
        return Claim(topic, partition, row["epoch"], row["next_offset"])

    @asynccontextmanager
    async def batch(
        self, claim: Claim, next_offset: int, *, beside: Sequence[tuple[Claim, int]] = ()
    ) -> AsyncIterator["Batch"]:
        """One transaction that takes the partition on to `next_offset`, and others `beside` it.

        Raises `FencedError`, `LostTransactionError`, and what the statements in it raise.
        """
        moves = ((claim, next_offset), *beside)
        with _telling_of_loss(claim):
            async with self._pool.acquire() as connection, connection.transaction():
                await self._fence(connection, moves)
                moved = tuple(replace(one, next_offset=offset) for one, offset in moves)
                yield Batch(connection, self._sql, self._cluster, moved)

    async def _fence(self, connection: Connection, moves: Sequence[tuple[Claim, int]]) -> None:
        asked = [(one.topic, one.partition, one.epoch, one.next_offset, offset) for one, offset in moves]
        found = await connection.fetch(self._sql["fence"], self._cluster, *rows.columns_of(asked, width=5))
        moved = {(row["topic"], row["partition"]) for row in found}
        for one, _ in moves:
            if (one.topic, one.partition) not in moved:
                raise FencedError(f"{_at(one)}: epoch {one.epoch} is over")

    async def latest(self, key: str, most: int) -> KeptRows:
        """Of a key the incidents spoken of last, with their voices and when each last spoke."""
        found = await self._pool.fetch(self._sql["latest_incidents"], key, most)
        return KeptRows(key, found[::-1])

    async def keys(self) -> list[str]:
        """Every key that has an incident."""
        return [row["key"] for row in await self._pool.fetch(self._sql["keys"])]

    async def storm_keys(self) -> list[str]:
        """Every key of which something is remembered."""
        return [row["key"] for row in await self._pool.fetch(self._sql["storm_keys"])]

    async def storms(self, keys: Sequence[str]) -> list[KeyState]:
        """What is remembered of some keys."""
        async with self._pool.acquire() as connection, connection.transaction():
            return await read_storms(connection, self._sql, keys)

    async def finished(self, keys: Sequence[str]) -> list[Finished]:
        """Of some keys what was fixed and closed last, of each category the latest; the oldest first."""
        return [
            Finished.of(incident_of(row))
            for row in await self._pool.fetch(self._sql["finished"], keys, FINISHED_MAX)
        ]

    async def reporters(self, incident_id: str, *, up_to: int, after: int, limit: int) -> list[Reporter]:
        """One page of an incident's voices, by their places in the log: behind `after`, up to `up_to`."""
        found = await self._pool.fetch(self._sql["reporters"], incident_id, after, up_to, limit)
        return [life_rows.reporter_of(row) for row in found]

    async def pending(self, claim: Claim) -> tuple[list[Message], Reach]:
        """The oldest unsent messages of the partition, one page, and how far they reach."""
        found = await self._pool.fetch(
            self._sql["outbox_pending"], self._cluster, claim.topic, claim.partition, OUTBOX_PAGE
        )
        reach = (found[-1]["next_offset"], found[-1]["position"]) if found else (0, 0)
        return [rows.message_of(row) for row in found], reach

    async def sent(self, reaches: Sequence[tuple[Claim, Reach]]) -> None:
        """Kafka has every message of these partitions up to there: forget them."""
        places = [(claim.topic, claim.partition, *reach) for claim, reach in reaches]
        await self._pool.execute(self._sql["outbox_sent"], self._cluster, *rows.columns_of(places, width=4))


@dataclass(frozen=True, slots=True)
class Batch:
    """An open transaction; `claims` are those that hold once it is committed."""

    connection: Connection
    sql: Mapping[str, str]
    cluster: str
    claims: tuple[Claim, ...]

    @property
    def claim(self) -> Claim:
        """That of the partition which it was begun for."""
        return self.claims[0]

    async def digests(self, keys: Collection[tuple[str, str]]) -> dict[tuple[str, str], str]:
        """The content's fingerprint of those reports (channel, id) that are recorded already."""
        channels, ids = [key[0] for key in keys], [key[1] for key in keys]
        found = await self.connection.fetch(self.sql["digests"], channels, ids)
        return {(row["channel"], row["id"]): row["digest"] for row in found}

    async def moved(self, incidents: Collection[str]) -> dict[str, str]:
        """Of these incidents, and of those on their way, where the reports went, if they did."""
        if not incidents:
            return {}
        found = await incidents_on_the_way(self.connection, [*incidents])
        return {id: incident.moved_to for id, incident in found.items() if incident.moved_to}

    async def voices(self, incidents: Sequence[str]) -> Mapping[str, Mapping[str, datetime]]:
        """Who is heard in each incident, and when last."""
        return await voices_in(self.connection, incidents)

    async def record(self, recorded: Sequence[Recorded], incidents: Iterable[Incident]) -> None:
        """Write new reports, their links, and the last version of each incident that changed."""
        await write_recorded(self.connection, recorded, incidents)

    async def record_storms(self, changes: Sequence[KeyChanges]) -> None:
        """Write what is remembered of the keys of the batch, and their events."""
        await write_storms(self.connection, self.sql, changes)

    async def reject(self, rejections: Sequence[Rejection]) -> None:
        """Write rejections; one that is there already stays as it is."""
        await self.connection.execute(
            self.sql["insert_rejections"], self.cluster, *rows.rejection_columns(rejections)
        )

    async def send_later(self, *messages: Sequence[Message]) -> Sequence[tuple[Claim, Reach]]:
        """Put the messages of each of the `claims` into the outbox, in order; how far they reach."""
        sending = list(zip(self.claims, messages, strict=True))
        await self.connection.copy_records_to_table(
            "outbox",
            columns=rows.OUTBOX,
            records=[
                (
                    *(self.cluster, claim.topic, claim.partition, claim.next_offset, position),
                    *(m.topic, m.key, m.value, to_json(m.headers).decode()),
                )
                for claim, of_it in sending
                for position, m in enumerate(of_it)
            ],
        )
        return [(claim, (claim.next_offset or 0, len(of_it))) for claim, of_it in sending]


@contextmanager
def _telling_of_loss(claim: Claim) -> Iterator[None]:
    """A worker that wakes up after `IDLE_IN_TRANSACTION_S` finds its connection closed.

    asyncpg then fails in ways that tell nobody so, at the rollback that follows a fence too.
    """
    try:
        yield
    except asyncpg.DataError:  # To asyncpg an InterfaceError as well.
        raise
    except (asyncpg.InterfaceError, asyncpg.InternalClientError) as error:
        if isinstance(error.__context__, FencedError):
            raise error.__context__ from error
        raise LostTransactionError(f"{_at(claim)}: the connection ended inside the transaction") from error


def _at(claim: Claim) -> str:
    return f"{claim.topic}/{claim.partition} at {claim.next_offset}"
