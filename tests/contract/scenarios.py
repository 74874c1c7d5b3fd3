"""Stories with worker processes. All begin at once, since most of their time is waiting for groups."""

import asyncio
import secrets
import signal
import time
from collections import defaultdict
from collections.abc import Awaitable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Self

from aiokafka import AIOKafkaConsumer, AIOKafkaProducer, TopicPartition

from sinks.topics import TopicSpec, ensure_topics
from streams.settings import KafkaSettings, Settings
from streams.settings.source import environment_of
from tests.contract.feed import feed
from tests.contract.process import Worker
from tests.e2e.servers import REAL_KAFKA
from tests.waiting import uncut, until

WITHIN_S = 60.0
RECORDS = 6
HANDOVER_PARTITIONS = 4
LONG_SESSION_S = 50.0


@dataclass(frozen=True, slots=True)
class Ended:
    """How a worker ended, and how long that took from the event that ended it."""

    code: int
    took_s: float
    log: str
    committed: int | None


@dataclass(frozen=True, slots=True)
class Step:
    """A line of a worker: it took or finished a chunk."""

    worker: str
    what: str
    topic: str
    partition: int
    first: int
    next_offset: int


@dataclass(frozen=True, slots=True)
class Handover:
    """What happened while workers came and went: in order of time, and what the log holds in the end."""

    steps: list[Step]
    owned: list[set[str]]
    ends: dict[tuple[str, int], int]


