"""How long statements take, and how many pages they touch."""

import json
import random
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from time import perf_counter
from typing import Any

import asyncpg

from sinks.sql import queries
from tests.bench.postgres_growth.questions import BOUND_MS, Question
from tests.bench.postgres_growth.sample import Sample

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


async def _asked(
    connection: "asyncpg.Connection[asyncpg.Record]", question: Question, samples: Sequence[Sample]
) -> Answer:
    statement = "explain (analyze, buffers, timing off, format json) " + queries()[question.name]
    took_ms: list[float] = []
    plan: Mapping[str, Any] = {}
    for sample in samples:
        arguments = question.arguments(sample)
        changes = connection.transaction()
        await changes.start()
        began = perf_counter()
        try:
            [plan] = json.loads(await connection.fetchval(statement, *arguments))
        except asyncpg.QueryCanceledError:
            return Answer(question, [LONGEST_S * 1_000], 0, 0, ["(not finished)"])
        finally:
            await changes.rollback()
        took_ms.append(plan["Planning Time"] + plan["Execution Time"])
        if perf_counter() - began > ENOUGH_S:
            break
    top = plan["Plan"]
    pages = top["Shared Hit Blocks"] + top["Shared Read Blocks"]
    scanned = sorted(
        {node["Relation Name"] for node in _nodes(top) if node["Node Type"].endswith("Seq Scan")}
    )
    return Answer(question, took_ms, pages, top["Actual Rows"], scanned)


def _nodes(plan: Mapping[str, Any]) -> Iterator[Mapping[str, Any]]:
    yield plan
    for part in plan.get("Plans", ()):
        yield from _nodes(part)
