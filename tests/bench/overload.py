"""What becomes of more reports than can be carried.

`SINERGI_TEST_BROKERS=own python -m tests.bench.overload [--minutes 10] [--times 2] [--partitions 8]`

Measures what one triage and one resolve carry, publishes so many times that for so many minutes, then half of
what was carried meanwhile until nothing waits any more. Every 15 s it tells what was published and recorded,
the memory of the workers, and how long reports took from Kafka to their agency; at the end whether anything
was lost or doubled, by `tests/checker`, and whether memory stayed level, beside what the incidents take that
resolve holds: these are what was carried, not what waits. If not, the exit code is 1. The broker is an Apache
Kafka of the bench's own, or the embedded one where SINERGI_TEST_BROKERS is not set. Everything shares this
machine's cores.
"""

import argparse
import asyncio
import sys
import tempfile
from collections import defaultdict
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from itertools import islice
from pathlib import Path
from statistics import median
from time import perf_counter, time

import asyncpg
import psutil
from aiokafka import AIOKafkaProducer, TopicPartition
from rich.console import Console
from rich.table import Table

from schemas.catalog import load
from schemas.message import Message
from schemas.topics import dispatches
from sinks.topics import cluster_id
from streams.connections import consumer, producer
from streams.settings import ClockSettings, PostgresSettings, Settings, WebSettings
from streams.stack import prepare
from streams.stack.crew import with_ports, working
from streams.stack.embedded import EmbeddedPostgres
from tests.bench.overload_latency import GROUPS, Latencies, quantiles
from tests.bench.processes import unwind_at_sigterm
from tests.bench.simulated import said
from tests.checker import Published, check
from tests.e2e.servers import broker
from tests.waiting import until

CALIBRATION = 10_000
TELL_S = 15.0
SLICE_S = 0.1
LEVEL = 1.2
"""So many times the memory of the first third of an overload may the last third have."""
INCIDENT_BYTES = 3_500
"""What resolve takes for each that it holds: `tests.bench.candidates` measures 2,900 of one with a single
voice, and here each has two or three."""
WITHIN_S = 900.0
CARRIED = "select (select count(*) from reports) + (select count(*) from rejections)"
INCIDENTS = "select count(*) from incidents"
SENT = "select not exists (select from outbox)"

console = Console(width=150)


@dataclass
class Flood:
    """The stack under load, and what was seen of it."""

    sending: AIOKafkaProducer
    postgres: asyncpg.Connection
    reports: Iterator[Message]
    latencies: Latencies
    published: list[Published] = field(default_factory=list)
    ids: set[tuple[str, bytes]] = field(default_factory=set)
    memory: defaultdict[str, list[int]] = field(default_factory=lambda: defaultdict(list))
    """Of each worker, in bytes and without the incidents that it holds, each time that was told."""

    async def send(self, number: int) -> None:
        """Publish the next reports, and remember where they lie."""
        messages = list(islice(self.reports, number))
        futures = [await self.sending.send(one.topic, one.value, key=one.key) for one in messages]
        for one, at in zip(messages, await asyncio.gather(*futures), strict=True):
            self.ids.add((one.topic, one.key))
            place = (at.topic, at.partition, at.offset)
            self.published.append(Published(*place, one.value, one.key.decode()))

    async def waiting(self) -> int:
        """Reports that are in Kafka and not in Postgres."""
        return len(self.ids) - int(await self.postgres.fetchval(CARRIED))

    async def drained(self) -> bool:
        """Whether all is in Postgres, and all that follows is sent."""
        return await self.waiting() <= 0 and bool(await self.postgres.fetchval(SENT))

    async def pour(self, rate: float, for_s: float, *, until_dry: bool = False) -> float:
        """Publish at a rate, for so long or until nothing waits; how long that was."""
        began = told = perf_counter()
        sent = 0
        while (now := perf_counter()) - began < for_s:
            due = int((now - began) * rate) - sent
            await self.send(due)
            sent += due
            if now - told >= TELL_S:
                told = now
                waits = await self.tell(rate)
                if until_dry and waits < rate:
                    break
            await asyncio.sleep(SLICE_S)
        return perf_counter() - began

    async def tell(self, rate: float) -> int:
        """One line on how things stand; how many reports wait."""
        waits = await self.waiting()
        lately = "   ".join(f"{group} {quantiles(found)}" for group, found in self.latencies.lately().items())
        incidents = int(await self.postgres.fetchval(INCIDENTS))
        resident = dict(_memory())
        for name, rss in resident.items():
            self.memory[name].append(rss - incidents * INCIDENT_BYTES if name == "resolve" else rss)
        memory = ", ".join(f"{name} {rss / 1e6:.0f}" for name, rss in resident.items())
        console.print(
            f"{rate:5.0f}/s  published {len(self.published):7,}  waiting {waits:7,}  "
            f"incidents {incidents:7,}  MB: {memory}  p50 / p99 s: {lately}",
            soft_wrap=True,
        )
        return waits


