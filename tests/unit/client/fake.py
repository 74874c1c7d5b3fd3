"""A log and a memory in RAM, and readers on them."""

import asyncio
from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field

from schemas.message import Message
from streams.client.dispatches import News, read_news
from streams.client.memory import Done, Memory, Place
from streams.client.reader import Reader
from streams.core.tell import dispatch_record
from tests.unit.cli.hearing import DISPATCH

TOPIC = "dispatches.air"


class LogEndsError(Exception):
    """Nothing more will come: ends a loop that would wait."""


class MemoryBrokeError(Exception):
    """The database did not do it."""


@dataclass(slots=True)
class FakeRecord:
    partition: int
    offset: int
    value: bytes | None
    headers: Sequence[tuple[str, bytes]]
    topic: str = TOPIC


@dataclass(slots=True)
class FakeLog:
    """Pages of at most two records, so that a page ends somewhere in the middle of everything.

    Once a page is taken it waits for `pause` turns of the loop, as on a network.
    """

    partitions: Sequence[Sequence[Message]]
    cluster: str = "one"
    positions: list[int] = field(default_factory=list)
    shown: list[Place] = field(default_factory=list)
    closed: bool = False
    pause: int = 0

    async def open(self) -> str:
        return self.cluster

    async def begin(self, places: Mapping[int, int]) -> None:
        self.positions = [places.get(number, 0) for number in range(len(self.partitions))]

    async def page(self) -> Sequence[FakeRecord]:
        for number, messages in enumerate(self.partitions):
            start = self.positions[number]
            if found := messages[start : start + 2]:
                self.positions[number] += len(found)
                await turns(self.pause)
                return [
                    FakeRecord(number, start + index, message.value, message.headers)
                    for index, message in enumerate(found)
                ]
        raise LogEndsError

    def passed(self, place: Place) -> None:
        self.shown.append(place)

    async def close(self) -> None:
        self.closed = True


@dataclass(slots=True)
class RamMemory:
    """With a table of its own, `rows`, that is written in the same transaction.

    Each step waits for `pause` turns of the loop. Those in `failing` fail, once for each time that they are
    named. `cut` tells that a cancel came between a step and its answer.
    """

    placed: dict[tuple[str, str, int], int] = field(default_factory=dict)
    seen: dict[tuple[str, str], int] = field(default_factory=dict)
    rows: list[tuple[str, int]] = field(default_factory=list)
    pause: int = 0
    failing: list[str] = field(default_factory=list)
    open: bool = False
    cut: bool = False

    async def places(self, cluster: str, topic: str) -> Mapping[int, int]:
        return {key[2]: offset for key, offset in self.placed.items() if key[:2] == (cluster, topic)}

    async def version(self, topic: str, subject: str) -> int:
        await self._step("version")
        return self.seen.get((topic, subject), 0)

    @asynccontextmanager
    async def handling(self, done: Done) -> AsyncIterator[None]:
        assert not self.open
        await self._step("begin")
        before, self.open = list(self.rows), True
        try:
            yield
            await self._step("commit")
        except BaseException:
            self.rows[:] = before
            await self._step("rollback")
            raise
        finally:
            self.open = False
        place = done.place
        self.placed[place.cluster, place.topic, place.partition] = place.next_offset
        self.seen[place.topic, done.subject] = done.version

    async def _step(self, name: str) -> None:
        try:
            await turns(self.pause)
        except asyncio.CancelledError:
            self.cut = True
            raise
        if name in self.failing:
            self.failing.remove(name)
            raise MemoryBrokeError(name)


async def turns(count: int) -> None:
    """Let the loop turn."""
    for _ in range(count):
        await asyncio.sleep(0)


def told(incident: str, version: int) -> Message:
    """A version of an incident as resolve sends it."""
    update = {"incident_id": incident, "version": version, "id": f"{incident}/{version}/air"}
    return dispatch_record(DISPATCH.model_copy(update=update))


def reading(log: FakeLog, memory: Memory) -> Reader[News]:
    return Reader(TOPIC, log, memory, read_news)
