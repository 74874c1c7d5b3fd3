"""What a report costs resolve, by step: `python -m tests.bench.record [--reports 4000] [--rounds 5]`.

`Resolve.take` in this process, with a Postgres of its own and with the embedded broker (with
SINERGI_TEST_BROKERS set, an Apache Kafka), takes in the reports of a simulated city as triage seals them.
Seconds are those of the processor; of steps within each other the inner one's are not the outer one's. A
wrapped step costs about a microsecond more than it does in the product. What the consumer does before a
chunk is there is not in it.
"""

import argparse
import asyncio
import inspect
import tempfile
from collections import defaultdict
from collections.abc import Awaitable, Callable, Iterator, Sequence
from contextlib import AsyncExitStack
from pathlib import Path
from time import process_time
from typing import Any

import psutil
from aiokafka import ConsumerRecord
from faust.types import TP
from rich.console import Console

from schemas.catalog import load
from schemas.catalog.models import Catalog
from schemas.classified import ClassifiedReport
from schemas.message import Message
from schemas.passage import Passage
from schemas.rejection import Origin
from schemas.topics import CLASSIFIED, channel_of
from sinks.keyring import Keyring
from sinks.postgres import Batch, Pool, Store, connect
from sinks.topics import partition_of, publish
from streams.agents import desk, resolve, seals
from streams.agents.moment import moment_of
from streams.agents.resolve import Resolve
from streams.connections import producer
from streams.core.rules import Rules
from streams.core.tell import sealed_record
from streams.core.understand import Knowledge, understand
from streams.metrics import Metrics
from streams.settings import PostgresSettings, Settings
from streams.stack import prepare
from streams.stack.embedded import EmbeddedPostgres
from streams.transport import Chunk
from streams.weights import load as load_weights
from streams.weights import load_duplicates
from tests.bench.figures import Figure, Figures, keep, show
from tests.bench.processes import unwind_at_sigterm
from tests.bench.simulated import said
from tests.e2e.servers import broker

AT_MS = 1_795_000_000_000
CORE = ("core: read", "core: fold", "core: messages")
STEPS: Sequence[tuple[Any, str, str]] = (
    (seals, "closed", "core: read"),
    (seals, "read_classified", "core: read"),
    (desk, "fold", "core: fold"),
    (desk, "_outgoing", "core: messages"),
    (seals, "opened", "unseal"),
    (Keyring, "by_id", "keys"),
    (Batch, "digests", "what is known of the ids"),
    (Batch, "moved", "what is known of the ids"),
    (Batch, "record", "reports, links, incidents"),
    (Batch, "record_storms", "storms"),
    (Batch, "send_later", "outbox"),
    (Store, "sent", "outbox"),
    (resolve, "_log", "figures and logs"),
    (Resolve, "_count", "figures and logs"),
    (Metrics, "sent", "figures and logs"),
)
REST = "transaction and the rest"
ALL = "all of it"


class Watch:
    """Seconds of the processor by step."""

    def __init__(self) -> None:
        self.spent: defaultdict[str, float] = defaultdict(float)
        self._steps = [REST]
        self._since = process_time()

    def wrap(self, step: str, work: Callable[..., Any]) -> Callable[..., Any]:
        """The same, measured."""

        async def awaited(*args: Any, **options: Any) -> Any:
            self._enter(step)
            try:
                return await work(*args, **options)
            finally:
                self._leave()

        def called(*args: Any, **options: Any) -> Any:
            self._enter(step)
            try:
                return work(*args, **options)
            finally:
                self._leave()

        return awaited if inspect.iscoroutinefunction(work) else called

    def take(self) -> dict[str, float]:
        """What was spent since the last call."""
        self._lap()
        spent, self.spent = self.spent, defaultdict(float)
        return dict(spent)

    def _enter(self, step: str) -> None:
        self._lap()
        self._steps.append(step)

    def _leave(self) -> None:
        self._lap()
        self._steps.pop()

    def _lap(self) -> None:
        now = process_time()
        self.spent[self._steps[-1]] += now - self._since
        self._since = now


async def main(total: int, rounds: int, most: int) -> None:
    """The first part of the reports warms up."""
    catalog, watch = load(), Watch()
    for owner, name, step in STEPS:
        setattr(owner, name, watch.wrap(step, getattr(owner, name)))
    async with AsyncExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="sinergi-bench-")))
        server = stack.enter_context(EmbeddedPostgres(folder / "pg"))
        kafka = stack.enter_context(broker(folder)).settings()
        settings = Settings(kafka=kafka, postgres=PostgresSettings(url=server.url), folder=folder)
        await prepare(settings)
        pool = await connect(server.url, wait_s=10, statement_timeout_s=60)
        stack.push_async_callback(pool.close)
        sending = await stack.enter_async_context(producer(settings.kafka))

        async def send(messages: Sequence[Message]) -> None:
            await publish(sending, messages)

        partitions = settings.kafka.partitions
        agent = await _agent(catalog, pool, watch.wrap("publish", send), partitions)
        runs: defaultdict[str, list[float]] = defaultdict(list)
        chunks = _chunks(await _sealed(catalog, pool, send, total * (rounds + 1)), partitions, most, total)
        for number, part in enumerate(chunks):
            before = _server_s(folder)
            watch.take()
            for chunk in part:
                await agent.take(chunk)
            spent = watch.take() | {"Postgres": _server_s(folder) - before}
            if number:
                for step in {*(step for _, _, step in STEPS), "publish", REST, "Postgres"}:
                    runs[step].append(1e6 * spent.get(step, 0.0) / total)
        _tell(runs, total, most)


