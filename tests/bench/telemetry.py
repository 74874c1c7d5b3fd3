"""What metrics and tracing cost: `python -m tests.bench.telemetry [--reports 4000] [--rounds 7]`.

Four workers of a kind stand beside each other, each with a broker and a database of its own: without
figures, with metrics that are scraped every second, with a hundredth of all reports traced besides, and with
all of them traced. In each round each drains the same reports, one worker after the other. A round's figures
are set against those without anything in the same round, since a machine that others use is not the same a
minute later; what is shown is the median of the rounds, between which quartiles it lies, and the least CPU of
all rounds, which others disturb least. CPU seconds are those of the whole process, the thread that sends
spans and the answers to scrapes included.

First triage does so with reports of the simulator, then resolve with what triage makes of them. With
SINERGI_TEST_BROKERS each worker has an Apache Kafka of its own.
"""

import argparse
import asyncio
import secrets
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import AsyncExitStack, contextmanager
from datetime import datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from statistics import median, quantiles
from threading import Thread
from typing import TypeAlias

from aiokafka import ConsumerRecord
from rich.console import Console
from rich.table import Table

from schemas.catalog import load
from schemas.classified import ClassifiedReport
from schemas.message import Message
from schemas.passage import Passage
from schemas.rejection import Origin
from schemas.topics import channel_of
from sinks.migrate import migrate
from sinks.postgres import connect
from streams.agents.moment import moment_of
from streams.agents.spans import TriageSpans
from streams.core.tell import classified_record
from streams.core.understand import Knowledge, understand
from streams.stack.embedded import EmbeddedPostgres
from streams.tracing import OFF, Tracing
from streams.weights import load as load_weights
from tests.bench.processes import unwind_at_sigterm
from tests.bench.simulated import BEGINS, said
from tests.bench.telemetry_stage import Drain, Stage, Variant, stage
from tests.conftest import database_at

VARIANTS = (
    Variant("nothing", "nothing", metrics=False),
    Variant("metrics", "metrics"),
    Variant("metrics, 1 % traced", "sampled", sample=0.01),
    Variant("metrics, all traced", "traced", sample=1.0),
)
ROLES = ("triage", "resolve")
Drains: TypeAlias = dict[Variant, list[Drain]]


async def main(total: int, rounds: int) -> None:
    catalog = load()
    knowledge = Knowledge.of(catalog, load_weights())
    messages = list(said(catalog, total * (rounds + 1)))
    parts = [messages[start : start + total] for start in range(0, len(messages), total)]
    with (
        tempfile.TemporaryDirectory(prefix="sinergi-bench-") as folder,
        EmbeddedPostgres(Path(folder) / "pg") as server,
        _collector() as collector,
    ):
        template = f"template_{secrets.token_hex(4)}"
        async with database_at(server.url, template) as address:
            await _migrated(address)
            for role in ROLES:
                async with AsyncExitStack() as stack:
                    stages = [
                        await stack.enter_async_context(
                            stage(role, variant, Path(folder), server.url, template, collector)
                        )
                        for variant in VARIANTS
                    ]
                    _show(role, total, await _drained(stages, parts, knowledge))


async def _drained(
    stages: Sequence[Stage], parts: Sequence[Sequence[Message]], knowledge: Knowledge
) -> Drains:
    """All parts by all stages. The first part warms up."""
    drains: Drains = {one.variant: [] for one in stages}
    for one in stages:
        await one.ready()
    scraping = [asyncio.create_task(one.scrape()) for one in stages if one.variant.metrics]
    for number, part in enumerate(parts):
        # Each is first, and last, as often as the others.
        turn = number % len(stages)
        for one in (*stages[turn:], *stages[:turn]):
            messages = part if one.role == "triage" else _classified(part, knowledge, one.variant)
            drained = await one.drain(messages)
            if number:
                drains[one.variant].append(drained)
    for task in scraping:
        task.cancel()
    return drains


def _classified(messages: Sequence[Message], knowledge: Knowledge, variant: Variant) -> list[Message]:
    """What triage makes of them."""
    spans = TriageSpans(OFF if variant.sample is None else Tracing(variant.sample, lambda _: None))
    found = []
    for number, message in enumerate(messages):
        record = _record(message, number)
        origin = Origin(topic=message.topic, partition=0, offset=number)
        result = understand(message.value, channel_of(message.topic), origin, knowledge)
        assert isinstance(result, ClassifiedReport)
        passage = Passage(moment_of(record), result.channel, spans.passed_on(result, record))
        found.append(classified_record(result, passage))
    return found


def _record(message: Message, offset: int) -> ConsumerRecord:
    at_ms = int(datetime.now(BEGINS.tzinfo).timestamp() * 1_000)
    return ConsumerRecord(message.topic, 0, offset, at_ms, 0, message.key, message.value, 0, 0, 0, ())


async def _migrated(address: str) -> None:
    pool = await connect(address, wait_s=10, statement_timeout_s=60)
    await migrate(pool)
    await pool.close()


@contextmanager
def _collector() -> Iterator[str]:
    """Takes spans and throws them away."""

    class Sink(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_POST(self) -> None:
            self.rfile.read(int(self.headers["Content-Length"]))
            self.send_response(200)
            self.send_header("Content-Length", "0")
            self.end_headers()

        def log_message(self, *_: object) -> None:
            """Nothing."""

    with ThreadingHTTPServer(("127.0.0.1", 0), Sink) as server:
        Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}"
        server.shutdown()


def _show(role: str, total: int, drains: Drains) -> None:
    without = drains[VARIANTS[0]]
    table = Table(
        *("what is on", "reports/s", "fewer", "quartiles"),
        *("CPU µs", "more", "quartiles", "least µs", "more"),
        title=f"{role}: {len(without)} rounds of {total} reports, CPU a report",
    )
    least_us = 1e6 * min(one.cpu_s for one in without)
    for variant, drained in drains.items():
        cpu = [100 * (one.cpu_s / base.cpu_s - 1) for one, base in zip(drained, without, strict=True)]
        wall = [100 * (1 - base.wall_s / one.wall_s) for one, base in zip(drained, without, strict=True)]
        own_us = 1e6 * min(one.cpu_s for one in drained)
        table.add_row(
            variant.name,
            f"{1 / median(one.wall_s for one in drained):,.0f}",
            *_shares(wall),
            f"{1e6 * median(one.cpu_s for one in drained):.0f}",
            *_shares(cpu),
            f"{own_us:.0f}",
            f"{100 * (own_us / least_us - 1):+.1f} %",
        )
    Console(width=120).print(table)


def _shares(percent: Sequence[float]) -> tuple[str, str]:
    low, _, high = quantiles(percent, n=4)
    return f"{median(percent):+.1f} %", f"{low:+.1f} to {high:+.1f}"


if __name__ == "__main__":
    unwind_at_sigterm()
    asked = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    asked.add_argument("--reports", type=int, default=4_000, help="a round")
    asked.add_argument("--rounds", type=int, default=7, help="besides the one that warms up")
    given = asked.parse_args()
    asyncio.run(main(given.reports, given.rounds))
