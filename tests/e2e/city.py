"""All of Sinergi in processes of a test's own: broker, Postgres, workers."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable, Iterable, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

import asyncpg
from aiokafka import AIOKafkaProducer, ConsumerRecord, TopicPartition
from aiokafka.admin import AIOKafkaAdminClient

from schemas.command import Tick
from schemas.message import Message
from schemas.topics import ANNOUNCEMENTS, CLASSIFIED, REJECTED
from sinks.topics import cluster_id, publish
from streams.core.records.commands import command_record
from streams.settings import ClockSettings, PostgresSettings, Settings
from streams.stack import prepare
from tests.checker import Published, check
from tests.e2e.in_the_open import in_the_open, keys_in
from tests.e2e.logs import Logs
from tests.e2e.refold import refolded, stored
from tests.e2e.reports import Record
from tests.e2e.servers import Guard, Postgres, RealKafka, Tansu, broker
from tests.e2e.workers import CODE, Role, Worker
from tests.waiting import until

PARTITIONS = 6
"""Of two workers as of three, each gets as many, in whichever order they come."""
CHUNK_RECORDS = 50
"""Small, so that 2,500 reports make enough batches for a kill to fall into the middle of one."""

SETTLES_S = 240.0
_POLL_S = 0.1
"""To ask costs brokers, Postgres and the test a connection each time."""
_MOMENT_S = 0.02
"""Work that begins is soon over: who kills into it must see it at once."""


@dataclass(slots=True, repr=False)
class City:
    """What tests do to it, and what they ask of it."""

    settings: Settings
    cluster: str
    broker: RealKafka | Tansu
    postgres: Postgres
    guard: Guard
    producer: AIOKafkaProducer
    logs: Logs
    workers: list[Worker] = field(default_factory=list)
    published: list[Published] = field(default_factory=list)
    behind: str | None = None

    async def start(self, *roles: Role, ready: bool = True, code: Path = CODE) -> list[Worker]:
        """Start workers, one for each role named."""
        new = [
            Worker(role, len(self.workers) + n, self.settings, self.guard, code, forks=code == CODE)
            for n, role in enumerate(roles)
        ]
        self.workers += new
        await asyncio.gather(*(worker.start() for worker in new))
        if ready:
            await asyncio.gather(*(worker.ready() for worker in new))
        return new

    async def publish(self, records: Iterable[Record]) -> list[Published]:
        """Publish records in order, and remember where they lie."""
        sent = [
            (
                record,
                await self.producer.send(
                    record.topic, record.value, key=record.key, headers=[*record.headers]
                ),
            )
            for record in records
        ]
        positions = await asyncio.gather(*(future for _, future in sent))
        new = [
            Published(at.topic, at.partition, at.offset, record.value, record.id)
            for (record, _), at in zip(sent, positions, strict=True)
        ]
        self.published += new
        return new

    async def tick(self, *moments: datetime) -> None:
        """It is later, for all keys: one moment after the other."""
        await publish(self.producer, await self.ticks(*moments))

    async def ticks(self, *moments: datetime) -> list[Message]:
        """What says so."""
        keys = [row["key"] for row in await self.rows("select distinct key from incidents order by key")]
        return [command_record(Tick(key=key, at=at)) for at in moments for key in keys]

    async def settled(self, within_s: float = SETTLES_S) -> None:
        """Wait until all that was published has gone all the way."""
        await self.until(self._settled, "all records to be taken in", within_s)

    async def faults(self) -> list[str]:
        """What is wrong, by the checker, and by folding again what was classified."""
        return [*await self.checked(), *await self.unlike_refolded()]

    async def checked(self) -> list[str]:
        """What is wrong, by the checker: it knows no code."""
        url, brokers = self.settings.postgres.url, self.settings.kafka.brokers
        return await check(url, brokers, self.cluster, self.published)

    async def unlike_refolded(self) -> list[str]:
        """What is not as this code comes to it, undisturbed, from what was classified."""
        stands = await stored(self.settings.postgres.url)
        return refolded(await self.classified()).differences(stands)

    async def classified(self) -> list[ConsumerRecord]:
        """The log of classified reports, opened."""
        await self.logs.catch_up()
        keys = await keys_in(self.settings.postgres.url)
        return [*in_the_open(self.logs.records[CLASSIFIED], keys)]

    async def rows(self, sql: str, *arguments: object) -> list[asyncpg.Record]:
        """Ask Postgres."""
        connection = await asyncpg.connect(self.settings.postgres.url)
        try:
            return await connection.fetch(sql, *arguments)
        finally:
            await connection.close()

    async def count(self, table: str) -> int:
        """Rows of a table."""
        return (await self.rows(f"select count(*) from {table}"))[0][0]

    async def grown(self, table: str, beyond: int, within_s: float = SETTLES_S) -> None:
        """Wait until a table has more rows than so many."""

        async def more() -> bool:
            return await self.count(table) > beyond

        await self.until(more, f"more than {beyond} rows in {table}", within_s, _MOMENT_S)

    async def ended(self, worker: Worker, times: int = 1) -> None:
        """Wait until a worker has ended so many times."""

        async def over() -> bool:
            return len(worker.exits) >= times

        await self.until(over, f"{worker.name} to end")

    async def until(
        self,
        condition: Callable[[], Awaitable[bool]],
        what: str,
        within_s: float = SETTLES_S,
        poll_s: float = _POLL_S,
    ) -> None:
        """Wait for a condition; a failure carries the end of the workers' logs."""
        try:
            await until(condition, what, within_s, poll_s)
        except TimeoutError as error:
            error.add_note(f"{self.behind}\n{self.log()}")
            raise

    def log(self) -> str:
        """What the workers wrote, the end of it."""
        return "\n".join(
            f"--- {worker.name}, exits {worker.exits}\n{_tail(worker.log)}" for worker in self.workers
        )

    async def _settled(self) -> bool:
        self.behind = await self._stage_behind()
        return self.behind is None

    async def _stage_behind(self) -> str | None:
        """In the order of the way: what a later stage will still get is known once the earlier is done."""
        ends = self._ends()
        committed = await _committed(self.settings.kafka.brokers, "sinergi-triage", ends)
        if committed != ends:
            return f"triage is at {committed} of {ends}"
        ends = await self.logs.catch_up()
        consumed = await self._consumed()
        if consumed != ends:
            return f"resolve is at {consumed} of {ends}"
        if waiting := await self.count("outbox"):
            return f"{waiting} messages are in the outbox"
        # What was in the outbox may be for ourselves.
        more = await self.logs.catch_up()
        return f"there is more than {ends}: {more}" if more != ends else None

    def _ends(self) -> dict[tuple[str, int], int]:
        ends: dict[tuple[str, int], int] = {}
        for record in self.published:
            tp = record.topic, record.partition
            ends[tp] = max(ends.get(tp, 0), record.offset + 1)
        return ends

    async def _consumed(self) -> dict[tuple[str, int], int]:
        rows = await self.rows("select topic, partition, next_offset from consumed")
        return {(row["topic"], row["partition"]): row["next_offset"] for row in rows if row["next_offset"]}


