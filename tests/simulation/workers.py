"""The product's workers as processes of the simulation, put together as in `streams.workers`."""

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from contextvars import copy_context
from dataclasses import dataclass
from functools import partial
from typing import Any, Protocol

from aiokafka import ConsumerRecord

from schemas.message import Message
from schemas.precedence import goes_first
from schemas.topics import ANNOUNCEMENTS, CLASSIFIED, REJECTED
from sinks.topics import publish
from streams.agents.aside import Aside
from streams.agents.careful import Careful, Take
from streams.agents.check import Check
from streams.agents.herald import Herald
from streams.agents.refuse import Refuse
from streams.agents.resolve import Resolve
from streams.agents.triage import Triage
from streams.duties import RESOLVE_GROUP, TRIAGE_GROUP
from streams.transport import Owner, chunks
from streams.transport.buffers import Urgent
from tests.simulation.agency import TOPIC as PROGRESS
from tests.simulation.broker import Broker
from tests.simulation.client import Client
from tests.simulation.consumer import Queue, SimulatedConsumer
from tests.simulation.cores import CATALOG, rules_of
from tests.simulation.database import Database
from tests.simulation.pool import ModelKeyring, ModelSuspects
from tests.simulation.process import PROCESS, Ended, Process
from tests.simulation.producer import Producer
from tests.simulation.remembered import KNOWLEDGE
from tests.simulation.store import ModelStore
from tests.simulation.world import World

REPORTS = tuple(f"reports.{channel}" for channel in sorted(CATALOG.channels))
TOGETHER = {**dict.fromkeys(REPORTS, "triage"), CLASSIFIED: "resolve"}
CHUNK_RECORDS = 3


class Silent:
    """Metrics that nobody reads."""

    def __getattr__(self, name: str) -> "Silent":
        setattr(self, name, self)  # Found sooner the next time.
        return self

    def __call__(self, *_args: object, **_named: object) -> "Silent":
        return self

    def __enter__(self) -> "Silent":
        return self

    def __exit__(self, *_error: object) -> None:
        pass


SILENT: Any = Silent()

Agents = Sequence[tuple[tuple[str, ...], Take]]


class MakeOwner(Protocol):
    """Where a worker reads on from; of the claims it holds."""

    def __call__(self, claims: Owner, broker: Broker) -> Owner: ...


@dataclass(frozen=True, slots=True)
class Parts:
    """What workers are made of; a mutant has one that is wrong."""

    triage: type[Triage] = Triage
    resolve: type[Resolve] = Resolve
    herald: type[Herald] = Herald
    database: type[Database] = Database
    consumer: type[SimulatedConsumer] = SimulatedConsumer
    suspects: type[ModelSuspects] = ModelSuspects
    owner: MakeOwner = lambda claims, broker: claims


@dataclass(slots=True)
class Worker:
    """One life of a worker."""

    process: Process
    client: Client
    consumer: SimulatedConsumer

    async def drain(self) -> None:
        """SIGTERM: finish what is in hand, commit, leave, end."""
        self.consumer.flow_wanted = False
        self.consumer.stop_flow()
        for queue in self.consumer.queues:
            queue.suspend()
        await self.consumer.wait_empty()
        self.client.group.leave(self.client.member, "SIGTERM")
        raise Ended("drained")


@dataclass(slots=True)
class Plant:
    """What workers are started with."""

    world: World
    broker: Broker
    database: Database
    parts: Parts
    core: str
    commit_every_s: float

    def start(self, kind: str, name: str) -> Worker:
        """A process of the kind "triage" or "resolve"."""
        group = self.broker.group(TRIAGE_GROUP if kind == "triage" else RESOLVE_GROUP)
        process = Process(name)
        context = copy_context()
        context.run(PROCESS.set, process)
        return context.run(self._start, kind, process, group)

    def _start(self, kind: str, process: Process, group: Any) -> Worker:
        agents, owner, urgent = self._triage() if kind == "triage" else self._resolve()
        topics = [topic for topics, _ in agents for topic in topics]
        client = Client(self.world, self.broker, group, process, topics, CHUNK_RECORDS)
        consumer = self.parts.consumer(client, owner, urgent, TOGETHER, partial(self._task, process))
        consumer.queues = tuple(Queue(consumer, topics) for topics, _ in agents)
        self.world.note("starts")
        for queue, (_, take) in zip(consumer.queues, agents, strict=True):
            self._task(process, partial(_agent, queue, take))
        self._task(process, partial(consumer.coordinate, group))
        self._task(process, consumer.fetch)
        self._task(process, partial(consumer.commit_now_and_then, self.commit_every_s))
        return Worker(process, client, consumer)

    def drain(self, worker: Worker) -> None:
        """Send it SIGTERM."""
        context = copy_context()
        context.run(PROCESS.set, worker.process)
        context.run(self._task, worker.process, worker.drain)

    def _triage(self) -> tuple[Agents, None, None]:
        send = self._publisher()
        triage = self.parts.triage(KNOWLEDGE, self._keyring(), send, SILENT)
        check = Check(CATALOG, send, SILENT)
        return [(REPORTS, triage.take), ((PROGRESS,), check.take)], None, None

    def _resolve(self) -> tuple[Agents, Owner, Urgent]:
        store: Any = ModelStore(self.world, self.database)
        send = self._publisher()
        resolve = self.parts.resolve(
            store,
            self._keyring(),
            rules_of(self.core),
            send,
            SILENT,
            partitions=self.broker.partitions[CLASSIFIED],
        )
        refuse = Refuse(resolve.claims, SILENT)
        herald = self.parts.herald(store, resolve.claims, send, SILENT, channels=CATALOG.channels)
        suspects = self.parts.suspects(self.world, self.database)
        aside = Aside(
            *(store, self._keyring(), suspects, resolve.claims), publish=send, metrics=SILENT, catalog=CATALOG
        )

        def careful(take: Take) -> Take:
            return Careful(take, aside.take, suspects).take

        agents = [
            ((CLASSIFIED,), careful(resolve.take)),
            ((REJECTED,), careful(refuse.take)),
            ((ANNOUNCEMENTS,), careful(herald.take)),
        ]
        return agents, self.parts.owner(resolve.claims, self.broker), _urgent

    def _keyring(self) -> ModelKeyring:
        return ModelKeyring(self.world, self.database)

    def _publisher(self) -> Callable[[Sequence[Message]], Awaitable[None]]:
        producer: Any = Producer(self.world, self.broker)

        async def send(messages: Sequence[Message]) -> None:
            await publish(producer, messages)

        return send

    def _task(self, process: Process, work: Callable[[], Awaitable[None]]) -> None:
        self.world.loop.create_task(self._or_die(process, work))

    async def _or_die(self, process: Process, work: Callable[[], Awaitable[None]]) -> None:
        """As `streams.failfast.or_die`: any way out ends the process."""
        try:
            await work()
        except (Exception, Ended, asyncio.CancelledError) as error:
            self.world.kill(
                process,
                f"{type(error).__name__}: {error}" + (f" ({error.__cause__!r})" if error.__cause__ else ""),
            )


def _urgent(record: ConsumerRecord) -> bool:
    return goes_first(record.headers)


async def _agent(queue: Queue, take: Take) -> None:
    stream: Any = queue
    async for chunk in chunks(stream):
        await take(chunk)
