"""What a city says without end: reports of three channels, words about incidents, corrections, and time."""

import asyncio
import json
from collections.abc import Awaitable, Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta

import asyncpg

from schemas.catalog import load
from schemas.command import Tick
from schemas.correction import Correction, Move
from schemas.incident import key_of
from schemas.topics import CORRECTIONS
from streams.core.records.commands import command_record
from tests.chaos.publisher import Publisher
from tests.e2e.city import City
from tests.e2e.lives import MATTERS, matter_of
from tests.e2e.reports import BEGIN, Record, stream
from tests.e2e.scene import Matter, Scene
from tests.e2e.talk import script_of

WAVE = 4_000
"""Reports that one stream can hold; the next speaks of the same places later."""
STEP_S = 2
SLICE_S = 0.1
WORDS_S = 1.0
MOVES_S = 15.0
NEW = 6
"""So many incidents more are spoken of each time."""
AWAY = (OSError, asyncpg.PostgresError, asyncpg.InterfaceError, asyncpg.InternalClientError)
HOUR = timedelta(hours=1)

_FRESH = "select id from incidents where state = 'open' and not id = any($1::text[]) order by id limit $2"
_MATTERS = MATTERS.replace("order by", "where l.incident_id = any($1::text[]) order by")
_RECORDED = """
    select (select count(*) from progress where id = any($1::text[]))
         + (select count(*) from replies where id = any($1::text[]))
"""
_MOVABLE = """
    select i.id, min(l.channel || ':' || l.report_id) as report
    from incidents i join links l on l.incident_id = i.id
    where i.state = 'open' and i.reports > 1 and l.position > 0 and not i.id = any($1::text[])
    group by i.id order by i.id desc limit 60
"""


def waves(seed: int) -> Iterator[Record]:
    """Reports without end, of three channels, each with an id of its own; some malformed or sent twice."""
    number = 0
    while True:
        later = timedelta(seconds=number * WAVE * STEP_S)
        yield from (_of_wave(record, number, later) for record in stream(seed * 1000 + number, WAVE))
        number += 1


def _of_wave(record: Record, number: int, later: timedelta) -> Record:
    try:
        content = json.loads(record.value or b"")
    except ValueError:
        return record
    if record.problem is None and not (isinstance(content, dict) and str(content.get("id")).startswith("r")):
        return record
    id = f"w{number}-{content['id']}"
    at = datetime.fromisoformat(content["reported_at"]) + later
    value = json.dumps(content | {"id": id, "reported_at": at.isoformat()}).encode()
    problem = record.problem and f"w{number}-{record.problem}"
    return replace(record, key=id.encode(), value=value, id=record.id and id, problem=problem)


def _keys() -> tuple[str, ...]:
    city = load().city
    return tuple(map(city.key_of, sorted(city.families)))


@dataclass(slots=True)
class Script:
    """What is said about one incident, word for word, and how far it has got."""

    matter: Matter
    told: int = 0
    said: list[str] = field(default_factory=list)


@dataclass(slots=True)
class Crowd:
    """Speaks until it is told to stop. While Postgres is away nobody knows what to speak of."""

    city: City
    publisher: Publisher
    rate_s: float
    seed: int
    over: asyncio.Event = field(default_factory=asyncio.Event)
    now: datetime = BEGIN
    first: dict[tuple[str, str], Record] = field(default_factory=dict)
    scripts: dict[str, Script] = field(default_factory=dict)
    taken: set[str] = field(default_factory=set)
    keys: tuple[str, ...] = field(default_factory=_keys)
    moves: int = 0

    async def speak(self) -> None:
        """All of it."""
        async with asyncio.TaskGroup() as group:
            for task in (self._report(), self._every(WORDS_S, self._words), self._every(MOVES_S, self._move)):
                group.create_task(task)

    async def _report(self) -> None:
        loop = asyncio.get_running_loop()
        begin = loop.time()
        for sent, record in enumerate(waves(self.seed)):
            if sent >= (loop.time() - begin) * self.rate_s:
                await asyncio.sleep(SLICE_S)
            if self.over.is_set():
                return
            if record.id and record.problem:
                self.first.setdefault((record.channel, record.id), record)
            self.now += timedelta(seconds=STEP_S)
            await self.publisher.publish([record])

    async def _every(self, period_s: float, speak: Callable[[], Awaitable[None]]) -> None:
        while not await self._is_over(period_s):
            # Postgres is away, or cut off in the middle of an answer: the next time will do.
            with suppress(*AWAY):
                await speak()

    async def _is_over(self, within_s: float) -> bool:
        try:
            async with asyncio.timeout(within_s):
                await self.over.wait()
        except TimeoutError:
            return False
        return True

    async def _words(self) -> None:
        await self._tick()
        for script in [script for script in self.scripts.values() if await self._waits(script)]:
            await self._next(script)
        for matter in await self._fresh():
            self.scripts[matter.incident] = Script(matter)
            self.taken.add(matter.incident)

    async def _tick(self) -> None:
        at = self.now.replace(second=0)
        ticks = [command_record(Tick(key=key, at=at)) for key in self.keys]
        await self.publisher.publish(
            Record(one.topic, one.key, one.value, None, None, one.headers) for one in ticks
        )

    async def _waits(self, script: Script) -> bool:
        """Whether the next thing may be said: what was said before is recorded."""
        if script.told >= len(script_of(script.matter)):
            return False
        return not script.said or (await self.city.rows(_RECORDED, script.said))[0][0] == len(script.said)

    async def _next(self, script: Script) -> None:
        scene = Scene(script.matter, self.now + script.told * HOUR)
        words = list(script_of(script.matter)[script.told](scene))
        script.told += 1
        script.said = [word.id for word in words if word.id]
        await self.publisher.publish(words)

    async def _fresh(self) -> list[Matter]:
        ids = [row["id"] for row in await self.city.rows(_FRESH, [*self.taken], NEW)]
        rows = await self.city.rows(_MATTERS, ids)
        found: dict[str, list[asyncpg.Record]] = {}
        for row in rows:
            found.setdefault(row["incident_id"], []).append(row)
        return [matter for rows in found.values() if (matter := self._matter(rows)).agencies]

    def _matter(self, rows: list[asyncpg.Record]) -> Matter:
        said = self.first[rows[0]["channel"], rows[0]["report_id"]]
        return matter_of(_name(said), rows, [said])

    async def _move(self) -> None:
        """One report goes to an incident of another key: by way of a worker's message to another."""
        silent = await self.city.rows(_MOVABLE, [*self.taken])
        if not silent:
            return
        source = silent[0]
        into = next((row["id"] for row in silent if key_of(row["id"]) != key_of(source["id"])), None)
        if into is None:
            return
        self.moves += 1
        self.taken |= {source["id"], into}
        what = Move(report=source["report"], incident=source["id"], into=into)
        id = f"move-{self.moves}"
        correction = Correction(id=id, at=self.now, by="ani", why="uji", what=what)
        await self.publisher.publish([Record(CORRECTIONS, correction.key.encode(), correction.to_json(), id)])


def _name(said: Record) -> str:
    """Of an incident, by its first report: what is said has an id that begins so."""
    return f"{said.id}-own" if str(said.problem).endswith("-own") else str(said.id)
