"""A stage with what it writes: decide, one transaction that holds the offsets too, messages out.

Rows are written by the product's own store. The agent of resolve does the same in the same order: outgoing
messages lie in the outbox until Kafka has them.
"""

import json
import time
from collections.abc import Awaitable, Callable, Sequence
from pathlib import Path
from typing import Self

from schemas.message import Message
from sinks.pool import connect
from sinks.postgres import Batch, Claim, Pool, Reach, Store
from sinks.sql import queries
from tests.bench.same_core.task import Task
from tests.bench.same_core.work import Decided, Known, Place, Read, Record, work_of

CLUSTER = "bench"
BEGAN = "began"
"""The file in the peer's folder."""
_NONE = Claim("", 0, 0, None)

Send = Callable[[Sequence[Message]], Awaitable[object]]
"""Returns once Kafka has all of them."""


class Ledger:
    """Postgres by `sinks.postgres.Store`. A partition is claimed when its first batch comes."""

    def __init__(self, pool: Pool) -> None:
        self._pool = pool
        self._store = Store(pool, CLUSTER)
        self._claims: dict[Place, Claim] = {}

    async def known(self, keys: set[tuple[str, str]]) -> Known:
        """Of these reports those that are recorded."""
        async with self._pool.acquire() as connection:
            return await Batch(connection, queries(), CLUSTER, (_NONE,)).digests(keys)

    async def write(self, decided: Decided) -> Sequence[tuple[Claim, Reach]]:
        """One transaction; returns how far its messages reach in the outbox."""
        claims = [(await self._claim(place), next_offset) for place, next_offset in decided.reached.items()]
        (first, *others), folded = claims, decided.folded
        async with self._store.batch(*first, beside=others) as batch:
            await batch.record(folded.recorded, folded.incidents.values())
            await batch.record_storms(folded.storms)
            messages = [decided.messages.get(claim.partition, ()) for claim in batch.claims]
            reaches = await batch.send_later(*messages)
        self._claims |= {(claim.topic, claim.partition): claim for claim in batch.claims}
        return reaches

    async def sent(self, reaches: Sequence[tuple[Claim, Reach]]) -> None:
        """Kafka has them."""
        await self._store.sent(reaches)

    async def close(self) -> None:
        """Its connections."""
        await self._pool.close()

    async def _claim(self, place: Place) -> Claim:
        return self._claims.get(place) or await self._store.claim(*place)


class Stage:
    """One of the two; a batch goes through `read`, `known`, `decide` and `write`."""

    def __init__(self, task: Task) -> None:
        self.name = task.stage
        self._postgres = task.postgres
        self._began = Path(task.folder) / BEGAN if task.folder else None
        self._work = work_of(task.stage)
        self._ledger: Ledger | None = None

    async def connected(self) -> Self:
        """Triage has nothing to do with Postgres."""
        if self.name == "resolve":
            pool = await connect(self._postgres, wait_s=10, statement_timeout_s=30, cleared=False)
            self._ledger = Ledger(pool)
        return self

    async def close(self) -> None:
        """Its connections."""
        if self._ledger:
            await self._ledger.close()

    def read(self, records: Sequence[Record]) -> Read:
        """Notes when the first batch was in hand, and what the process had spent by then."""
        if self._began:
            self._began.write_text(json.dumps([time.perf_counter(), time.process_time()]))
            self._began = None
        return self._work.read(records)

    async def known(self, read: Read) -> Known:
        return await self._ledger.known(self._work.keys(read)) if self._ledger else {}

    def decide(self, read: Read, known: Known) -> Decided:
        return self._work.decide(read, known)

    async def write(self, decided: Decided, send: Send) -> None:
        """Returns once all of it is written and sent."""
        reaches = await self._ledger.write(decided) if self._ledger else []
        await send([message for messages in decided.messages.values() for message in messages])
        if self._ledger:
            await self._ledger.sent(reaches)

    async def take(self, records: Sequence[Record], send: Send) -> None:
        """All of it, one after the other."""
        read = self.read(records)
        await self.write(self.decide(read, await self.known(read)), send)
