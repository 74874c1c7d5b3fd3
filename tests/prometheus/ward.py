"""A running system in which citizens speak without a pause, and whose parts a test can take away."""

import asyncio
import json
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from contextlib import AsyncExitStack, asynccontextmanager, suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime
from itertools import count
from pathlib import Path
from urllib.parse import urlsplit

from aiokafka.structs import RecordMetadata

from schemas.topics import reports
from sinks.api_keys import ApiKeys
from sinks.postgres import connect
from sinks.webhooks.destinations import Destinations
from sinks.webhooks.signing import new_secret
from streams.settings import PostgresSettings, WatchSettings, WebhookSettings
from tests.e2e.city import City, city
from tests.e2e.servers import Guard, Postgres
from tests.e2e.workers import Role, Worker
from tests.integration.webhooks.receiver import Receiver, receiving
from tests.prometheus.line import Line, line

PROCESSES: tuple[Role, ...] = ("triage", "resolve", "webhooks", "watch", "intake", "board")
TALKATIVE, COUNTED = "callcenter", "sorot"
"""The channels in which somebody speaks all the time."""
SPEAKS_EVERY_S = 0.5
TOLD = "dbmsda"
"""The agency that hears of holes in roads, over HTTP."""
_SOUTH, _WEST, _DEGREES, _COLUMNS, _CELLS = -6.34, 106.915, 0.005, 20, 520
"""Places half a kilometre apart: each report is an incident of its own, until all places were named."""


@dataclass(slots=True)
class Ward:
    """What causes work on."""

    city: City
    workers: dict[Role, Worker]
    hook: Receiver
    line: Line
    """Between the intake and Postgres."""
    line_of_board: Line
    key: str
    """Of an app."""
    quiet: set[str] = field(default_factory=set)
    """Channels in which nobody speaks for now."""
    _number: Iterator[int] = field(default_factory=count)

    async def says(self, channel: str, *, age_s: float = 0, partition: int = 0) -> RecordMetadata:
        """Somebody reports a hole in the road; Kafka got it so long ago."""
        number, now = next(self._number), datetime.now(UTC)
        row, column = divmod(number % _CELLS, _COLUMNS)
        content = {
            "id": f"r{number}",
            "reported_at": now.isoformat(),
            "text": "jalan rusak dan berlubang",
            "lat": _SOUTH + row * _DEGREES,
            "lon": _WEST + column * _DEGREES,
        }
        return await self.city.producer.send_and_wait(
            reports(channel),
            json.dumps(content).encode(),
            partition=partition,
            timestamp_ms=round((now.timestamp() - age_s) * 1000),
        )

    async def speak(self) -> None:
        """One in each channel."""
        for channel in {TALKATIVE, COUNTED} - self.quiet:
            await self.says(channel)


@asynccontextmanager
async def repeating(act: Callable[[], Awaitable[object]], every_s: float) -> AsyncIterator[None]:
    """Do it again and again, at a pace and not in answer to anything, until the end of the block."""

    async def again() -> None:
        while True:
            await act()
            await asyncio.sleep(every_s)

    task = asyncio.create_task(again())
    try:
        yield
    finally:
        task.cancel()
        with suppress(asyncio.CancelledError):
            await task


@asynccontextmanager
async def ward(folder: Path, postgres: Postgres, guard: Guard) -> AsyncIterator[Ward]:
    """All processes are ready, and people speak."""
    async with AsyncExitStack() as stack:
        here = await stack.enter_async_context(city(folder, postgres, guard))
        hook = await stack.enter_async_context(receiving())
        here.settings = here.settings.model_copy(
            update={
                "watch": WatchSettings(every_s=0.5, counts_every_s=0.5, drift_every_s=0.5),
                "webhooks": WebhookSettings(poll_s=0.2, tries=2, first_wait_s=0.2, private_destinations=True),
            }
        )
        url = urlsplit(here.settings.postgres.url)
        settings, lines = dict.fromkeys(PROCESSES, here.settings), {}
        for role in ("intake", "board"):
            lines[role] = await stack.enter_async_context(line(str(url.hostname), url.port or 5432))
            by_line = url._replace(netloc=f"{url.username}@127.0.0.1:{lines[role].port}").geturl()
            settings[role] = here.settings.model_copy(update={"postgres": PostgresSettings(url=by_line)})
        here.workers += [Worker(role, 0, settings[role], guard) for role in PROCESSES]
        key = await _introduced(here.settings.postgres.url, hook.url)
        await asyncio.gather(*(worker.start() for worker in here.workers))
        await asyncio.gather(*(worker.ready() for worker in here.workers))
        workers = dict(zip(PROCESSES, here.workers, strict=True))
        made = Ward(here, workers, hook, lines["intake"], lines["board"], key)
        await stack.enter_async_context(repeating(made.speak, SPEAKS_EVERY_S))
        yield made


async def _introduced(postgres: str, hook: str) -> str:
    """An agency that is told over HTTP, and an app, whose key this is."""
    pool = await connect(postgres, wait_s=10, statement_timeout_s=10)
    try:
        await Destinations(pool).add(TOLD, hook, new_secret(), from_beginning=True)
        return await ApiKeys(pool).add(COUNTED, "tests", per_minute=100_000)
    finally:
        await pool.close()
