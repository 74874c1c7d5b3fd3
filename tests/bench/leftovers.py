"""What a report leaves behind in Postgres and in Kafka."""

from collections.abc import Mapping, Sequence

import asyncpg
from aiokafka import ConsumerRecord, TopicPartition
from rich.console import Console
from rich.table import Table

from schemas.topics import CLASSIFIED
from streams.connections import consumer, counts_of
from streams.settings import Settings
from tests.bench.stand import SIZE, Product

TABLES = """select relname, pg_total_relation_size(oid) as bytes from pg_class
    where relkind = 'r' and relnamespace = 'public'::regnamespace order by 2 desc limit 6"""


async def show_leftovers(stand: Product, reports: int, console: Console) -> None:
    """Rewrites all tables first, so that only what stays is counted."""
    await stand.postgres.execute("vacuum full")
    size = await stand.postgres.fetchval(SIZE) - stand.empty_bytes
    tables = await stand.postgres.fetch(TABLES)
    _show(reports, size, tables, await bytes_in_kafka(stand.settings), console)


async def bytes_in_kafka(settings: Settings) -> dict[str, int]:
    """Bytes of keys, values and headers, uncompressed, by kind of topic."""
    counts = await counts_of(settings.kafka, [])
    ours = [TopicPartition(topic, n) for topic, parts in counts.items() for n in range(parts)]
    found: dict[str, int] = {}
    async with consumer(settings.kafka) as reading:
        reading.assign([tp for tp in ours if not tp.topic.startswith("_")])
        await reading.seek_to_beginning()
        while pages := await reading.getmany(timeout_ms=2_000):
            for partition, records in pages.items():
                kind = CLASSIFIED if partition.topic == CLASSIFIED else partition.topic.split(".")[0]
                found[kind] = found.get(kind, 0) + sum(_bytes_of(one) for one in records)
    return found


def _bytes_of(record: ConsumerRecord) -> int:
    headers = sum(len(name) + len(value) for name, value in record.headers)
    return len(record.key or b"") + len(record.value or b"") + headers


def _show(
    reports: int, size: int, tables: Sequence[asyncpg.Record], topics: Mapping[str, int], console: Console
) -> None:
    table = Table("where", "bytes a report", title="What a report leaves behind")
    table.add_row("Postgres, indexes included", f"{size / reports:,.0f}")
    for row in tables:
        table.add_row(f"  {row['relname']}", f"{row['bytes'] / reports:,.0f}")
    table.add_row("Kafka, uncompressed, one replica", f"{sum(topics.values()) / reports:,.0f}")
    for topic in sorted(topics, key=lambda topic: -topics[topic]):
        table.add_row(f"  {topic}", f"{topics[topic] / reports:,.0f}")
    console.print(table)
