"""Sinergi and the process that watches it, for `tests.bench.closing`. Times are in epoch seconds."""

import asyncio
import json
import sys
from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import datetime
from itertools import count
from time import time

import psutil
from aiokafka import AIOKafkaConsumer, AIOKafkaProducer

from schemas.message import Message
from schemas.topics import dispatches, feedback
from sinks.postgres import Pool
from sinks.topics import publish
from streams.connections import postgres, producer
from streams.settings import ClockSettings, KafkaSettings, Settings
from streams.stack import running
from streams.tail import Tail, tail
from tests.bench import closing_words as words
from tests.waiting import until

TOLD = ("resolved", "confirmed", "closed")
"""What the crowd hears of its incident."""

_WITHIN_S = 600.0
_LOOK_S = 0.05
_MB = 1 << 20


@dataclass(slots=True)
class Phase:
    """When each other report was published and opened, and the most that the resolve worker had meanwhile."""

    published: dict[int, float] = field(default_factory=dict)
    opened: dict[int, float] = field(default_factory=dict)
    memory_mb: float = 0
    outbox: int = 0

    def times_ms(self, began: float, ended: float, family: str | None = None) -> list[float]:
        """How long each took that was published then, of all or of one family; sorted."""
        return sorted(
            (self.opened[number] - at) * 1_000
            for number, at in self.published.items()
            if began <= at <= ended and family in (None, words.family_of(number))
        )


@dataclass(slots=True)
class Town:
    """What the bench does to it. `next` is the number of the next other report."""

    sender: AIOKafkaProducer
    pool: Pool
    resolve: psutil.Process
    told: Tail
    phase: Phase = field(default_factory=Phase)
    next: int = 0

    async def gather(self, round: int, reporters: int) -> tuple[str, int]:
        """A crowd, all of it in one incident and answered: the incident's id and version."""
        await publish(self.sender, list(words.crowd(round, reporters, self.next)))
        crowd = "select id, version from incidents where state = 'open' and voices = $1"
        await self._until(f"exists ({crowd}) and not exists (select from outbox)", reporters)
        [found] = await self.pool.fetch(crowd, reporters)
        await self.told.read()
        return found["id"], found["version"]

    @asynccontextmanager
    async def steady(self, rate: float) -> AsyncIterator[Phase]:
        """Others are reported during the block; all of them are opened at its end."""
        self.phase = phase = Phase()
        tasks = [asyncio.create_task(self._speak(rate)), asyncio.create_task(self._look())]
        yield phase
        for task in tasks:
            task.cancel()
        for outcome in await asyncio.gather(*tasks, return_exceptions=True):
            if isinstance(outcome, Exception):
                raise outcome
        await until(lambda: phase.opened.keys() == phase.published.keys(), "all to be opened", _WITHIN_S)

    async def close(self, round: int, incident_id: str, version: int) -> Mapping[str, float]:
        """Have the crowd's incident resolved, confirmed and closed, and all told; when each was asked for."""
        resolved = await self._say(words.resolved(round, incident_id, version, self.next))
        await self._until("exists (select from incidents where id = $1 and step = 'resolved')", incident_id)
        confirmed = await self._say(words.confirmed(round, incident_id, version, self.next))
        announced = "select sum(next_offset) from consumed where topic = 'announcements'"
        await self._until(f"({announced}) = $1", len(TOLD) * (round + 1))
        return dict(zip(TOLD, (resolved, confirmed, confirmed), strict=True))

    async def heard(self, incident_id: str, reporters: int) -> Mapping[str, float]:
        """When the last of the crowd had each message. Raises `ValueError` unless each has it once."""
        last: dict[str, float] = {}
        ids: dict[str, list[str]] = {kind: [] for kind in TOLD}
        for record in await self.told.read():
            message = json.loads(record.value)
            if message["incident_id"] == incident_id:
                ids[message["kind"]].append(message["id"])
                last[message["kind"]] = record.timestamp / 1_000
        for kind, found in ids.items():
            if not len(found) == len(set(found)) == reporters:
                raise ValueError(f"{kind}: {len(found)} messages, {len(set(found))} ids")
        return last

    async def listen(self, agencies: AIOKafkaConsumer) -> None:
        """Note what is opened, without end."""
        async for record in agencies:
            if dict(record.headers)["ce_type"] == b"sinergi.dispatch.opened.v1":
                opened_at = datetime.fromisoformat(json.loads(record.value)["opened_at"])
                if (number := words.number_of(opened_at)) is not None:
                    self.phase.opened[number] = time()

    async def _speak(self, rate: float) -> None:
        began = time()
        for spoken in count():
            await asyncio.sleep(began + spoken / rate - time())
            said, self.next = words.other(self.next), self.next + 1
            self.phase.published[self.next - 1] = time()
            await self.sender.send(said.topic, said.value, key=said.key)

    async def _say(self, message: Message) -> float:
        at = time()
        await publish(self.sender, [message])
        return at

    async def _look(self) -> None:
        phase = self.phase
        while True:
            phase.memory_mb = max(phase.memory_mb, self.resolve.memory_info().rss / _MB)
            phase.outbox = max(phase.outbox, await self.pool.fetchval("select count(*) from outbox"))
            await asyncio.sleep(_LOOK_S)

    async def _until(self, condition: str, *arguments: object) -> None:
        async with asyncio.timeout(_WITHIN_S):
            while not await self.pool.fetchval(f"select {condition}", *arguments):
                await asyncio.sleep(_LOOK_S)


@asynccontextmanager
async def town() -> AsyncIterator[Town]:
    """On a broker and a Postgres of its own; no clock ticks, since what is said has its own time."""
    async with (
        running(Settings(clock=ClockSettings(tick_s=0)), embedded=True, fresh=True) as here,
        producer(here.kafka) as sender,
        postgres(here.postgres) as pool,
        tail(here.kafka, [feedback("sorot")]) as told,
        _agencies(here.kafka) as agencies,
    ):
        ours = Town(sender, pool, _resolve(), told)
        listening = asyncio.create_task(ours.listen(agencies))
        yield ours
        listening.cancel()


@asynccontextmanager
async def _agencies(kafka: KafkaSettings) -> AsyncIterator[AIOKafkaConsumer]:
    consumer = AIOKafkaConsumer(
        *map(dispatches, words.AGENCIES),
        bootstrap_servers=list(kafka.brokers),
        auto_offset_reset="earliest",
        fetch_max_wait_ms=kafka.fetch_wait_ms,
    )
    await consumer.start()
    try:
        yield consumer
    finally:
        await consumer.stop()


def _resolve() -> psutil.Process:
    command: Sequence[str] = [sys.executable, "-m", "streams.cli", "worker", "resolve"]
    return next(one for one in psutil.Process().children(recursive=True) if one.cmdline() == command)
