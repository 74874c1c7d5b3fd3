"""Waits until all that was published so far has gone its whole way: only then is all of a citizen known."""

import asyncio
import time
from collections.abc import Awaitable, Callable, Collection
from dataclasses import dataclass
from datetime import datetime
from functools import partial

from schemas.topics import CLASSIFIED, REJECTED
from sinks.audits import Audits
from sinks.personal import PersonalReader
from streams.connections import NotReadyError
from streams.duties import TRIAGE_GROUP
from streams.watch.brokers import Brokers
from streams.watch.loss import Offsets, reached

POLL_S = 0.2


@dataclass(frozen=True, slots=True)
class Way:
    """How far everything is. `until_s` is a moment of the monotonic clock, after which nobody waits."""

    brokers: Brokers
    audits: Audits
    reader: PersonalReader
    until_s: float

    async def all_of(self, topics: Collection[str], now: datetime) -> None:
        """What these topics hold by now is in Postgres, refused or not. Raises `NotReadyError`."""
        raw = await self.brokers.of(topics)
        ends = await self.brokers.exact_ends(raw)

        async def understood() -> bool:
            finished = await self.brokers.committed(TRIAGE_GROUP, raw)
            return all((finished[tp] or 0) >= end for tp, end in ends.items())

        await self._until(understood, "triage has not taken in all that was said")
        await self.log(now)

    async def log(self, now: datetime) -> None:
        """The log of reports, then what resolve made of it, is taken in. Raises `NotReadyError`."""
        # What it takes in may send a command to another key there.
        for topic in (CLASSIFIED, CLASSIFIED, REJECTED):
            ends = await self.brokers.exact_ends(await self.brokers.of([topic]))
            await self._until(partial(self._consumed, ends), f"resolve has not taken in all of {topic}")
            await self._until(lambda: self.reader.is_sent(now), "the outbox is not empty")

    async def _consumed(self, ends: Offsets) -> bool:
        found, _ = await self.audits.consumed()
        return reached(found, ends)

    async def _until(self, condition: Callable[[], Awaitable[bool]], what: str) -> None:
        while not await condition():
            if time.monotonic() > self.until_s:
                raise NotReadyError(f"{what}; do both workers run? Nothing was lost: run it again")
            await asyncio.sleep(POLL_S)