class Scenarios:
    """Runs the stories; awaiting an attribute gives its outcome."""

    def __init__(self, kafka: KafkaSettings, folder: Path) -> None:
        self._kafka = kafka
        self._folder = folder
        self._workers: list[Worker] = []
        self._tasks: list[asyncio.Task] = []

    async def __aenter__(self) -> Self:
        self.failing = self._tell(self._ending("raise"))
        self.returning = self._tell(self._ending("return"))
        self.deaf = self._tell(self._ending("deafen"))
        self.stopped = self._tell(self._stopped("1.0", rebalance_timeout_s=10))
        self.stuck = self._tell(self._stopped("3600", rebalance_timeout_s=3))
        self.outside = self._tell(self._ending("finish", claim=str(RECORDS + 1)))
        self.unclaimed = self._tell(self._ending("finish", claim="fail"))
        self.handover = self._tell(self._handover())
        if REAL_KAFKA:
            self.parting = self._tell(self._parting())
        return self

    async def __aexit__(self, *_: object) -> None:
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)
        await asyncio.gather(*(worker.kill() for worker in self._workers))

    def _tell(self, story: Awaitable) -> asyncio.Task:
        async def within() -> object:
            async with asyncio.timeout(WITHIN_S):
                return await story

        self._tasks.append(asyncio.create_task(within()))
        return self._tasks[-1]

    async def _ending(self, action: str, *, claim: str = "none") -> Ended:
        """A worker that ends by itself at its first chunk, or before."""
        topic = await uncut(self._topic())
        worker = await self._worker(topic, topic, action, claim)
        if claim == "none":
            await worker.said("took")
        began = time.monotonic()
        code = await worker.ended()
        took_s = time.monotonic() - began
        return Ended(code, took_s, worker.log, await uncut(self._committed(topic)))

    async def _stopped(self, action: str, *, rebalance_timeout_s: float) -> Ended:
        """A worker that gets SIGTERM with a chunk in hand."""
        topic = await uncut(self._topic())
        worker = await self._worker(topic, topic, action, "none", rebalance_timeout_s=rebalance_timeout_s)
        await worker.said("took")
        worker.send(signal.SIGTERM)
        began = time.monotonic()
        code = await worker.ended()
        took_s = time.monotonic() - began
        return Ended(code, took_s, worker.log, await uncut(self._committed(topic)))

    async def _handover(self) -> Handover:
        """Records keep coming; one worker joins the other, then the first is killed."""
        group = f"contract-{secrets.token_hex(6)}"
        topics = [f"{group}-a", f"{group}-b"]
        await uncut(ensure_topics(self._kafka, [TopicSpec(topic, HANDOVER_PARTITIONS) for topic in topics]))
        steps: list[Step] = []
        owned: dict[str, list[set[str]]] = defaultdict(list)

        async def join(name: str) -> Worker:
            return await self._worker(
                *(group, ",".join(topics), "0.01", "none"),
                name=name,
                steps=steps,
                owned=owned,
                session_timeout_s=6,
            )

        total = len(topics) * HANDOVER_PARTITIONS
        async with feed(self._kafka, topics, HANDOVER_PARTITIONS) as ends:
            first = await join("first")
            await first.said("finished")
            second = await join("second")
            await until(lambda: _share(owned, total, "first", "second"), "halves", WITHIN_S)
            await first.kill()
            await until(lambda: _share(owned, total, "second"), "the second to own all", WITHIN_S)
        await until(lambda: _finished(steps) == ends, "all to be finished", WITHIN_S)
        second.send(signal.SIGTERM)
        await second.ended()
        return Handover(steps, [one for lists in owned.values() for one in lists], ends)

    async def _parting(self) -> float:
        """Two workers under names that stay, and one is stopped: seconds until the other has all."""
        group = f"contract-{secrets.token_hex(6)}"
        await uncut(ensure_topics(self._kafka, [TopicSpec(group, HANDOVER_PARTITIONS)]))
        owned: dict[str, list[set[str]]] = defaultdict(list)
        told = {"owned": owned, "session_timeout_s": LONG_SESSION_S}
        async with feed(self._kafka, [group], HANDOVER_PARTITIONS):
            first, _ = [
                await self._worker(group, group, "finish", "none", name=name, instance=name, **told)
                for name in ("first", "second")
            ]
            await until(lambda: _share(owned, HANDOVER_PARTITIONS, "first", "second"), "halves", WITHIN_S)
            began = time.monotonic()
            first.send(signal.SIGTERM)
            await until(
                lambda: _share(owned, HANDOVER_PARTITIONS, "second"), "the second to own all", WITHIN_S
            )
            return time.monotonic() - began

    async def _worker(
        self,
        group: str,
        topics: str,
        action: str,
        claim: str,
        *,
        name: str = "worker",
        steps: list[Step] | None = None,
        owned: dict[str, list[set[str]]] | None = None,
        **kafka: object,
    ) -> Worker:
        def on_line(line: str) -> None:
            what, *rest = line.split()
            if what == "owns" and owned is not None:
                owned[name].append(set(rest))
            elif what in ("took", "finished") and steps is not None:
                topic, *numbers = rest
                steps.append(Step(name, what, topic, *map(int, numbers)))

        settings = Settings(
            kafka=self._kafka.model_copy(update=kafka),
            folder=self._folder / secrets.token_hex(4),
        )
        worker = Worker(name, on_line)
        self._workers.append(worker)
        await uncut(worker.start(environment_of(settings), group, topics, action, claim))
        return worker

    async def _topic(self) -> str:
        """A topic with one partition and some records."""
        topic = f"contract-{secrets.token_hex(6)}"
        await ensure_topics(self._kafka, [TopicSpec(topic, 1)])
        async with AIOKafkaProducer(bootstrap_servers=list(self._kafka.brokers)) as producer:
            for _ in range(RECORDS):
                await producer.send_and_wait(topic, b"x", partition=0)
        return topic

    async def _committed(self, topic: str) -> int | None:
        async with AIOKafkaConsumer(
            bootstrap_servers=list(self._kafka.brokers), group_id=topic, enable_auto_commit=False
        ) as consumer:
            return await consumer.committed(TopicPartition(topic, 0))


def _finished(steps: list[Step]) -> dict[tuple[str, int], int]:
    reached: dict[tuple[str, int], int] = {}
    for step in steps:
        if step.what == "finished":
            key = (step.topic, step.partition)
            reached[key] = max(reached.get(key, 0), step.next_offset)
    return reached


def _share(owned: Mapping[str, Sequence[set[str]]], total: int, *names: str) -> bool:
    """Whether each of these owns, as it said last, an equal share of all."""
    shares = [len(owned[name][-1]) for name in names if owned[name]]
    return shares == [total // len(names)] * len(names)
