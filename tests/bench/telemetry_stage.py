"""A worker of the bench, with a broker and a database of its own, and how it drains what Kafka holds."""

import asyncio
import os
import signal
import subprocess
import sys
from collections.abc import AsyncIterator, Iterator, Sequence
from contextlib import AsyncExitStack, asynccontextmanager, contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from time import perf_counter

import asyncpg
import psutil
from aiohttp import ClientSession, ClientTimeout
from aiokafka import AIOKafkaConsumer, AIOKafkaProducer, TopicPartition

from schemas.message import Message
from schemas.topics import CLASSIFIED, REJECTED
from sinks.topics import publish
from streams.connections import consumer, producer
from streams.ports import free_port
from streams.settings import ClockSettings, PostgresSettings, Settings, TracingSettings, WebSettings
from streams.settings.source import environment_of
from streams.stack import prepare
from streams.stack.guard import Guard
from tests.conftest import database_at
from tests.e2e.servers import broker
from tests.waiting import until

SCRAPE_S = 1.0
CALM_S = 1.5
"""So long a drain counts after its last report, so that the last spans are in it."""
WITHIN_S = 600.0
READY_S = 240.0
STANDS_S = 10
"""A worker may stand still for so long before the broker takes it for dead."""
_SPANS_SOON = {"OTEL_BSP_SCHEDULE_DELAY": "300"}
_OPENMETRICS = {"Accept": "application/openmetrics-text"}


@dataclass(frozen=True, slots=True)
class Variant:
    """What is switched on, and a word for the names of files and databases."""

    name: str
    word: str
    metrics: bool = True
    sample: float | None = None


@dataclass(frozen=True, slots=True)
class Drain:
    """Seconds that pass and seconds of CPU of the worker's process, a report."""

    wall_s: float
    cpu_s: float


@dataclass(slots=True)
class Stage:
    """One worker."""

    role: str
    variant: Variant
    settings: Settings
    process: psutil.Process
    sending: AIOKafkaProducer
    reading: AIOKafkaConsumer
    postgres: asyncpg.Connection
    asking: ClientSession
    expected: int = 0
    seen: int = 0

    async def ready(self) -> None:
        """Wait until it has taken over its partitions."""
        counts = [
            (topic, n) for topic in (CLASSIFIED, REJECTED) for n in range(self.settings.kafka.partitions)
        ]
        self.reading.assign([TopicPartition(*one) for one in counts])
        await self.reading.seek_to_beginning()
        await until(self._is_ready, f"{self.role} to be ready; see {self.settings.folder}", READY_S)

    async def scrape(self) -> None:
        """As Prometheus does, without end."""
        while True:
            with suppress(OSError, TimeoutError):  # While the worker stands still it answers late.
                async with self.asking.get(f"{self._url}/metrics", headers=_OPENMETRICS) as answer:
                    await answer.read()
            await asyncio.sleep(SCRAPE_S)

    async def drain(self, messages: Sequence[Message]) -> Drain:
        """Publish while the worker stands still, then let it."""
        self.process.suspend()
        try:
            await publish(self.sending, messages)
            self.expected += len(messages)
            cpu_s, began = self._cpu_s(), perf_counter()
        finally:
            self.process.resume()
        await until(self._done, f"{self.role} to have taken all", WITHIN_S)
        wall_s = perf_counter() - began
        await asyncio.sleep(CALM_S)
        return Drain(wall_s / len(messages), (self._cpu_s() - cpu_s) / len(messages))

    async def _done(self) -> bool:
        if self.role == "triage":
            # The embedded broker tells ends of logs too early, so what is there is read.
            pages = await self.reading.getmany(timeout_ms=20)
            self.seen += sum(map(len, pages.values()))
            return self.seen >= self.expected
        taken = "select coalesce(sum(next_offset), 0) from consumed where topic = $1"
        if await self.postgres.fetchval(taken, CLASSIFIED) < self.expected:
            return False
        return await self.postgres.fetchval("select count(*) from outbox") == 0

    async def _is_ready(self) -> bool:
        with suppress(OSError):
            async with self.asking.get(f"{self._url}/healthz/ready") as answer:
                return answer.status == 200
        return False

    @property
    def _url(self) -> str:
        return f"http://127.0.0.1:{self.settings.web.port}"

    def _cpu_s(self) -> float:
        times = self.process.cpu_times()
        return times.user + times.system


@asynccontextmanager
async def stage(
    role: str, variant: Variant, folder: Path, postgres: str, template: str, collector: str
) -> AsyncIterator[Stage]:
    """A worker that was started."""
    async with AsyncExitStack() as stack:
        name = f"{role}_{variant.word}"
        here = folder / name
        here.mkdir()
        kafka = stack.enter_context(broker(here)).settings()
        settings = Settings(
            kafka=kafka.model_copy(update={"session_timeout_s": STANDS_S}),
            postgres=PostgresSettings(
                url=await stack.enter_async_context(database_at(postgres, f"bench_{name}", template))
            ),
            web=WebSettings(port=free_port()),
            clock=ClockSettings(tick_s=0),
            tracing=TracingSettings(
                endpoint=collector if variant.sample is not None else None, sample=variant.sample or 0.0
            ),
            folder=here,
        )
        await prepare(settings)
        process = stack.enter_context(_started(role, variant, settings))
        yield Stage(
            role,
            variant,
            settings,
            psutil.Process(process.pid),
            await stack.enter_async_context(producer(settings.kafka)),
            await stack.enter_async_context(consumer(settings.kafka)),
            await asyncpg.connect(settings.postgres.url),
            await stack.enter_async_context(ClientSession(timeout=ClientTimeout(total=60))),
        )


@contextmanager
def _started(role: str, variant: Variant, settings: Settings) -> Iterator[subprocess.Popen[bytes]]:
    command = [sys.executable, "-m", "tests.bench.telemetry_worker", role]
    command += [] if variant.metrics else ["--without"]
    environment = {**os.environ, **environment_of(settings), **_SPANS_SOON}
    with (settings.folder / "log").open("wb") as log:
        process = subprocess.Popen(command, env=environment, stdout=log, stderr=log)
    with Guard(process.pid, signal.SIGKILL):
        try:
            yield process
        finally:
            process.kill()
            process.wait()
