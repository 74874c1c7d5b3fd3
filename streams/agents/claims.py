"""The partitions a worker owns, as Postgres knows it."""

from collections.abc import AsyncIterator, Awaitable, Callable, Collection, Mapping
from contextlib import asynccontextmanager

from faust.types import TP

from sinks.postgres import Batch, Claim, Store

TakeOver = Callable[[Collection[Claim]], Awaitable[None]]


class Claims:
    """The worker's claim on each of its partitions; the newest, since each batch moves it on."""

    def __init__(self, store: Store, take_over: TakeOver) -> None:
        self._store = store
        self._take_over = take_over
        self._held: dict[TP, Claim] = {}

    @asynccontextmanager
    async def batch(self, next_offsets: Mapping[TP, int]) -> AsyncIterator[Batch]:
        """As `Store.batch`. Once it is committed, the claims are those that it moved on to."""
        first, *beside = [(self._held[tp], next_offset) for tp, next_offset in next_offsets.items()]
        async with self._store.batch(*first, beside=beside) as batch:
            yield batch
        self._held |= {TP(claim.topic, claim.partition): claim for claim in batch.claims}

    async def claim(self, partitions: frozenset[TP]) -> Mapping[TP, int | None]:
        """Fence others off, then let the agents load what they need; where to read from."""
        self._held = {tp: await self._store.claim(tp.topic, tp.partition) for tp in sorted(partitions)}
        await self._take_over(self._held.values())
        return {tp: claim.next_offset for tp, claim in self._held.items()}