@asynccontextmanager
async def city(
    folder: Path,
    postgres: Postgres,
    guard: Guard,
    *,
    prepared: Callable[[Settings], Awaitable[None]] = prepare,
) -> AsyncIterator[City]:
    """A city with a broker and a database of its own, `prepared` for some code, and no workers yet."""
    with broker(folder) as own:
        kafka = own.settings().model_copy(update={"partitions": PARTITIONS, "chunk_records": CHUNK_RECORDS})
        settings = Settings(
            kafka=kafka,
            postgres=PostgresSettings(url=await postgres.database(migrated=prepared is prepare)),
            # Tests say what time it is.
            clock=ClockSettings(tick_s=0),
            folder=folder / "workers",
        )
        settings.folder.mkdir(parents=True)
        await prepared(settings)
        producer = AIOKafkaProducer(
            bootstrap_servers=list(kafka.brokers),
            acks="all",
            enable_idempotence=kafka.idempotent,
            max_request_size=8 << 20,
        )
        cluster = kafka.cluster or await cluster_id(kafka)
        async with producer, Logs(kafka.brokers, (ANNOUNCEMENTS, CLASSIFIED, REJECTED)) as logs:
            here = City(settings, cluster, own, postgres, guard, producer, logs)
            try:
                yield here
            finally:
                await asyncio.gather(*(worker.end() for worker in here.workers))


async def _committed(
    brokers: Sequence[str], group: str, partitions: Iterable[tuple[str, int]]
) -> dict[tuple[str, int], int]:
    admin = AIOKafkaAdminClient(bootstrap_servers=list(brokers))
    await admin.start()
    try:
        found = await admin.list_consumer_group_offsets(
            group, partitions=[TopicPartition(*tp) for tp in partitions]
        )
        return {(tp.topic, tp.partition): at.offset for tp, at in found.items()}
    finally:
        await admin.close()


def _tail(path: Path) -> str:
    return "\n".join(path.read_text().splitlines()[-25:]) if path.exists() else ""