async def main(minutes: float, times: float, seed: int, partitions: int) -> bool:
    """Whether nothing was lost or doubled, and memory stayed level."""
    async with _flood(seed, partitions) as (flood, settings):
        began = perf_counter()
        await flood.send(CALIBRATION)
        await until(flood.drained, "the calibration to be carried", WITHIN_S)
        carried = CALIBRATION / (perf_counter() - began)
        flood.latencies.lately()
        console.print(f"carried: {carried:,.0f} reports/s")
        since = time()
        poured_s = await flood.pour(times * carried, 60 * minutes)
        rose = dict(_rose(flood.memory))
        # What it carried meanwhile, since the bench itself takes part of the machine.
        meanwhile = (len(flood.ids) - CALIBRATION - await flood.waiting()) / poured_s
        console.print(f"carried under {times:g} times that load: {meanwhile:,.0f} reports/s")
        eased = time()
        recovered_s = await flood.pour(meanwhile / 2, 60 * minutes * 6, until_dry=True)
        await until(flood.drained, "all to be carried", WITHIN_S)
        _show(flood.latencies.of_arrivals(since, eased), flood.latencies.of_arrivals(eased, time()))
        console.print(f"nothing waited any more {recovered_s:.0f} s after the load was halved")
        cluster = await cluster_id(settings.kafka)
        # In a thread and loop of its own: it takes a minute, in which the consumer's requests would time out.
        checking = check(settings.postgres.url, settings.kafka.brokers, cluster, _once(flood.published))
        faults = await asyncio.to_thread(asyncio.run, checking)
        console.print(f"{len(flood.published):,} published; lost or doubled: {faults or 'nothing'}")
        told = ", ".join(f"{name} {times:.2f}" for name, times in rose.items())
        console.print(f"memory but for incidents, last third to first (at most {LEVEL}): {told}")
        return not faults and all(times <= LEVEL for times in rose.values())


@asynccontextmanager
async def _flood(seed: int, partitions: int) -> AsyncIterator[tuple[Flood, Settings]]:
    with (
        tempfile.TemporaryDirectory(prefix="sinergi-bench-") as folder,
        EmbeddedPostgres(Path(folder) / "pg") as server,
        broker(Path(folder)) as kafka,
    ):
        settings = with_ports(
            Settings(
                kafka=kafka.settings().model_copy(update={"partitions": partitions}),
                postgres=PostgresSettings(url=server.url),
                web=WebSettings(port=0),
                clock=ClockSettings(tick_s=0),
                folder=Path(folder),
            )
        )
        await prepare(settings)
        catalog, latencies = load(), Latencies()
        topics = [dispatches(agency) for agency in catalog.agencies]
        postgres = await asyncpg.connect(server.url)
        async with (
            working(settings, quiet=True),
            producer(settings.kafka) as sending,
            consumer(settings.kafka) as reading,
        ):
            reading.assign([TopicPartition(topic, n) for topic in topics for n in range(partitions)])
            await reading.seek_to_beginning()
            listening = asyncio.create_task(latencies.listen(reading))
            yield Flood(sending, postgres, said(catalog, 10**7, seed=seed), latencies), settings
            listening.cancel()
        await postgres.close()


def _once(published: list[Published]) -> list[Published]:
    """Without what a citizen's app sent twice: the same id in the same words is one report."""
    return list({(one.topic, one.id): one for one in published}.values())


def _memory() -> Iterator[tuple[str, int]]:
    for process in psutil.Process().children(recursive=True):
        command = " ".join(process.cmdline())
        if "streams.cli worker" in command:
            yield command.rpartition(" ")[2], process.memory_info().rss


def _rose(memory: dict[str, list[int]]) -> Iterator[tuple[str, float]]:
    """How many times the memory of its first third each worker had in its last."""
    for name, seen in memory.items():
        third = len(seen) // 3 or 1
        yield name, median(seen[-third:]) / median(seen[:third])


def _show(*phases: dict[str, list[float]]) -> None:
    table = Table("reports", *("overload: n", "p50 / p99 s", "half: n", "p50 / p99 s"))
    for group in GROUPS:
        cells = [cell for phase in phases for cell in (f"{len(phase[group]):,}", quantiles(phase[group]))]
        table.add_row(group, *cells)
    console.print(table)


if __name__ == "__main__":
    unwind_at_sigterm()
    asked = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    asked.add_argument("--minutes", type=float, default=10)
    asked.add_argument("--times", type=float, default=2)
    asked.add_argument("--seed", type=int, default=7)
    asked.add_argument("--partitions", type=int, default=8)
    given = asked.parse_args()
    sys.exit(0 if asyncio.run(main(given.minutes, given.times, given.seed, given.partitions)) else 1)
