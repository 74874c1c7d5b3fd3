"""How far it was looked whether every record of a channel is accounted for, as Postgres has it."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import TypeAlias

from schemas.topics import REJECTED
from sinks.postgres import Pool
from sinks.rows import columns_of
from sinks.sql import queries

Partition: TypeAlias = tuple[str, int]
"""Topic and number."""


@dataclass(frozen=True, slots=True)
class Audited:
    """Of a partition: all below was looked for. Reports recorded before `since` are of an older log."""

    next_offset: int
    since: datetime


@dataclass(frozen=True, slots=True)
class Missing:
    """A record that became nothing, and the report in it, if it holds one."""

    offset: int
    report_id: str | None
    digest: str | None


class Audits:
    """The tables `audited` and `unaccounted` of one cluster, and what they are compared with."""

    def __init__(self, pool: Pool, cluster: str) -> None:
        self._pool = pool
        self.cluster = cluster
        self._sql = queries()

    async def places(self) -> dict[Partition, Audited]:
        """How far each partition was looked through; none that was never looked at."""
        found = await self._pool.fetch(self._sql["audited"], self.cluster)
        return {(row["topic"], row["partition"]): Audited(row["next_offset"], row["since"]) for row in found}

    async def begin(self, offsets: Mapping[Partition, int]) -> None:
        """Look from these offsets on, as if nothing had been recorded of what follows."""
        rows = [(*partition, offset) for partition, offset in offsets.items()]
        await self._pool.execute(self._sql["audit_from"], self.cluster, *columns_of(rows, width=3))

    async def forget(self, logs: Mapping[Partition, tuple[int, int]]) -> None:
        """Of each partition keep only what is missing in [first, next)."""
        rows = [(*partition, *log) for partition, log in logs.items()]
        await self._pool.execute(self._sql["audit_forget"], self.cluster, *columns_of(rows, width=4))

    async def consumed(self) -> tuple[dict[Partition, int | None], bool]:
        """How far each partition was taken in, and whether a rejection was on its way to Kafka then."""
        found = await self._pool.fetch(self._sql["watch_rejections_on_their_way"], self.cluster, REJECTED)
        offsets = {(row["topic"], row["partition"]): row["next_offset"] for row in found}
        return offsets, any(row["on_their_way"] for row in found)

    async def move(self, partition: Partition, next_offset: int, missing: Iterable[Missing]) -> None:
        """All below `next_offset` was looked for, and this was not there."""
        columns = columns_of([(one.offset, one.report_id, one.digest) for one in missing], width=3)
        async with self._pool.acquire() as connection, connection.transaction():
            await connection.execute(self._sql["audit_missing"], self.cluster, *partition, *columns)
            await connection.execute(self._sql["audit_moved"], self.cluster, *partition, next_offset)

    async def missing(self) -> dict[str, int]:
        """How many of each topic's records are missing still."""
        await self._pool.execute(self._sql["audit_settle"], self.cluster)
        found = await self._pool.fetch(self._sql["audit_unaccounted"], self.cluster)
        return {row["topic"]: row["missing"] for row in found}
