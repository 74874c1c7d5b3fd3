"""A stage, once: by a peer's process, which is watched until all is done, or by the core alone."""

import asyncio
import json
import secrets
import time
from collections.abc import Sequence
from dataclasses import dataclass, replace

from aiokafka import ConsumerRecord

from schemas.message import Message
from sinks.topics import publish
from tests.bench.engine.environments import Peer
from tests.bench.engine.process import Failed, started
from tests.bench.same_core.outcome import Outcome, Watch, watching
from tests.bench.same_core.place import Place, outputs
from tests.bench.same_core.stage import BEGAN, Stage
from tests.bench.same_core.task import Task
from tests.bench.same_core.work import work_of

BATCH = 2_000
GATHER_S = 0.1
DRAINED_S = 300.0
_POLL_S = 0.05


@dataclass(frozen=True, slots=True)
class Source:
    """What lies in Kafka for a stage, and what it comes to."""

    stage: str
    topics: list[str]
    records: Sequence[ConsumerRecord]
    wanted: Outcome

    def __len__(self) -> int:
        return len(self.records)


@dataclass(frozen=True, slots=True)
class Drained:
    """From the moment when the first batch is in hand: neither starting nor joining a group is in it.

    `cpu_us` is that of the peer's process, without Kafka's and Postgres'.
    """

    per_s: float
    cpu_us: float

    def __str__(self) -> str:
        return f"{self.per_s:9,.0f} reports/s, {self.cpu_us:7.1f} µs of CPU each"


async def drain(peer: Peer, place: Place, source: Source) -> Drained:
    """Raises `Failed` if the peer comes to anything else than it should."""
    token = secrets.token_hex(4)
    folder = place.folder / f"{peer.module}-{token}"
    folder.mkdir()
    async with place.database() as url, watching(place, outputs(source.stage), url) as watch:
        task = replace(_task(place, source.stage, source.topics, url), folder=str(folder), group=token)
        async with started(peer, task) as run:
            deadline = time.perf_counter() + DRAINED_S
            while (done := await _done(watch, source)) < len(source):
                run.check()
                if time.perf_counter() > deadline:
                    raise Failed(f"{done:,} of {len(source):,} in {DRAINED_S:.0f} s")
                await asyncio.sleep(_POLL_S)
            ended_s, cpu_s = time.perf_counter(), run.whole_cpu_s()
        if faults := (await watch.outcome()).other_than(source.wanted):
            raise Failed("; ".join(faults))
    began_s, before_s = json.loads((folder / BEGAN).read_text())
    return Drained(len(source) / (ended_s - began_s), 1e6 * (cpu_s - before_s) / len(source))


async def alone(
    place: Place, stage: str, topics: list[str], records: Sequence[ConsumerRecord]
) -> tuple[list[Message], Outcome]:
    """What the stage comes to by itself, with no engine around it."""
    messages: list[Message] = []

    async def send(found: Sequence[Message]) -> None:
        messages.extend(found)
        await publish(place.producer, found)

    async with place.database() as url, watching(place, outputs(stage), url) as watch:
        work = await Stage(_task(place, stage, topics, url)).connected()
        for start in range(0, len(records), BATCH):
            await work.take(records[start : start + BATCH], send)
        outcome = await watch.outcome()
        await work.close()
    return messages, outcome


def bare(source: Source) -> Drained:
    """The work on records in memory, from bytes to messages and rows, and nothing around it."""
    work = work_of(source.stage)
    began, cpu_s = time.perf_counter(), time.process_time()
    for start in range(0, len(source), BATCH):
        work.decide(work.read(source.records[start : start + BATCH]), {})
    spent_s, took_s = time.process_time() - cpu_s, time.perf_counter() - began
    return Drained(len(source) / took_s, 1e6 * spent_s / len(source))


async def _done(watch: Watch, source: Source) -> int:
    """How many records; the last only once all messages were sent."""
    if source.stage == "triage":
        return await watch.sent()
    taken, unsent = await watch.taken()
    return taken if taken < len(source) or not unsent else len(source) - 1


def _task(place: Place, stage: str, topics: list[str], url: str) -> Task:
    return Task(
        stage=stage,
        brokers=",".join(place.kafka.brokers),
        kafka=place.kafka.model_dump(mode="json") | {"chunk_records": BATCH},
        postgres=url,
        reads=topics,
        group="",
        folder="",
        batch=BATCH,
        gather_s=GATHER_S,
    )
