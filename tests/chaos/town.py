"""Everything a run stands on: brokers, Postgres and workers, with a relay between any two of them."""

import asyncio
from collections.abc import AsyncIterator, Iterable, Iterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from urllib.parse import urlsplit

from schemas.topics import ANNOUNCEMENTS, CLASSIFIED, REJECTED
from sinks.topics import cluster_id
from streams.ports import free_port
from streams.settings import ClockSettings, PostgresSettings, Settings
from streams.stack import prepare
from tests.chaos import audit, clock
from tests.chaos.brokers import POLL_S, Brokers
from tests.chaos.disk import OwnDisk
from tests.chaos.schedule import POSTGRES, WORKERS
from tests.chaos.wires import Wires
from tests.e2e.city import City
from tests.e2e.logs import Logs
from tests.e2e.servers import Guard
from tests.e2e.workers import Role, Worker
from tests.waiting import until

STARTS_S = 240.0
CHUNK_RECORDS = 100
"""Few enough for a slow machine to take in well within the time of a rebalance, or its workers die of it."""
PARTITIONS = 4
"""One for each of the most workers of a role."""


@dataclass(slots=True)
class Town:
    """What is disturbed. `led` is Postgres as workers know it, `all` are all workers ever, by name."""

    city: City
    brokers: Brokers
    disk: OwnDisk
    wires: Wires
    folder: Path
    guard: Guard
    led: str
    all: dict[str, Worker]

    async def start(self, names: Iterable[str]) -> None:
        """Start workers by name, as new processes under their old names in Kafka and at their old ports."""
        for name in names:
            if name not in self.all:
                role, _, number = name.partition("-")
                self.all[name] = self._worker("triage" if role == "triage" else "resolve", int(number))
                self.city.workers = [*self.all.values()]
            await self.all[name].start()

    def running(self) -> list[Worker]:
        """Those that are meant to run."""
        return [worker for worker in self.all.values() if worker.supervised]

    async def well(self) -> bool:
        """Whether all who are meant to run have taken over their partitions."""
        return all(await asyncio.gather(*(worker.is_ready() for worker in self.running())))

    def _worker(self, role: Role, number: int) -> Worker:
        settings = self.city.settings
        name = f"{role}-{number}"
        named = settings.model_copy(
            update={
                "kafka": settings.kafka.model_copy(update={"instance": f"chaos-{name}"}),
                "postgres": PostgresSettings(url=self.led),
            }
        )
        return Worker(role, number, named, self.guard, more=clock.variables(self.folder, name))


@asynccontextmanager
async def town(folder: Path) -> AsyncIterator[Town]:
    """A town with its first workers, and nobody in it yet."""
    workers: dict[str, Worker] = {}
    with Guard() as guard:
        brokers = Brokers(folder / "brokers", guard)
        async with Wires(partial(_sources, workers, brokers)) as wires, OwnDisk(guard) as disk:
            try:
                await brokers.start(wires)
                city = await _city(folder, brokers, disk, guard)
                led = await _led(city.settings.postgres.url, disk, wires)
                here = Town(city, brokers, disk, wires, folder, guard, led, workers)
                await here.start(WORKERS)
                await until(here.well, "the first workers to be ready", STARTS_S, POLL_S)
                yield here
            finally:
                await asyncio.gather(*(worker.end() for worker in workers.values()))
                brokers.kill()


def _sources(workers: Mapping[str, Worker], brokers: Brokers) -> Iterator[tuple[str, int]]:
    """All whose connections are known by name."""
    yield from ((one.name, one.pid) for one in workers.values() if one.pid)
    yield from ((one.name, one.pid) for one in brokers.all if one.pid)


async def _city(folder: Path, brokers: Brokers, disk: OwnDisk, guard: Guard) -> City:
    kafka = brokers.settings().model_copy(update={"partitions": PARTITIONS, "chunk_records": CHUNK_RECORDS})
    settings = Settings(
        kafka=kafka,
        postgres=PostgresSettings(url=await disk.database()),
        clock=ClockSettings(tick_s=0),  # The crowd says what time it is.
        folder=folder / "workers",
    )
    settings.folder.mkdir(parents=True)
    await prepare(settings)
    await audit.install(settings.postgres.url)
    logs = Logs(kafka.brokers, (ANNOUNCEMENTS, CLASSIFIED, REJECTED))
    cluster = await cluster_id(kafka)
    # What is published goes by way of a producer that outlives brokers, and the broker is one of three.
    return City(settings, cluster, brokers, disk, guard, None, logs)  # type: ignore[arg-type]


async def _led(url: str, disk: OwnDisk, wires: Wires) -> str:
    """The address at which workers reach Postgres by way of the relay."""
    at = free_port()
    await wires.lead_to(POSTGRES, disk.port, at)
    return urlsplit(url)._replace(netloc=f"sinergi@127.0.0.1:{at}").geturl()
