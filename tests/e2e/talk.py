"""What goes on in a city while something is done to its workers: reports, words about them, corrections.

Words are such that they must be taken in however they meet with reports: incidents of one report are fixed
and answered, in others somebody goes there, and those that are put right nobody speaks of.
"""

import asyncio
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import timedelta

from schemas.correction import Correction, Move
from schemas.incident import key_of
from schemas.topics import CORRECTIONS
from tests.e2e import acts
from tests.e2e.city import City
from tests.e2e.lives import MATTERS, Lives
from tests.e2e.reports import BEGIN, Record
from tests.e2e.scene import Matter, Scene

FIRST = 400
"""Published at once, so that there is something to speak of."""
SLICE = 2
PAUSE_S = 0.1
NEW = 8
"""So many incidents more are spoken of in each round."""
FIRST_ROUND = BEGIN + timedelta(hours=3)

_MOVABLE = """
    select i.id, min(l.channel || ':' || l.report_id) as report
    from incidents i join links l on l.incident_id = i.id
    where i.state = 'open' and i.reports > 1 and l.position > 0 group by i.id order by i.id
"""


@dataclass(slots=True)
class Talk:
    """Publishes and waits. `lives` knows what was published of the stream so far."""

    city: City
    lives: Lives = field(default_factory=lambda: Lives([]))
    spoken: dict[str, int] = field(default_factory=dict)
    named: set[str] = field(default_factory=set)
    moved: set[str] = field(default_factory=set)
    rounds: int = 0

    async def round(self) -> None:
        """Reports, words and a correction, and wait until all of that round are in Postgres."""
        self.rounds += 1
        before = await self.city.count("reports")
        await self._move()
        words = self._words(self.lives.matters(await self.city.rows(MATTERS)))
        said = await self._said()
        await self.city.publish(words)
        await self.city.until(lambda: self._grown(said, len(words)), "what was said to be recorded")
        await self.city.grown("reports", before)

    def _words(self, matters: list[Matter]) -> list[Record]:
        return [word for matter in self._chosen(matters) for word in self._next(matter)]

    def _chosen(self, matters: list[Matter]) -> Iterator[Matter]:
        """All that were spoken of, and some more."""
        fresh = 0
        for matter in matters:
            known = matter.problem in self.spoken
            if matter.incident not in self.moved and (known or fresh < NEW):
                fresh += not known
                yield matter

    def _next(self, matter: Matter) -> list[Record]:
        told = self.spoken.get(matter.problem, 0)
        self.spoken[matter.problem] = told + 1
        self.named.add(matter.incident)
        script = script_of(matter)
        scene = Scene(matter, FIRST_ROUND + self.rounds * timedelta(hours=1))
        return list(script[told](scene)) if told < len(script) else []

    async def _move(self) -> None:
        """One report goes to an incident of another key: by way of a worker's message to another."""
        source, into, report = await self._two_keys()
        self.moved |= {source, into}
        at = FIRST_ROUND + self.rounds * timedelta(hours=1)
        what = Move(report=report, incident=source, into=into)
        id = f"move-{self.rounds}"
        correction = Correction(id=id, at=at, by="ani", why="uji", what=what)
        await self.city.publish([Record(CORRECTIONS, correction.key.encode(), correction.to_json(), id)])
        applied = f"select from corrections where id = '{id}' and result = 'applied'"

        async def done() -> bool:
            return bool(await self.city.rows(applied))

        await self.city.until(done, f"{id} to be applied")

    async def _two_keys(self) -> tuple[str, str, str]:
        found: list[tuple[str, str, str]] = []

        async def there() -> bool:
            found[:] = await self._moves()
            return bool(found)

        await self.city.until(there, "incidents of two keys")
        return found[0]

    async def _moves(self) -> list[tuple[str, str, str]]:
        busy = self.named | self.moved
        silent = [row for row in await self.city.rows(_MOVABLE) if row["id"] not in busy]
        return [
            (silent[0]["id"], row["id"], silent[0]["report"])
            for row in silent
            if key_of(row["id"]) != key_of(silent[0]["id"])
        ]

    async def _said(self) -> int:
        return await self.city.count("progress") + await self.city.count("replies")

    async def _grown(self, before: int, more: int) -> bool:
        return await self._said() >= before + more


def script_of(matter: Matter) -> tuple[acts.Act, ...]:
    """What is said of it, one thing after the other."""
    if matter.problem.endswith("-own"):
        return acts.fixed, acts.all_say("yes")
    return acts.accepted, acts.on_site


@asynccontextmanager
async def talk(city: City, records: list[Record]) -> AsyncIterator[Talk]:
    """Publish reports a few at a time until the end of the block."""
    talking, left, over = Talk(city), list(records), asyncio.Event()

    async def some(number: int) -> None:
        slice = left[:number]
        del left[:number]
        talking.lives.records += slice
        await city.publish(slice)

    async def trickle() -> None:
        while left and not over.is_set():
            await some(SLICE)
            await asyncio.sleep(PAUSE_S)

    # Never cancelled: a slice must be published whole, or what was sent of it would not be known.
    await some(FIRST)
    task = asyncio.create_task(trickle())
    try:
        yield talking
    finally:
        over.set()
        await task
    assert left, "the reports ran out before the story ended"
