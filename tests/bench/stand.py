"""The product on this machine, with a broker and a Postgres of its own, for the benches of the whole."""

import tempfile
from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass, replace
from pathlib import Path

import asyncpg
import psutil
from aiokafka import AIOKafkaProducer

from schemas.catalog import load
from schemas.topics import CLASSIFIED, REJECTED
from sinks.kafka_access import client_options
from sinks.topics import cluster_id, ensure_topics
from streams.settings import ClockSettings, PostgresSettings, Settings
from streams.stack import prepare
from streams.stack.embedded import EmbeddedPostgres
from streams.topology import topology
from tests.bench.processes import Part, spent_s, unshared_bytes
from tests.checker import Published, check
from tests.e2e.logs import Logs
from tests.e2e.servers import Guard, RealKafka, Tansu
from tests.e2e.workers import Role, Worker
from tests.scraped import scraped
from tests.waiting import until

WITHIN_S = 900.0
POLL_S = 0.05
SESSION_S = 30.0
"""Of a worker, as by default: what tests set is short for a machine that is kept busy."""
TAKEN_IN = "select coalesce(sum(next_offset), 0) from consumed where topic = any($1)"
SENT = "select not exists (select from outbox)"
SIZE = "select pg_database_size(current_database())"
BATCH_BYTES = 256 << 10


@dataclass(frozen=True, slots=True)
class Crew:
    """How many workers of each kind."""

    triage: int = 1
    resolve: int = 1

    @property
    def name(self) -> str:
        """Like 2+2."""
        return f"{self.triage}+{self.resolve}"


def crew_of(word: str) -> Crew:
    """Of 2+1. Raises `ValueError`."""
    triage, resolve = map(int, word.split("+"))
    return Crew(triage, resolve)


@dataclass(slots=True)
class Product:
    """It stands ready.

    `empty_bytes` had Postgres before the first report. `published` counts records, those that an app sent
    twice too.
    """

    settings: Settings
    postgres: asyncpg.Connection
    sending: AIOKafkaProducer
    workers: Sequence[Worker]
    parts: Mapping[str, Part]
    empty_bytes: int
    published: int = 0

    async def drained(self) -> None:
        """Wait until all that was published is in Postgres, and all that follows from it was sent."""

        async def done() -> bool:
            taken_in = await self.postgres.fetchval(TAKEN_IN, [CLASSIFIED, REJECTED])
            return taken_in >= self.published and bool(await self.postgres.fetchval(SENT))

        await until(done, "all reports in Postgres, and nothing in the outbox", WITHIN_S, POLL_S)

    def cpu_s(self) -> dict[str, float]:
        """What each part has spent so far."""
        return {name: spent_s(part) for name, part in self.parts.items()}

    def memory(self) -> dict[str, int]:
        """Bytes of each part that nobody shares."""
        return {name: unshared_bytes(part) for name, part in self.parts.items()}

    async def samples(self, role: Role, name: str) -> dict[str, float]:
        """A figure of all workers of a kind, by its only label."""
        found: dict[str, float] = {}
        for worker in self.workers:
            if worker.role == role:
                _, page = await worker.page("metrics")
                for (label,), value in scraped(page).get(name, {}).items():
                    found[label] = found.get(label, 0.0) + value
        return found

    async def faults(self) -> list[str]:
        """What was lost or doubled, by `tests/checker`."""
        brokers = self.settings.kafka.brokers
        topics = tuple(f"reports.{channel}" for channel in load().channels)
        async with Logs(brokers, topics) as logs:
            await logs.catch_up()
        # The same id in the same words, as an app that was not answered sends it, is one report.
        published = {
            (topic, one.key): Published(topic, one.partition, one.offset, one.value, one.key.decode())
            for topic, records in logs.records.items()
            for one in records
        }
        cluster = await cluster_id(self.settings.kafka)
        return await check(self.settings.postgres.url, brokers, cluster, list(published.values()))


@asynccontextmanager
async def product(crew: Crew, *, embedded: bool, partitions: int = 8) -> AsyncIterator[Product]:
    """Everything started, ready, and its partitions shared out; ended with the block."""
    async with AsyncExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="sinergi-bench-")))
        server = stack.enter_context(EmbeddedPostgres(folder / "pg"))
        kafka = stack.enter_context(Tansu(folder / "log") if embedded else RealKafka(folder / "kafka"))
        settings = Settings(
            kafka=kafka.settings().model_copy(
                update={"partitions": partitions, "session_timeout_s": SESSION_S}
            ),
            postgres=PostgresSettings(url=server.url),
            clock=ClockSettings(tick_s=0),
            folder=folder,
        )
        if not embedded:
            await _stamped_by_the_broker(settings)
        await prepare(settings)
        workers = await _started(stack, crew, settings)
        postgres = await asyncpg.connect(server.url)
        stack.push_async_callback(postgres.close)
        broker = (
            kafka._process.pid if isinstance(kafka, Tansu) else _pid(folder / "kafka/broker-1/broker.pid")
        )
        parts = {
            **{
                role: [psutil.Process(one.pid) for one in workers if one.role == role]
                for role in ("triage", "resolve")
            },
            "Postgres": [psutil.Process(server._pid)],
            "broker": [psutil.Process(broker)],
            "publisher": [psutil.Process()],
        }
        sending = AIOKafkaProducer(
            **client_options(settings.kafka),
            acks="all",
            enable_idempotence=settings.kafka.idempotent,
            max_batch_size=BATCH_BYTES,
        )
        await sending.start()
        stack.push_async_callback(sending.stop)
        empty_bytes = await postgres.fetchval(SIZE)
        yield Product(settings, postgres, sending, workers, parts, empty_bytes)


async def _stamped_by_the_broker(settings: Settings) -> None:
    """So that a dispatch says when it was there, and not when it was begun to be sent."""
    kafka = settings.kafka
    specs = [one for one in topology(kafka, load()) if one.name.startswith("dispatches.")]
    stamp = {"message.timestamp.type": "LogAppendTime"}
    await ensure_topics(kafka, [replace(one, config={**one.config, **stamp}) for one in specs])


async def _started(stack: AsyncExitStack, crew: Crew, settings: Settings) -> list[Worker]:
    guard = stack.enter_context(Guard())
    workers = [
        *(Worker("triage", number, settings, guard) for number in range(crew.triage)),
        *(Worker("resolve", number, settings, guard) for number in range(crew.resolve)),
    ]
    for worker in workers:
        stack.push_async_callback(worker.end)
        await worker.start()
    await until(lambda: _shared_out(workers), f"the workers to be ready; see {settings.folder}", 180, 0.2)
    return workers


async def _shared_out(workers: Sequence[Worker]) -> bool:
    """Whether each has partitions, and none has another's."""
    pages = [await worker.page("healthz/ready") for worker in workers]
    if any(
        status != 200 or '"partitions": []' in page or '"partitions":[]' in page for status, page in pages
    ):
        return False
    owned = [partition for _, page in pages for partition in page.split('"') if "/" in partition]
    return len(owned) == len(set(owned))


def _pid(file: Path) -> int:
    return int(file.read_text())
