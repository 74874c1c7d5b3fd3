"""Does to a town what the schedule says, and notes what was done."""

import asyncio
import signal
import time
from collections import Counter
from collections.abc import Awaitable, Callable, Collection, Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field

from tests.chaos import clock
from tests.chaos.audit import Nap
from tests.chaos.brokers import POLL_S, Broker
from tests.chaos.schedule import WORKERS, Act, Kind, Round
from tests.chaos.town import Town
from tests.chaos.waits import Blow
from tests.e2e.workers import Worker
from tests.waiting import until

HEALS_S = 240.0
READY_S = 30.0
QUIET_S = 2.0
"""So long all must be well before a blow is measured."""
KEEPS_UP_S = 2.0
"""What is published is recorded within this time where nothing waits."""
WORKS_OFF_S = 90.0
SCALED_S = 60.0
"""So long four of each role may take to share the partitions, with all that is done meanwhile."""
FOURTH = ("triage-3", "triage-4", "resolve-3", "resolve-4")


@dataclass(slots=True)
class Storm:
    """`done` counts disturbances by kind, `missed` what found nobody to do it to in time."""

    town: Town
    caught_up: Callable[[], Awaitable[None]]
    done: Counter[str] = field(default_factory=Counter)
    missed: Counter[str] = field(default_factory=Counter)
    naps: list[Nap] = field(default_factory=list)
    blows: list[Blow] = field(default_factory=list)
    ended_badly: list[str] = field(default_factory=list)
    _busy: set[str] = field(default_factory=set)
    _postgres: asyncio.Lock = field(default_factory=asyncio.Lock)

    async def round(self, planned: Round) -> None:
        """The storm, and then the blow."""
        begin = time.monotonic()
        async with asyncio.TaskGroup() as group:
            for lane in planned.lanes:
                group.create_task(self._lane(lane, begin))
        await self.heal()
        await self._blow(planned.measured)

    async def heal(self) -> None:
        """Wait until nothing is wrong and nothing waits. Raises `TimeoutError`."""
        begin = time.monotonic()
        if not await self.town.brokers.in_sync(HEALS_S):
            raise TimeoutError("the brokers are not in sync")
        await until(self.town.well, "all workers to be ready", HEALS_S, POLL_S)
        await self._work_off()
        self._note(f"well again after {time.monotonic() - begin:.1f} s")

    async def _work_off(self) -> None:
        """Wait until nothing waits, or long enough: a machine that cannot keep up is measured as it is."""
        try:
            await until(self._keeps_up, "what waited to be worked off", WORKS_OFF_S, POLL_S)
        except TimeoutError as error:
            self._note(str(error))
            await self.caught_up()

    async def _keeps_up(self) -> bool:
        begin = time.monotonic()
        await self.caught_up()
        return time.monotonic() - begin < KEEPS_UP_S

    async def _lane(self, acts: tuple[Act, ...], begin: float) -> None:
        for act in acts:
            await asyncio.sleep(max(0.0, begin + act.at_s - time.monotonic()))
            await self._do(act)

    async def _do(self, act: Act) -> None:
        began = time.monotonic()
        if await self._how()[act.kind](act):
            self.done[act.kind] += 1
            self._note(f"{act} (took {time.monotonic() - began:.1f} s)")
        else:
            self.missed[act.kind] += 1
            self._note(f"missed: {act}")

    def _how(self) -> Mapping[Kind, Callable[[Act], Awaitable[bool]]]:
        return {
            "worker killed": self._kill,
            "worker stopped, then woken": self._stop_and_wake,
            "worker's clock jumped": self._jump,
            "broker killed": self._kill_broker,
            "controller killed": self._kill_broker,
            "Postgres killed": self._kill_postgres,
            "Postgres' disk full": self._fill_disk,
            "network cut": self._cut,
            "network slow": self._cut,
            "worker ended, then started": self._roll,
            "scaled to 1, 4 and back": self._scale,
        }

    async def _blow(self, act: Act) -> None:
        """While nothing else is wrong; it is over when all is well again."""
        await asyncio.sleep(QUIET_S)
        begins = time.time()
        await self._do(act)
        await until(self.town.well, "all workers to be ready after a blow", HEALS_S, POLL_S)
        role = act.whom.partition("-")[0] if act.kind == "worker killed" else ""
        await self.caught_up()
        self.blows.append(Blow(role, begins, time.time()))

    async def _kill(self, act: Act) -> bool:
        worker = self._free(act.whom)
        if worker is None:
            return False
        worker.signal(signal.SIGKILL)
        return True

    async def _stop_and_wake(self, act: Act) -> bool:
        worker = self._free(act.whom)
        if worker is None:
            return False
        with self._held(worker.name):
            # One that has no partitions yet cannot lose them.
            with suppress(TimeoutError):
                await until(worker.is_ready, "a worker to be ready", READY_S, POLL_S)
            if (pid := worker.pid) is None:
                return False
            stopped = time.time()
            worker.signal(signal.SIGSTOP)
            await asyncio.sleep(act.lasts_s)
            worker.signal(signal.SIGCONT)
            self.naps.append(Nap(worker.name, pid, stopped, time.time()))
        return True

    async def _jump(self, act: Act) -> bool:
        clock.jump(self.town.folder, act.whom, act.by_s)
        await asyncio.sleep(act.lasts_s)
        clock.jump(self.town.folder, act.whom, 0)
        return True

    async def _kill_broker(self, act: Act) -> bool:
        brokers = self.town.brokers
        # One at a time, or what is confirmed by two could be held by nobody.
        if not await brokers.in_sync():
            return False
        broker = self._chosen(act)
        if broker is None:
            return False
        broker.kill()
        await asyncio.sleep(act.lasts_s)
        broker.start()
        return True

    def _chosen(self, act: Act) -> Broker | None:
        if act.kind == "controller killed":
            return self.town.brokers.controller()
        return next(broker for broker in self.town.brokers.all if broker.name == act.whom)

    async def _kill_postgres(self, act: Act) -> bool:
        async with self._postgres:
            if self.town.disk.runs:
                self.town.disk.kill()
            await asyncio.sleep(act.lasts_s)
            await self.town.disk.start()
        return True

    async def _fill_disk(self, act: Act) -> bool:
        disk = self.town.disk
        async with self._postgres:
            await asyncio.to_thread(disk.fill)
            await asyncio.sleep(act.lasts_s)
            await asyncio.to_thread(disk.free)
            if disk.runs and not await disk.recovers():
                disk.kill()
            if not disk.runs:
                await disk.start()
        return True

    async def _cut(self, act: Act) -> bool:
        wires = self.town.wires
        if act.kind == "network cut":
            wires.cut(act.whom, act.other)
        else:
            wires.slow(act.whom, act.other, act.by_s)
        await asyncio.sleep(act.lasts_s)
        wires.mend(act.whom, act.other)
        return True

    async def _roll(self, _: Act) -> bool:
        for name in WORKERS:
            await self._end(name)
            await self.town.start([name])
            await self.town.all[name].ready()
        return True

    async def _scale(self, _: Act) -> bool:
        """Each role to one, to four, to one, and to two again."""
        second = [name for name in WORKERS if name.endswith("-2")]
        with self._held(*second, *FOURTH):
            await self._end(*second)
            await self.town.start([*second, *FOURTH])
            ready = await self._all_ready(FOURTH, SCALED_S)
            await self._end(*second, *FOURTH)
            await self.town.start(second)
        return ready

    async def _all_ready(self, names: Collection[str], within_s: float) -> bool:
        """Whether each has been seen with its partitions in time; who has may have lost them since."""
        waits = (until(self.town.all[name].is_ready, f"{name}", within_s, POLL_S) for name in names)
        late = [one for one in await asyncio.gather(*waits, return_exceptions=True) if one]
        for one in late:
            self._note(f"not ready: {one}")
        return not late

    async def _end(self, *names: str) -> None:
        """SIGTERM, to one after the other."""
        for name in names:
            code = await self.town.all[name].retire()
            if code:
                self.ended_badly.append(f"{name}: {code}")

    def _free(self, name: str) -> Worker | None:
        """The worker, or else the next of its role that runs and that nobody does anything to."""
        role = name.partition("-")[0]
        names = [name, *(other for other in self.town.all if other.startswith(role) and other != name)]
        workers = (self.town.all[one] for one in names if one not in self._busy)
        return next((worker for worker in workers if worker.supervised and worker.alive), None)

    @contextmanager
    def _held(self, *names: str) -> Iterator[None]:
        """Nobody else does anything to these workers."""
        self._busy.update(names)
        try:
            yield
        finally:
            self._busy.difference_update(names)

    def _note(self, said: str) -> None:
        # At once: it is wanted most where a run does not come to its end.
        with (self.town.folder / "done").open("a") as file:
            file.write(f"{time.time():.1f} {said}\n")
