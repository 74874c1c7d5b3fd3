"""Where the processor's time of a report goes in triage: `python -m tests.bench.triage [FILE.csv]`.

Reports of a simulated city, or the texts of the file (column `text`) as reports of Sorot with coordinates
and of the call centre without, in chunks of one channel as the worker takes them. Kafka and Postgres are
left out: reporters have their keys, and batches are packed and dropped.

`fetch` makes records of a broker's answer, `take` is all that follows. Its parts stand under it, each
measured alone on what it is given, chunk by chunk; what they leave of it are metrics, spans and the loop.
"""

import argparse
import asyncio
import csv
import gc
import json
from collections.abc import Callable, Coroutine, Iterator, Sequence
from pathlib import Path
from time import process_time
from typing import Any
from unittest.mock import patch

from schemas.catalog import load
from schemas.message import Message
from schemas.topics import reports
from streams.agents import seals, triage
from streams.agents.triage import Triage
from streams.core import understand
from streams.core.understand import Knowledge
from streams.metrics import Metrics
from streams.transport import Chunk
from streams.weights import load as load_weights
from tests.bench.figures import Figure, Figures, keep, show
from tests.bench.nowhere import Held, arrived, fetched, publish_nowhere
from tests.bench.simulated import said

CHUNK = 200
REPORTS = 4_000
ROUNDS = 5
HERE = {"lat": -6.2383, "lon": 106.9756}
WHOLE = "take"
STAGES = ("normalize", "digest", "mask", "classify_all", "said_in_all", "_place", "grade", "no_report")
"""Names in `streams.core.understand`."""

Job = Callable[[], object]


def main(file: str | None, number: int) -> None:
    catalog = load()
    messages = _texts(file, number) if file else list(said(catalog, number))
    batches = list(_batches(messages))
    agent = Triage(Knowledge.of(catalog, load_weights()), Held(), publish_nowhere, Metrics("triage"))
    jobs = dict(_jobs(agent, batches))
    gc.collect()
    gc.freeze()
    runs: dict[str, list[float]] = {name: [] for name in jobs}
    for _ in range(ROUNDS):
        for name, job in jobs.items():
            runs[name].append(1e6 * _seconds(job) / len(messages))
    rows = [Figure(name, tuple(values)) for name, values in runs.items()]
    title = f"triage: {len(messages):,} reports in chunks of {CHUNK}"
    found = Figures("triage", title, "µs of the processor a report", rows, ratio_to=WHOLE)
    show(found)
    keep(found)


def _jobs(agent: Triage, batches: Sequence[tuple[str, bytes]]) -> Iterator[tuple[str, Job]]:
    chunks = [_chunk(topic, content) for topic, content in batches]

    async def take() -> None:
        for chunk in chunks:
            await agent.take(chunk)

    yield "fetch", lambda: [fetched(topic, content) for topic, content in batches]
    yield WHOLE, lambda: asyncio.run(take())
    yield "· understand", _again(triage, "understand_all", take)
    for name in STAGES:
        yield f"· · {name.removeprefix('_').removesuffix('_all')}", _again(understand, name, take)
    yield "· seal", _again(seals, "seal", take)
    yield "· message", _again(triage, "sealed_record", take)
    yield "· publish", _again(agent, "_publish", take)


def _again(place: object, name: str, take: Callable[[], Coroutine[Any, Any, None]]) -> Job:
    """The calls that `take` makes of a function, without what lies between them."""
    stage, calls = getattr(place, name), []

    def spy(*args: Any, **named: Any) -> Any:
        calls.append((args, named))
        return stage(*args, **named)

    with patch.object(place, name, spy):
        asyncio.run(take())

    async def awaited() -> None:
        for args, named in calls:
            await stage(*args, **named)

    if asyncio.iscoroutinefunction(stage):
        return lambda: asyncio.run(awaited())
    return lambda: [stage(*args, **named) for args, named in calls]


def _chunk(topic: str, content: bytes) -> Chunk:
    return Chunk(topic, 0, 1, fetched(topic, content), CHUNK, lambda _: True)


def _batches(messages: Sequence[Message]) -> Iterator[tuple[str, bytes]]:
    for topic in dict.fromkeys(message.topic for message in messages):
        mine = [message for message in messages if message.topic == topic]
        for start in range(0, len(mine), CHUNK):
            yield topic, arrived(mine[start : start + CHUNK])


def _seconds(job: Job) -> float:
    began = process_time()
    job()
    return process_time() - began


def _texts(file: str, number: int) -> list[Message]:
    with Path(file).open(encoding="utf-8", newline="") as lines:
        texts = [row["text"][:10_000] for row in csv.DictReader(lines) if row["text"].strip()]
    return [
        Message(reports(channel), b"", json.dumps(_report(n, text) | place).encode(), ())
        for channel, place in (("sorot", HERE), ("callcenter", {}))
        for n, text in enumerate(texts[: number // 2])
    ]


def _report(n: int, text: str) -> dict[str, object]:
    return {"id": f"b{n}", "reported_at": "2026-11-24T08:30:00+07:00", "text": text}


if __name__ == "__main__":
    asked = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    asked.add_argument("file", nargs="?")
    asked.add_argument("--reports", type=int, default=REPORTS)
    given = asked.parse_args()
    main(given.file, given.reports)
