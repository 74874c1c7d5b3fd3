"""How long statements take, and how many pages they touch."""

import json
import random
from collections.abc import AsyncIterator, Iterator, Mapping, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import Any

import asyncpg

from sinks.sql import queries
from tests.bench.postgres_growth.filling import Filling
from tests.bench.postgres_growth.questions import BOUND_MS, Question
from tests.bench.postgres_growth.sample import Sample

EXPLAIN = "explain (analyze, buffers, timing off, format json) "
WRITTEN = ("reports", "report_originals", "incidents", "links")
BATCH = 200
WRITING = Question("(a batch is written)", "batch", lambda _: (), f"{BATCH} reports")
LONGEST_S = 300.0
ENOUGH_S = 5.0
"""What takes longer is asked once."""


@dataclass(frozen=True, slots=True)
class Answer:
    """`pages` (8 kB) are those of the last time; `scanned` are tables that were read from end to end."""

    question: Question
    took_ms: Sequence[float]
    pages: int
    rows: int
    scanned: Sequence[str]

    @property
    def slow(self) -> bool:
        """Whether most who ask wait too long."""
        return sorted(self.took_ms)[len(self.took_ms) // 2] > BOUND_MS[self.question.who]


async def ask(url: str, questions: Sequence[Question], copies: int, rounds: int) -> list[Answer]:
    """Each with arguments of its own in each round; what they write is taken back."""
    settings = {"application_name": "sinergi-bench", "statement_timeout": str(int(LONGEST_S * 1_000))}
    connection = await asyncpg.connect(url, server_settings=settings)
    choose = random.Random(11)
    samples = [await Sample.of(connection, copies, choose) for _ in range(rounds)]
    answers = [await _asked(connection, question, samples) for question in questions]
    await connection.close()
    return answers


async def write(url: str, reports: int, rounds: int) -> Answer:
    """How long a batch takes to be written beside so many reports, with links and incidents; a share of more.

    True rows are copied once more, and taken back.
    """
    connection = await asyncpg.connect(url)
    filling = await Filling.of(connection, reports)
    took_ms, pages = [], 0
    for number in range(rounds):
        async with taken_back(connection):
            tops = [
                await _explained(connection, filling.statements[name], [filling.copies + number])
                for name in WRITTEN
            ]
        written = await connection.fetchval("select count(*) from seed.reports")
        took_ms.append(sum(top.took_ms for top in tops) / written * BATCH)
        pages = int(sum(top.pages for top in tops) / written * BATCH)
    await connection.close()
    return Answer(WRITING, took_ms, pages, BATCH, [])


async def _asked(
    connection: "asyncpg.Connection[asyncpg.Record]", question: Question, samples: Sequence[Sample]
) -> Answer:
    took_ms: list[float] = []
    for sample in samples:
        try:
            async with taken_back(connection):
                if question.first:
                    await connection.execute(queries()[question.first])
                found = await _explained(connection, queries()[question.name], question.arguments(sample))
        except asyncpg.QueryCanceledError:
            return Answer(question, [LONGEST_S * 1_000], 0, 0, ["(not finished)"])
        took_ms.append(found.took_ms)
        if found.took_ms > ENOUGH_S * 1_000:
            break
    return Answer(question, took_ms, found.pages, found.rows, found.scanned)


@asynccontextmanager
async def taken_back(connection: "asyncpg.Connection[asyncpg.Record]") -> AsyncIterator[None]:
    """What is written in the block."""
    changes = connection.transaction()
    await changes.start()
    try:
        yield
    finally:
        await changes.rollback()


@dataclass(frozen=True, slots=True)
class Explained:
    """One time."""

    took_ms: float
    pages: int
    rows: int
    scanned: Sequence[str]


async def _explained(
    connection: "asyncpg.Connection[asyncpg.Record]", statement: str, arguments: Sequence[object]
) -> Explained:
    [plan] = json.loads(await connection.fetchval(EXPLAIN + statement, *arguments))
    top = plan["Plan"]
    return Explained(
        plan["Planning Time"] + plan["Execution Time"],
        top["Shared Hit Blocks"] + top["Shared Read Blocks"],
        top["Actual Rows"],
        sorted({node["Relation Name"] for node in _nodes(top) if node["Node Type"].endswith("Seq Scan")}),
    )


def _nodes(plan: Mapping[str, Any]) -> Iterator[Mapping[str, Any]]:
    yield plan
    for part in plan.get("Plans", ()):
        yield from _nodes(part)
