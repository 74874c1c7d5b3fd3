"""How far a database has come that may be an older one, and how it goes on past what is gone."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from sinks.audit_log import note
from sinks.audits import Partition
from sinks.postgres import FencedError, Pool
from sinks.sql import queries


@dataclass(frozen=True, slots=True)
class Gap:
    """A span of a partition that nobody can read any more: [next_offset, begin)."""

    partition: Partition
    next_offset: int
    begin: int


@dataclass(frozen=True, slots=True)
class Hearing:
    """How far one partition of an agency's dispatches was taken in for its webhook."""

    agency: str
    partition: int
    next_offset: int


class Rewinding:
    """What Postgres knows of one cluster."""

    def __init__(self, pool: Pool, cluster: str) -> None:
        self._pool = pool
        self._cluster = cluster
        self._sql = queries()

    async def recorded(self) -> Mapping[Partition, int | None]:
        """The first offset of each partition that is not recorded; None before the first."""
        found = await self._pool.fetch(self._sql["rewind_recorded"], self._cluster)
        return {(row["topic"], row["partition"]): row["next_offset"] for row in found}

    async def known_until(self) -> datetime | None:
        """When the database last changed an incident that is open; None where there is none."""
        moment: datetime | None = await self._pool.fetchval(self._sql["rewind_known_until"])
        return moment

    async def webhooks(self) -> list[Hearing]:
        """How far each webhook was read for."""
        found = await self._pool.fetch(self._sql["rewind_webhooks"], self._cluster)
        return [Hearing(**dict(row)) for row in found]

    async def accept(self, gaps: Iterable[Gap]) -> None:
        """Go on behind all of these gaps, or none. Who works on such a partition is refused from now on.

        Raises `FencedError` where somebody moved one meanwhile.
        """
        left: list[str] = []
        async with self._pool.acquire() as connection, connection.transaction():
            for gap in gaps:
                moved = await connection.execute(
                    self._sql["rewind_accept"], self._cluster, *gap.partition, gap.next_offset, gap.begin
                )
                if moved != "UPDATE 1":
                    topic, number = gap.partition
                    raise FencedError(
                        f"{topic}/{number} stands no longer at {gap.next_offset}: somebody works on it"
                    )
                left.append(f"{gap.partition[0]}/{gap.partition[1]}: {gap.next_offset} to {gap.begin}")
            # Last, since whoever waits for the log must wait for nothing else.
            await note(connection, "rewind accept", left)
