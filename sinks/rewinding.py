"""How far a database has come that may be an older one, and how it goes on past what is gone."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from uuid import UUID

import asyncpg

from sinks.audit_log import note
from sinks.audits import Partition
from sinks.postgres import FencedError, Pool
from sinks.rows import columns_of
from sinks.sql import queries


@dataclass(frozen=True, slots=True)
class Gap:
    """A span of a partition that nobody can read any more: [next_offset, begin); None is before the first."""

    partition: Partition
    next_offset: int | None
    begin: int


@dataclass(frozen=True, slots=True)
class Recorded:
    """The first offset that is not recorded, None before the first; what may lie ahead of it up to `accepted`
    is known to somebody.
    """

    next_offset: int | None = None
    accepted: int = 0


@dataclass(frozen=True, slots=True)
class Hearing:
    """How far one partition of an agency's dispatches was taken in for its webhook."""

    agency: str
    partition: int
    next_offset: int


@dataclass(frozen=True, slots=True, repr=False)
class Held:
    """A key that Kafka still has, and whose it is."""

    id: UUID
    voice: str
    secret: bytes


class Rewinding:
    """What Postgres knows of one cluster."""

    def __init__(self, pool: Pool, cluster: str) -> None:
        self._pool = pool
        self._cluster = cluster
        self._sql = queries()

    async def recorded(self) -> Mapping[Partition, Recorded]:
        """How far each partition is."""
        found = await self._pool.fetch(self._sql["rewind_recorded"], self._cluster)
        return {
            (row["topic"], row["partition"]): Recorded(row["next_offset"], row["accepted"]) for row in found
        }

    async def known_until(self) -> datetime | None:
        """When the database last changed an incident that is open; None where there is none."""
        moment: datetime | None = await self._pool.fetchval(self._sql["rewind_known_until"])
        return moment

    async def webhooks(self) -> list[Hearing]:
        """How far each webhook was read for."""
        found = await self._pool.fetch(self._sql["rewind_webhooks"], self._cluster)
        return [Hearing(**dict(row)) for row in found]

    async def unknown(self, keys: Collection[UUID]) -> set[UUID]:
        """Those that are neither there nor destroyed."""
        return set(keys) - await self._ids(self._sql["rewind_known_keys"], keys)

    async def kept(self, keys: Collection[UUID]) -> set[UUID]:
        """Those that are there."""
        return await self._ids(self._sql["rewind_kept_keys"], keys)

    async def spoken_with(self, voices: Collection[str]) -> set[UUID]:
        """The keys of these voices that are there."""
        return await self._ids(self._sql["keys_of"], voices)

    async def _ids(self, question: str, names: Collection[object]) -> set[UUID]:
        found = await self._pool.fetch(question, list(names)) if names else []
        return {row["id"] for row in found}

    async def accept(
        self,
        gaps: Iterable[Gap],
        heard: Mapping[Partition, int],
        held: Collection[Held] = (),
        destroyed: Collection[UUID] = (),
        former: Collection[UUID] = (),
    ) -> None:
        """All of it or nothing: go on behind the gaps, though more was `heard` of, with other keys; those of
        before name nobody any more.

        Who works on a partition with a gap is refused from now on. Raises `FencedError` where somebody moved
        one meanwhile, or made a key.
        """
        left: list[str] = []
        async with self._pool.acquire() as connection, connection.transaction():
            for gap in gaps:
                moved = await connection.execute(
                    self._sql["rewind_accept"], self._cluster, *gap.partition, gap.next_offset, gap.begin
                )
                if moved != "INSERT 0 1":
                    topic, number = gap.partition
                    raise FencedError(
                        f"{topic}/{number} stands no longer at {gap.next_offset}: somebody works on it"
                    )
                left.append(f"{gap.partition[0]}/{gap.partition[1]}: {gap.next_offset} to {gap.begin}")
            said = columns_of([(*partition, offset) for partition, offset in heard.items()], width=3)
            await connection.execute(self._sql["rewind_accept_commits"], self._cluster, *said)
            await connection.execute(self._sql["destroy_keys"], list(destroyed), datetime.now(UTC))
            await connection.execute(self._sql["rewind_retire_keys"], list(former))
            rows = columns_of([(one.id, one.voice, one.secret) for one in held], width=3)
            try:
                await connection.execute(self._sql["rewind_add_keys"], *rows)
            except asyncpg.UniqueViolationError as error:
                raise FencedError("a worker has made new keys meanwhile") from error
            # Last, since whoever waits for the log must wait for nothing else.
            await note(connection, "rewind accept", left, {"keys": len(held), "destroyed": len(destroyed)})
