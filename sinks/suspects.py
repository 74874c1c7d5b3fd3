"""Which records a worker died of, kept for the one that comes after it."""

import asyncio
from dataclasses import dataclass

from sinks.postgres import Batch
from sinks.sql import Pool, queries

NOTED_WITHIN_S = 5.0
"""A worker that is to end waits no longer to say why."""

DEATHS_MAX = 3
"""So often a record alone in hand may end a worker before it is set aside."""


@dataclass(frozen=True, slots=True)
class Suspicion:
    """Records from `first_offset` up to `next_offset`, in hand when a worker ended by a fault of the code."""

    first_offset: int
    next_offset: int
    records: int
    deaths: int
    error: str

    def holds(self, offset: int) -> bool:
        """Whether this record is one of them, and is to be taken alone."""
        return self.first_offset <= offset < self.next_offset

    def proven(self, offset: int) -> bool:
        """Whether this record, and no other, has ended workers often enough."""
        return self.records == 1 and offset == self.first_offset and self.deaths >= DEATHS_MAX


class Suspects:
    """The suspicions of one Kafka cluster, one a partition: its records are worked through in order."""

    def __init__(self, pool: Pool, cluster: str) -> None:
        self._pool = pool
        self._cluster = cluster
        self._sql = queries()

    async def of(self, topic: str, partition: int) -> Suspicion | None:
        """What was noted last. It may be about records that are through by now."""
        row = await self._pool.fetchrow(self._sql["suspected"], self._cluster, topic, partition)
        return Suspicion(**row) if row else None

    async def note(
        self, topic: str, partition: int, first_offset: int, next_offset: int, *, records: int, error: str
    ) -> None:
        """These were in hand when a worker ended. Raises what Postgres raises, `TimeoutError`."""
        span = (topic, partition, first_offset, next_offset, records, error)
        async with asyncio.timeout(NOTED_WITHIN_S):
            await self._pool.execute(self._sql["suspect"], self._cluster, *span)

    async def clear(self, batch: Batch) -> None:
        """The record is set aside in this transaction, and nothing is suspected any more."""
        claim = batch.claim
        await batch.connection.execute(
            self._sql["no_longer_suspected"], self._cluster, claim.topic, claim.partition
        )
