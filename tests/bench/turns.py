"""What a turn costs: `python -m tests.bench.turns [--rounds 10]`.

Few reports wait in each of many partitions. They are taken in one turn, or each partition's in a turn of its
own, by the product's own agents on a Postgres; what would go to Kafka goes nowhere. It tells the CPU of this
process and of Postgres for all of them: triage takes one report of each of 24 partitions, resolve three of
each of 7.
"""

import argparse
import asyncio
import tempfile
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import replace
from itertools import islice
from pathlib import Path
from time import process_time

import psutil
from aiokafka import ConsumerRecord
from faust.types import TP
from rich.console import Console

from schemas.catalog import load
from schemas.classified import ClassifiedReport
from schemas.message import Message
from schemas.rejection import Origin
from schemas.topics import CLASSIFIED, channel_of
from sinks.keyring import Keyring
from sinks.migrate import migrate
from sinks.postgres import Pool, Store, connect
from streams.agents.resolve import Resolve
from streams.agents.triage import Triage
from streams.core.rules import Rules
from streams.core.tell import classified_record
from streams.core.understand import Knowledge, understand
from streams.metrics import Metrics
from streams.stack.embedded import EmbeddedPostgres
from streams.transport import Chunk
from streams.weights import load as load_weights
from streams.weights import load_duplicates
from tests.bench.figures import Figure, Figures, show
from tests.bench.processes import spent_s, unwind_at_sigterm
from tests.bench.simulated import said

CATALOG = load()
TRIAGE, RESOLVE = (24, 1), (7, 3)
"""Partitions, and reports waiting in each."""
WAYS = ("each its own", "one turn")
AT_MS = 1_795_500_000_000

Take = Callable[[Chunk], Awaitable[None]]


async def main(rounds: int) -> None:
    knowledge = Knowledge.of(CATALOG, load_weights())
    async with _postgres() as (pool, server):
        triage = Triage(knowledge, Keyring(pool), _nowhere, Metrics("triage"))
        messages = said(CATALOG, 10**7)
        await _measure("triage", triage.take, _waiting(messages, *TRIAGE), server, rounds)
        rules = Rules.of(CATALOG, load_duplicates())
        resolve = Resolve(
            Store(pool, "bench"), Keyring(pool), rules, _nowhere, Metrics("resolve"), partitions=RESOLVE[0]
        )
        await resolve.claims.claim(frozenset(TP(CLASSIFIED, number) for number in range(RESOLVE[0])))
        classified = map(classified_record, _understood(messages, knowledge))
        await _measure("resolve", resolve.take, _waiting(classified, *RESOLVE), server, rounds)


async def _measure(
    agent: str, take: Take, waiting: Iterator[Sequence[Chunk]], server: psutil.Process, rounds: int
) -> None:
    spent: dict[str, list[float]] = {f"{who}, {way}": [] for way in WAYS for who in ("own", "Postgres")}
    for number in range(-1, rounds):
        for way in WAYS if number % 2 else WAYS[::-1]:
            parts = next(waiting)
            turns = parts if way == WAYS[0] else [replace(parts[0], beside=parts[1:])]
            own_s, server_s = process_time(), spent_s([server])
            for turn in turns:
                await take(turn)
            if number >= 0:  # The one before warms up.
                spent[f"own, {way}"].append(1e3 * (process_time() - own_s))
                spent[f"Postgres, {way}"].append(1e3 * (spent_s([server]) - server_s))
    rows = [Figure(name, tuple(runs)) for name, runs in spent.items()]
    show(Figures("turns", f"{agent}: little of many partitions", "ms of CPU", rows), Console(width=110))


def _waiting(messages: Iterator[Message], partitions: int, reports: int) -> Iterator[list[Chunk]]:
    """A chunk of each partition, again and again."""
    offset = 0
    while True:
        yield [_chunk(number, offset, list(islice(messages, reports))) for number in range(partitions)]
        offset += reports


def _chunk(partition: int, first: int, messages: Sequence[Message]) -> Chunk:
    topic = messages[0].topic
    records = [
        ConsumerRecord(topic, partition, first + n, AT_MS, 0, m.key, m.value, 0, 0, 0, tuple(m.headers))
        for n, m in enumerate(messages)
    ]
    return Chunk(topic, partition, 1, records, first + len(records), lambda _: True)


def _understood(messages: Iterator[Message], knowledge: Knowledge) -> Iterator[ClassifiedReport]:
    seen: set[bytes] = set()
    for number, one in enumerate(messages):
        origin = Origin(topic=one.topic, partition=0, offset=number)
        result = understand(one.value, channel_of(one.topic), origin, knowledge)
        if isinstance(result, ClassifiedReport) and one.key not in seen:
            seen.add(one.key)
            yield result


async def _nowhere(_: Sequence[Message]) -> None:
    """Kafka's part is not measured."""


@asynccontextmanager
async def _postgres() -> AsyncIterator[tuple[Pool, psutil.Process]]:
    with (
        tempfile.TemporaryDirectory(prefix="sinergi-bench-") as folder,
        EmbeddedPostgres(Path(folder) / "pg") as one,
    ):
        async with await connect(one.url, wait_s=10, statement_timeout_s=60) as pool:
            await migrate(pool)
            yield pool, psutil.Process(one._pid)


if __name__ == "__main__":
    unwind_at_sigterm()
    asked = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    asked.add_argument("--rounds", type=int, default=10)
    asyncio.run(main(asked.parse_args().rounds))
