"""Kafka as far as it matters here: logs that only grow, committed offsets, and consumer groups."""

from collections import defaultdict
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from aiokafka import ConsumerRecord
from aiokafka.errors import CommitFailedError
from faust.types import TP

from schemas.passage import Headers
from sinks.topics import partition_of
from tests.simulation.world import World, settle

if TYPE_CHECKING:
    import asyncio

    from tests.simulation.client import Client

REBALANCE_S, HEARTBEAT_S = 2.0, 0.2
FIRST_MS = 1_795_500_000_000
"""The broker's clock at the start of a schedule, in milliseconds since the epoch."""


@dataclass(slots=True)
class Broker:
    """All partitions. Topics that nobody made do not exist."""

    world: World
    partitions: Mapping[str, int]
    logs: dict[TP, list[ConsumerRecord]] = field(init=False)
    groups: dict[str, "Group"] = field(default_factory=dict)
    on_append: list[Callable[[ConsumerRecord], None]] = field(default_factory=list)
    watching: dict[TP, set["Client"]] = field(default_factory=lambda: defaultdict(set))

    def __post_init__(self) -> None:
        self.logs = {TP(topic, n): [] for topic, count in self.partitions.items() for n in range(count)}

    def of(self, topic: str) -> list[TP]:
        """The partitions of a topic."""
        return [TP(topic, n) for n in range(self.partitions[topic])]

    def append(self, tp: TP, key: bytes | None, value: bytes | None, headers: Headers, at_ms: int) -> None:
        """One more record; who reads the partition learns of it a little later."""
        log = self.logs[tp]
        record = ConsumerRecord(*tp, len(log), at_ms, 0, key, value, None, 0, 0, tuple(headers))
        log.append(record)
        for client in sorted(self.watching.get(tp, ()), key=lambda client: client.member):
            client.await_arrival()
        for act in self.on_append:
            act(record)

    def publish(self, topic: str, key: bytes, value: bytes | None, at_ms: int, headers: Headers = ()) -> None:
        """As an adapter or an agency publishes."""
        self.append(TP(topic, partition_of(key, self.partitions[topic])), key, value, headers, at_ms)

    def now_ms(self) -> int:
        """The broker's clock."""
        return FIRST_MS + int(self.world.loop.now * 1000)

    def group(self, name: str) -> "Group":
        """A consumer group; there is one as soon as somebody asks."""
        if name not in self.groups:
            self.groups[name] = Group(self, name)
        return self.groups[name]


@dataclass(slots=True)
class Group:
    """The classic protocol, eager: at a rebalance all give all up."""

    broker: Broker
    name: str
    generation: int = 0
    committed: dict[TP, int] = field(default_factory=dict)
    members: dict[str, "Client"] = field(default_factory=dict)
    _joined: dict[str, "asyncio.Future[tuple[int, frozenset[TP]]]"] = field(default_factory=dict)
    _preparing: int = 0

    def join(self, client: "Client", answer: "asyncio.Future[tuple[int, frozenset[TP]]]") -> None:
        """A member is ready for the next generation; the answer comes when all are."""
        if client.member not in self.members:
            self.members[client.member] = client
            self._rebalance()
        elif not self._preparing:
            self._rebalance()
        self._joined[client.member] = answer
        self._complete_if_all()

    def leave(self, member: str, why: str) -> None:
        """A member is gone, or taken for gone."""
        if self.members.pop(member, None):
            self.broker.world.note("out of the group", self.name, member, why)
            self._joined.pop(member, None)
            self._rebalance()
            self._complete_if_all()

    def is_member(self, client: "Client") -> bool:
        """Whether it is, and knows the present generation."""
        return client.member in self.members and client.generation == self.generation

    def commit(self, client: "Client", offsets: Mapping[TP, int]) -> None:
        """Raises `CommitFailedError` for who is none of this generation."""
        if not self.is_member(client):
            raise CommitFailedError("the group has already rebalanced")
        self.broker.world.moved = True
        self.broker.world.note("committed", self.name, _shown(offsets))
        self.committed.update(offsets)

    def _rebalance(self) -> None:
        if self._preparing:
            return
        world = self.broker.world
        self._preparing = self.generation + 1
        world.note("rebalance", self.name, *sorted(self.members))
        for client in self.members.values():
            world.loop.at(
                world.loop.now + world.random.random() * HEARTBEAT_S, client.rebalance, self._preparing
            )
        world.loop.at(world.loop.now + REBALANCE_S, self._evict, self._preparing)

    def _evict(self, preparing: int) -> None:
        if self._preparing == preparing:
            for member in [member for member in self.members if member not in self._joined]:
                self.leave(member, "did not join in time")
            self._complete_if_all()

    def _complete_if_all(self) -> None:
        if not self._preparing or self._joined.keys() != self.members.keys():
            return
        world = self.broker.world
        self.generation, self._preparing = self._preparing, 0
        joined, self._joined = self._joined, {}
        names = sorted(joined)
        world.random.shuffle(names)
        topics = sorted({topic for client in self.members.values() for topic in client.topics})
        owned: dict[str, set[TP]] = {name: set() for name in names}
        for number, tp in enumerate(tp for topic in topics for tp in self.broker.of(topic)):
            owned[names[number % len(names)]].add(tp)
        for name in sorted(joined):
            world.note("assigned", self.name, self.generation, name, sorted(map(tuple, owned[name])))
            grant = (self.generation, frozenset(owned[name]))
            world.loop.at(world.loop.now + world.latency_s(), settle, joined[name], grant, None)


def _shown(offsets: Mapping[TP, int]) -> str:
    return ", ".join(f"{tp.topic}/{tp.partition}: {offset}" for tp, offset in sorted(offsets.items()))
