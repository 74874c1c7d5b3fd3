"""One seed, one schedule: workers at work while things go wrong, then peace until all is done."""

import gc
from collections.abc import Sequence
from dataclasses import dataclass

from faust.types import TP

from schemas.topics import ANNOUNCEMENTS, CLASSIFIED, REJECTED, REPORTER_KEYS
from streams.duties import RESOLVE_GROUP, TRIAGE_GROUP
from tests.simulation.agency import TOPIC as PROGRESS
from tests.simulation.agency import Agency
from tests.simulation.broker import HEARTBEAT_S, Broker
from tests.simulation.client import Client
from tests.simulation.cores import CATALOG
from tests.simulation.invariants import violations_of
from tests.simulation.loop import Stuck
from tests.simulation.process import Process
from tests.simulation.town import TOWNS, Published, town
from tests.simulation.workers import REPORTS, Parts, Plant, Worker
from tests.simulation.world import ANY, SESSION_S, Trouble, World

CHAOS_S = 3.0
HEALED_WITHIN_S = 60.0
"""Of virtual time: what is not done by then is stuck."""
COMMIT_EVERY_S = (0.1, 1.0)
"""The product commits each second; the other finds sooner what is committed too early."""

PARTITIONS = {
    **dict.fromkeys(REPORTS, 1),
    "reports.sorot": 2,
    PROGRESS: 1,
    CLASSIFIED: 2,
    REJECTED: 1,
    ANNOUNCEMENTS: 1,
    REPORTER_KEYS: 1,
    **{f"dispatches.{agency}": 1 for agency in CATALOG.agencies},
    **{f"feedback.{channel}": 1 for channel in CATALOG.channels},
}


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of a schedule. Nothing was wrong if there are no violations."""

    seed: int
    violations: Sequence[str]
    strikes: int
    trace: Sequence[tuple[float, str, tuple[object, ...]]]

    def lines(self) -> list[str]:
        """The trace to read: virtual seconds, process, what happened."""
        return [f"{at:9.4f}  {who:<12} {' '.join(map(str, what))}" for at, who, what in self.trace]


def run(seed: int, parts: Parts | None = None, core: str = "cheap", trouble: Trouble = ANY) -> Outcome:
    """A schedule from its beginning to its end, within `cores.in_place(core)`."""
    schedule = Schedule(seed, parts or Parts(), core, trouble)
    schedule.run()
    world = schedule.world
    del schedule
    gc.collect(0)  # What is young is still near; later it costs four times as much.
    return Outcome(seed, world.violations, world.struck, world.trace)


class Schedule:
    """The actors of one schedule."""

    def __init__(self, seed: int, parts: Parts, core: str, trouble: Trouble = ANY) -> None:
        self.world = world = World(seed, trouble=trouble)
        self.broker = Broker(world, PARTITIONS)
        self.database = parts.database(world)
        commit_every_s = world.random.choice(COMMIT_EVERY_S)
        self.plant = Plant(world, self.broker, self.database, parts, core, commit_every_s)
        self.town = town(world.random.randrange(TOWNS), poisonous=world.random.random() < trouble.poisoned)
        self.workers: dict[str, Worker] = {}
        self._lives: dict[str, int] = {}
        self._coming = 0
        self._open = True
        world.on_end, world.on_stop, world.on_resume = self._restart, self._stopped, self._resumed
        self.broker.on_append.append(Agency(world, self._publish_at).hear)

    def run(self) -> None:
        """Trouble first, then peace."""
        world, random = self.world, self.world.random
        world.strikes_left = random.randint(1, world.trouble.most)
        world.strike_odds = random.choice(world.trouble.odds)
        self._publish_all()
        for kind, count in (("triage", 1), ("resolve", random.randint(1, 2))):
            for number in range(count):
                world.loop.at(random.random() * 0.5, self._start, kind, f"{kind}-{number}")
        self._plan_the_rest()
        try:
            world.loop.run_until(self._is_done, CHAOS_S)
            self.world.moved = True
            self._heal()
            if not world.loop.run_until(self._is_done, CHAOS_S + HEALED_WITHIN_S):
                world.violate(f"not done after {HEALED_WITHIN_S:.0f} s: {self._left()}")
        except Stuck as stuck:
            world.violate(f"{stuck}: {self._left()}")
        self._end()
        for fault in world.loop.faults:
            world.violate(f"asyncio: {fault}")
        for found in violations_of(self):
            world.violate(found)

    def _publish_all(self) -> None:
        random, at = self.world.random, 0.0
        for record in self.town:
            at += random.choice((0.0, 0.0, 0.1, 0.5)) * random.random()
            self._publish_at(at, record)

    def _publish_at(self, at: float, record: Published) -> None:
        self._coming += 1
        self.world.loop.at(at, self._publish, record)

    def _publish(self, record: Published) -> None:
        self._coming -= 1
        self.broker.publish(record.topic, record.key, record.value, record.at_ms)

    def _plan_the_rest(self) -> None:
        """Kills and stops at moments that no request marks, a drain, and one worker more."""
        random, loop = self.world.random, self.world.loop
        for act in random.sample(
            (self._kill_one, self._stop_one, self._drain_one, self._add_one), random.randint(0, 2)
        ):
            loop.at(random.random() * CHAOS_S / 3, act)

    def _start(self, kind: str, name: str) -> None:
        if name in self.workers:
            return
        self._lives[name] = self._lives.get(name, 0) + 1
        self.workers[name] = self.plant.start(kind, f"{name}.{self._lives[name]}")

    def _restart(self, process: Process) -> None:
        """The supervisor starts the worker again; the group learns of the death after the session."""
        name, worker = process.name.rpartition(".")[0], self._worker_of(process)
        if worker is None:
            return
        del self.workers[name]
        worker.client.close()
        loop, random = self.world.loop, self.world.random
        loop.at(loop.now + SESSION_S, worker.client.group.leave, process.name, "session")
        if self._open:
            loop.at(loop.now + random.random(), self._start, name.partition("-")[0], name)

    def _stopped(self, process: Process) -> None:
        self.world.loop.at(self.world.loop.now + SESSION_S, self._forget, process, process.stops)

    def _forget(self, process: Process, stops: int) -> None:
        worker = self._worker_of(process)
        if worker and process.stopped and process.stops == stops:
            worker.client.group.leave(process.name, "session")

    def _resumed(self, process: Process) -> None:
        """Its next heartbeat tells a zombie what it is."""
        loop, worker = self.world.loop, self._worker_of(process)
        if worker:
            loop.at(loop.now + HEARTBEAT_S, self._heartbeat, worker.client)

    def _heartbeat(self, client: Client) -> None:
        if not client.group.is_member(client):
            client.rebalance(client.generation + 1)

    def _worker_of(self, process: Process) -> Worker | None:
        worker = self.workers.get(process.name.rpartition(".")[0])
        return worker if worker and worker.process is process else None

    def _alive(self) -> list[Worker]:
        return [self.workers[name] for name in sorted(self.workers)]

    def _kill_one(self) -> None:
        if alive := self._alive():
            self.world.kill(self.world.random.choice(alive).process, "SIGKILL")

    def _stop_one(self) -> None:
        if alive := self._alive():
            self.world.stop(self.world.random.choice(alive).process)

    def _drain_one(self) -> None:
        if alive := self._alive():
            self.plant.drain(self.world.random.choice(alive))

    def _add_one(self) -> None:
        self._start("resolve", "resolve-9")

    def _heal(self) -> None:
        self.world.note("peace")
        self.world.strikes_left = 0
        for worker in self._alive():
            self.world.resume(worker.process)
        self._start("triage", "triage-0")
        self._start("resolve", "resolve-0")

    def _end(self) -> None:
        self._open = False
        for worker in self._alive():
            self.world.kill(worker.process, "the end")
            worker.process.end()
        self.world.loop.close()

    def _is_done(self) -> bool:
        if self._coming or not self.world.moved:
            return False
        self.world.moved = False
        return not self._left() and not any(self.database.tables.outbox.values())

    def _left(self) -> dict[TP, int]:
        """Records that nobody has finished, by partition."""
        left = {}
        for group, topics in (
            (TRIAGE_GROUP, (*REPORTS, PROGRESS)),
            (RESOLVE_GROUP, (CLASSIFIED, REJECTED, ANNOUNCEMENTS)),
        ):
            committed = self.broker.group(group).committed
            for tp in (tp for topic in topics for tp in self.broker.of(topic)):
                end = len(self.broker.logs[tp])
                row = self.database.tables.consumed.get(tp)
                done = committed.get(tp, 0) if group == TRIAGE_GROUP else (row and row.next_offset) or 0
                if done != end:
                    left[tp] = end - done
        return left
