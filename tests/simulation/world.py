"""Time, chance and trouble: what every model asks for a latency and for what goes wrong next."""

import asyncio
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from random import Random
from typing import TypeVar

from tests.simulation.loop import Loop
from tests.simulation.process import PROCESS, Process

T = TypeVar("T")
Act = Callable[[], T]


class Strike(StrEnum):
    """What may happen to a request on its way to a server, or to its answer on the way back."""

    KILL_BEFORE = "killed before the request"
    KILL_AFTER = "killed before the answer"
    STOP_BEFORE = "stopped before the request"
    STOP_AFTER = "stopped before the answer"
    FAIL_BEFORE = "request lost"
    FAIL_AFTER = "answer lost"
    LATE = "answer late"


@dataclass(frozen=True, slots=True)
class Trouble:
    """What goes wrong in a schedule: of which kinds, how often at most, with what odds at a request, and at
    requests whose names begin how; and in how many of all schedules the core fails on a report.
    """

    kinds: Sequence[Strike] = tuple(Strike)
    most: int = 3
    odds: Sequence[float] = (0.01, 0.03, 0.1)
    at: str = ""
    poisoned: float = 0.1


ANY = Trouble()

_BEFORE = frozenset({Strike.KILL_BEFORE, Strike.STOP_BEFORE, Strike.FAIL_BEFORE})
_KILLS = frozenset({Strike.KILL_BEFORE, Strike.KILL_AFTER})
_STOPS = frozenset({Strike.STOP_BEFORE, Strike.STOP_AFTER})

QUICK_S, SLOW_S = 0.004, 0.4
"""A way takes up to so long; one in forty up to the second."""
AT_ONCE = 0.6
"""So many requests are served before anything else happens: all orders stay possible, and time is saved."""
SESSION_S = 1.2
"""After so long without a sign of life the group goes on without a member."""
LATE_S, STOPPED_S, TAKEN_OVER_S = 1.5, 4.0, 0.4
"""Every other one that stands still wakes up while somebody else takes over."""


class LostConnectionError(ConnectionError):
    """What a client of Kafka or Postgres sees of a request or an answer that was lost."""


@dataclass(slots=True)
class World:
    """One schedule's loop, its only source of chance, and its trace."""

    seed: int
    loop: Loop = field(default_factory=Loop)
    trace: list[tuple[float, str, tuple[object, ...]]] = field(default_factory=list)
    violations: list[str] = field(default_factory=list)
    trouble: Trouble = ANY
    strikes_left: int = 0
    strike_odds: float = 0.0
    on_end: Callable[[Process], None] = lambda _: None
    on_stop: Callable[[Process], None] = lambda _: None
    on_resume: Callable[[Process], None] = lambda _: None
    struck: int = 0
    moved: bool = True
    random: Random = field(init=False)

    def __post_init__(self) -> None:
        self.random = Random(self.seed)

    def note(self, what: str, *details: object) -> None:
        """One line of the trace."""
        process = PROCESS.get()
        self.trace.append((self.loop.now, process.name if process else "-", (what, *details)))

    def violate(self, what: str) -> None:
        """Something happened that must not."""
        self.violations.append(what)
        self.note("VIOLATION", what)

    def latency_s(self) -> float:
        """Of one way to a server or back."""
        drawn = self.random.random()
        return drawn * 40 * SLOW_S if drawn < 0.025 else drawn * QUICK_S

    def strike(self, what: str) -> Strike | None:
        """Whether something goes wrong with this request."""
        if not self.strikes_left or not what.startswith(self.trouble.at):
            return None
        if self.random.random() >= self.strike_odds:
            return None
        self.strikes_left -= 1
        self.struck += 1
        return self.random.choice(self.trouble.kinds)

    async def request(self, what: str, act: Act[T]) -> T:
        """Have a server do something. Raises `LostConnectionError`, and what the act raises."""
        strike, loop = self.strike(what), self.loop
        if strike is None and self.random.random() < AT_ONCE:
            return act()
        process, answer = PROCESS.get(), loop.create_future()
        if strike:
            self.note(strike.value, what)
            if strike in _BEFORE and process:
                await self._strike_before(process, strike)
        loop.at(loop.now + self.latency_s(), self._serve, answer, act, process, strike)
        return await answer

    async def _strike_before(self, process: Process, strike: Strike) -> None:
        if strike is Strike.FAIL_BEFORE:
            raise LostConnectionError(strike.value)
        self.hit(process, strike)
        await asyncio.sleep(0)  # Runs on when the process does.

    def hit(self, process: Process, strike: Strike) -> None:
        """Kill or stop a process."""
        if strike in _KILLS:
            self.kill(process, "SIGKILL")
        elif strike in _STOPS:
            self.stop(process)

    def _serve(
        self, answer: "asyncio.Future[T]", act: Act[T], process: Process | None, strike: Strike | None
    ) -> None:
        try:
            result, error = act(), None
        except Exception as raised:
            result, error = None, raised
        if strike is Strike.FAIL_AFTER:
            error = LostConnectionError(strike.value)
        elif strike and process:
            self.hit(process, strike)
        self.answer(answer, result, error, strike)

    def answer(
        self, answer: "asyncio.Future[T]", result: T, error: Exception | None, strike: Strike | None
    ) -> None:
        """Send it back, sooner or later."""
        if strike is None and self.random.random() < AT_ONCE:
            settle(answer, result, error)
        else:
            delay_s = self.latency_s() + (LATE_S if strike is Strike.LATE else 0.0)
            self.loop.at(self.loop.now + delay_s, settle, answer, result, error)

    def kill(self, process: Process, why: str) -> None:
        """End a process without a word."""
        if process.alive:
            self.note("ends", process.name, why)
            process.alive = False
            self.loop.soon(process.end)
            self.on_end(process)

    def stop(self, process: Process) -> None:
        """Let a process stand still for a while, without knowing."""
        if process.alive and not process.stopped:
            self.note("stands still", process.name)
            process.stopped = True
            process.stops += 1
            chance = self.random.random()
            for_s = SESSION_S + chance * TAKEN_OVER_S if self.random.random() < 0.5 else chance * STOPPED_S
            self.loop.at(self.loop.now + for_s, self.resume, process)
            self.on_stop(process)

    def resume(self, process: Process) -> None:
        """It goes on where it was."""
        if process.stopped and process.alive:
            self.note("goes on", process.name)
            process.stopped = False
            self.loop.resume(process.parked)
            self.on_resume(process)


def settle(answer: "asyncio.Future[T]", result: T, error: Exception | None) -> None:
    """An answer arrives, if somebody still waits for it."""
    if answer.done():
        return
    if error is None:
        answer.set_result(result)
    else:
        answer.set_exception(error)
        answer.exception()  # Whoever waited may be dead, and asyncio would complain.