async def _agent(
    catalog: Catalog, pool: Pool, send: Callable[[Sequence[Message]], Awaitable[None]], partitions: int
) -> Resolve:
    """With all partitions in hand."""
    rules = Rules.of(catalog, load_duplicates())
    agent = Resolve(
        Store(pool, "bench"), Keyring(pool), rules, send, Metrics("resolve"), partitions=partitions
    )
    await agent.claims.claim(frozenset(TP(CLASSIFIED, number) for number in range(partitions)))
    return agent


async def _sealed(
    catalog: Catalog, pool: Pool, send: Callable[[Sequence[Message]], Awaitable[None]], number: int
) -> list[Message]:
    """What triage makes of the reports of a city."""
    knowledge, found = Knowledge.of(catalog, load_weights()), []
    for offset, message in enumerate(said(catalog, number)):
        origin = Origin(topic=message.topic, partition=0, offset=offset)
        report = understand(message.value, channel_of(message.topic), origin, knowledge)
        assert isinstance(report, ClassifiedReport)
        found.append(report)
    reports = await seals.sealed(found, Keyring(pool), send)
    arrived = moment_of(ConsumerRecord("", 0, 0, AT_MS, 0, None, None, None, 0, 0, ()))
    return [sealed_record(report, Passage(arrived, report.bare.channel)) for report in reports]


def _chunks(log: Sequence[Message], partitions: int, most: int, total: int) -> Iterator[list[Chunk]]:
    """The log in parts of `total` reports, each as chunks of one partition."""
    offsets: defaultdict[int, int] = defaultdict(int)
    for start in range(0, len(log), total):
        lying: defaultdict[int, list[ConsumerRecord]] = defaultdict(list)
        for message in log[start : start + total]:
            at = partition_of(message.key, partitions)
            lying[at].append(_record(message, at, offsets[at]))
            offsets[at] += 1
        cut = (
            records[begin : begin + most]
            for records in lying.values()
            for begin in range(0, len(records), most)
        )
        yield [Chunk(CLASSIFIED, one[0].partition, 1, one, one[-1].offset + 1, lambda _: True) for one in cut]


def _record(message: Message, partition: int, offset: int) -> ConsumerRecord:
    return ConsumerRecord(
        *(CLASSIFIED, partition, offset, AT_MS, 0, message.key, message.value, None, 0, 0, message.headers)
    )


def _server_s(folder: Path) -> float:
    """Seconds of the processor of the Postgres that lies in the folder."""
    [server] = [
        one
        for one in psutil.process_iter(["cmdline"])
        if any(str(folder / "pg") in word for word in one.info["cmdline"] or [])
        and one.info["cmdline"][0].endswith("postgres")
    ]
    times = [one.cpu_times() for one in (server, *server.children(recursive=True))]
    return sum(one.user + one.system for one in times)


def _tell(runs: dict[str, list[float]], total: int, most: int) -> None:
    ours = {step: spent for step, spent in runs.items() if step != "Postgres"}
    rounds = range(len(runs["Postgres"]))
    sums = {
        ALL: [sum(spent[n] for spent in ours.values()) for n in rounds],
        "the core": [sum(ours[step][n] for step in CORE) for n in rounds],
        "the shell around it": [sum(ours[s][n] for s in ours if s not in CORE) for n in rounds],
    }
    in_order = sorted(ours, key=lambda step: -sum(ours[step]))
    rows = [*sums.items(), *((step, ours[step]) for step in in_order), ("Postgres", runs["Postgres"])]
    figures = Figures(
        "record",
        f"resolve, {total:,} reports a round in chunks of at most {most}",
        "µs of the processor a report",
        [Figure(name, tuple(values)) for name, values in rows],
        ratio_to=ALL,
    )
    show(figures, Console(width=110))
    keep(figures)


if __name__ == "__main__":
    unwind_at_sigterm()
    asked = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    asked.add_argument("--reports", type=int, default=4_000, help="a round")
    asked.add_argument("--rounds", type=int, default=5, help="besides the one that warms up")
    asked.add_argument("--chunk", type=int, default=200, help="at most so many reports a transaction")
    given = asked.parse_args()
    asyncio.run(main(given.reports, given.rounds, given.chunk))
