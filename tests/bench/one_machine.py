"""What one machine carries: `python -m tests.bench.one_machine [--reports 20000]`.

Publishes the reports of a simulated city while both workers stand ready, and tells how fast they are in
Postgres with all that follows from them sent; what each part took of the CPU and of memory; and what a
report leaves in Postgres and in Kafka. The broker is the embedded one, or, with SINERGI_TEST_BROKERS set, an
Apache Kafka of the bench's own. Everything shares this machine's cores.
"""

import argparse
import asyncio
import os
import tempfile
from collections.abc import Sequence
from pathlib import Path
from time import perf_counter

import asyncpg
import psutil
from aiokafka import ConsumerRecord, TopicPartition
from rich.console import Console
from rich.table import Table

from schemas.catalog import load
from schemas.message import Message
from schemas.topics import CLASSIFIED
from sinks.topics import publish
from streams.connections import consumer, counts_of, producer
from streams.crew import with_ports, working
from streams.embedded import EmbeddedPostgres
from streams.settings import ClockSettings, PostgresSettings, Settings, WebSettings
from streams.stack import prepare
from tests.bench.simulated import said
from tests.e2e.servers import broker
from tests.waiting import until

PAGE = 1_000
WITHIN_S = 900.0
PARTS = {
    "worker triage": "triage",
    "worker resolve": "resolve",
    "postgres": "Postgres",
    "tansu": "broker",
    "kafka.Kafka": "broker",
}
TABLES = """select relname, pg_total_relation_size(oid) as bytes from pg_class
    where relkind = 'r' and relnamespace = 'public'::regnamespace order by 2 desc limit 6"""
DONE = """select (select count(*) from reports) + (select count(*) from rejections) >= $1
    and not exists (select from outbox)"""


async def main(total: int) -> None:
    messages = list(said(load(), total))
    with (
        tempfile.TemporaryDirectory(prefix="sinergi-bench-") as folder,
        EmbeddedPostgres(Path(folder) / "pg") as server,
        broker(Path(folder)) as kafka,
    ):
        settings = with_ports(
            Settings(
                kafka=kafka.settings(),
                postgres=PostgresSettings(url=server.url),
                web=WebSettings(port=0),
                clock=ClockSettings(tick_s=0),
                folder=Path(folder),
            )
        )
        await prepare(settings)
        postgres = await asyncpg.connect(server.url)
        empty = await postgres.fetchval("select pg_database_size(current_database())")
        async with working(settings, quiet=True):
            before = _cpu_s(folder)
            published_s, all_s = await _through(settings, postgres, messages)
            after, memory = _cpu_s(folder), _memory(folder)
        await postgres.execute("vacuum full")
        size = await postgres.fetchval("select pg_database_size(current_database())") - empty
        _show(total, published_s, all_s, {part: after[part] - before.get(part, 0) for part in after}, memory)
        _show_sizes(total, size, await postgres.fetch(TABLES), await _in_kafka(settings))
        await postgres.close()


async def _through(
    settings: Settings, postgres: asyncpg.Connection, messages: Sequence[Message]
) -> tuple[float, float]:
    """Seconds until all were published, and until all that follows from them was sent."""
    reports = len({(message.topic, message.key) for message in messages})
    began = perf_counter()
    async with producer(settings.kafka) as sending:
        for start in range(0, len(messages), PAGE):
            await publish(sending, messages[start : start + PAGE])
    published_s = perf_counter() - began

    async def done() -> bool:
        return bool(await postgres.fetchval(DONE, reports))

    await until(done, "all reports in Postgres, and nothing in the outbox", WITHIN_S)
    return published_s, perf_counter() - began


def _processes(folder: str) -> dict[str, list[psutil.Process]]:
    """What this bench has started: its children, and the Postgres that has its files in the folder."""
    found: dict[str, list[psutil.Process]] = {}
    servers = [
        one for one in psutil.process_iter(["cmdline"]) if _is_server(one.info["cmdline"] or [], folder)
    ]
    found["Postgres"] = [process for one in servers for process in (one, *one.children(recursive=True))]
    for process in psutil.Process().children(recursive=True):
        words = " ".join(process.cmdline())
        for mark, part in PARTS.items():
            if mark in words:
                found.setdefault(part, []).append(process)
    return found


def _is_server(command: Sequence[str], folder: str) -> bool:
    return bool(command) and command[0].endswith("postgres") and any(folder in word for word in command)


def _cpu_s(folder: str) -> dict[str, float]:
    spent = {}
    for part, processes in _processes(folder).items():
        times = [process.cpu_times() for process in processes]
        spent[part] = sum(one.user + one.system for one in times)
    return spent


def _memory(folder: str) -> dict[str, int]:
    """Bytes that nobody shares."""
    return {
        part: sum(process.memory_full_info().uss for process in processes)
        for part, processes in _processes(folder).items()
    }


async def _in_kafka(settings: Settings) -> dict[str, int]:
    """Bytes of keys, values and headers, uncompressed, by kind of topic."""
    counts = await counts_of(settings.kafka, [])
    ours = [TopicPartition(topic, n) for topic, parts in counts.items() for n in range(parts)]
    found: dict[str, int] = {}
    async with consumer(settings.kafka) as reading:
        reading.assign(ours)
        await reading.seek_to_beginning()
        while pages := await reading.getmany(timeout_ms=2_000):
            for partition, records in pages.items():
                kind = (
                    "reports.classified" if partition.topic == CLASSIFIED else partition.topic.split(".")[0]
                )
                found[kind] = found.get(kind, 0) + sum(_bytes_of(one) for one in records)
    return found


def _bytes_of(record: ConsumerRecord) -> int:
    headers = sum(len(name) + len(value) for name, value in record.headers)
    return len(record.key or b"") + len(record.value or b"") + headers


def _show(
    total: int, published_s: float, all_s: float, cpu_s: dict[str, float], memory: dict[str, int]
) -> None:
    table = Table(
        "part", "CPU µs a report", "MB at the end", title=f"{total:,} reports, {os.cpu_count()} cores"
    )
    for part in sorted(cpu_s, key=lambda part: -cpu_s[part]):
        table.add_row(part, f"{1e6 * cpu_s[part] / total:,.0f}", f"{memory.get(part, 0) / 1e6:,.0f}")
    console = Console(width=110)
    console.print(table)
    console.print(
        f"published in {published_s:.1f} s; all in Postgres and sent after {all_s:.1f} s: "
        f"{total / all_s:,.0f} reports/s"
    )


def _show_sizes(total: int, size: int, tables: Sequence[asyncpg.Record], topics: dict[str, int]) -> None:
    table = Table("where", "bytes a report", title="What a report leaves behind")
    table.add_row("Postgres, indexes included", f"{size / total:,.0f}")
    for row in tables:
        table.add_row(f"  {row['relname']}", f"{row['bytes'] / total:,.0f}")
    table.add_row("Kafka, uncompressed, one replica", f"{sum(topics.values()) / total:,.0f}")
    for topic in sorted(topics, key=lambda topic: -topics[topic]):
        table.add_row(f"  {topic}", f"{topics[topic] / total:,.0f}")
    Console(width=110).print(table)


if __name__ == "__main__":
    asked = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    asked.add_argument("--reports", type=int, default=20_000)
    asyncio.run(main(asked.parse_args().reports))
