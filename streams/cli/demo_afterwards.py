"""The second half of the demo: agencies answer, citizens are told and asked, a fix is shown or doubted."""

import asyncio
import json
import time
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from aiokafka import AIOKafkaProducer

from schemas.catalog.models import Catalog
from schemas.command import Tick
from schemas.feedback import Feedback
from schemas.incident import Incident
from schemas.message import Message
from schemas.topics import feedback, owner_of, progress, replies
from sinks.reading import Reader
from sinks.topics import publish
from streams.core.records.commands import command_record
from streams.settings import KafkaSettings
from streams.simulator.deeds import Done, id_of, message, reply
from streams.tail import Tail, tail

TAKEN_S = 30.0
"""So long a word may take until Postgres has it."""
POLL_S = 0.05
EVENING = timedelta(hours=4)
"""So long after the last deed the demo's clock ticks for the last time: the jam's vote is over by then."""


@dataclass(slots=True)
class Afterwards:
    """Speaks for agencies and reporters, in order of time, and hears what reporters are told."""

    catalog: Catalog
    reader: Reader
    sender: AIOKafkaProducer
    channels: Tail
    heard: list[tuple[str, Feedback]] = field(default_factory=list)
    """Channel and message; each once, however often it was sent."""
    done: Sequence[Done] = ()

    async def play(self, done: Sequence[Done], watch: Callable[[Done], None]) -> None:
        """All of it. Raises `TimeoutError` for what is not taken in, `ValueError` for what is refused."""
        self.done = done
        for one in done:
            watch(one)
            await self._tick(one.at)
            await self._do(one)
        if done:
            evening = done[-1].at + EVENING
            for hour in range(1, int(EVENING.total_seconds() // 3_600) + 1):
                await self._tick(done[-1].at + timedelta(hours=hour))
            await _until(lambda: self._is_late(evening), f"the clock to be at {evening}")
        await _until(self._have_heard, "reporters to hear how it ended")

    @property
    def watched(self) -> Sequence[tuple[str, tuple[str, str]]]:
        """Of each scene that goes on, its title and the first report whose reporter answers."""
        first = {one.scene.title: one.report for one in reversed(self.done) if one.deed.answer}
        return list(reversed(first.items()))

    def heard_by(self, report: tuple[str, str]) -> Sequence[Feedback]:
        """What the reporter of `channel`, id heard, in order."""
        return [told for channel, told in self.heard if (channel, told.report_id) == report]

    async def incident_of(self, report: tuple[str, str]) -> Incident:
        """The incident that a report is in, as it is now."""
        known = await self.reader.report(*report)
        incident = await self.reader.incident(known.link.incident_id) if known else None
        if incident is None:
            raise ValueError(f"{report} is in no incident")
        return incident

    async def _do(self, one: Done) -> None:
        incident = await self.incident_of(one.report)
        deed, (channel, _) = one.deed, one.report
        if deed.agency:
            topic, content = progress(deed.agency), message(one, incident.id, incident.version)
        else:
            topic, content = replies(channel), reply(one, incident.id)
        value = json.dumps(content, ensure_ascii=False).encode()
        await publish(self.sender, [Message(topic, incident.id.encode(), value, ())])
        await _until(lambda: self._is_taken(one), f"{topic} {id_of(one)} to be taken in")

    async def _is_taken(self, one: Done) -> bool:
        lives, agency, id = self.reader.lives, one.deed.agency, id_of(one)
        known = await (lives.progress(agency, id) if agency else lives.reply(one.report[0], id))
        if known and known.refusal:
            raise ValueError(f"{id_of(one)} was refused: {known.refusal.reason}")
        return known is not None

    async def _tick(self, at: datetime) -> None:
        """For the demo this is the clock: the story is of another day."""
        keys = map(self.catalog.city.key_of, sorted(self.catalog.city.families))
        await publish(self.sender, [command_record(Tick(key=key, at=at)) for key in keys])

    async def _is_late(self, evening: datetime) -> bool:
        return not await self.reader.lives.due_by(evening)

    async def _have_heard(self) -> bool:
        """Whether those who are watched heard the last that was announced: `herald` comes after `resolve`."""
        seen = {told.id for _, told in self.heard}
        for record in await self.channels.read():
            told = Feedback.model_validate_json(record.value)
            if told.id not in seen:
                seen.add(told.id)
                self.heard.append((owner_of(record.topic), told))
        last = [await self._last_of(report) for _, report in self.watched]
        return seen.issuperset(filter(None, last))

    async def _last_of(self, report: tuple[str, str]) -> str | None:
        """The id of the last feedback that follows the answer to a report, if there is one."""
        incident = await self.incident_of(report)
        number = incident.life.number
        return "/".join((*report, incident.id, str(number))) if number else None


@asynccontextmanager
async def afterwards(
    kafka: KafkaSettings, catalog: Catalog, reader: Reader, sender: AIOKafkaProducer
) -> AsyncIterator[Afterwards]:
    """Hears the channels from here on."""
    async with tail(kafka, [feedback(channel) for channel in catalog.channels]) as channels:
        yield Afterwards(catalog, reader, sender, channels)


async def _until(condition: Callable[[], Awaitable[bool]], what: str) -> None:
    deadline = time.monotonic() + TAKEN_S
    while not await condition():
        if time.monotonic() > deadline:
            raise TimeoutError(f"waited {TAKEN_S:.0f} s for {what}")
        await asyncio.sleep(POLL_S)
