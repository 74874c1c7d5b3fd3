"""A loop for asyncio whose time is a number: nothing waits, and one seed gives one order of events."""

import asyncio
import heapq
from collections import deque
from collections.abc import Callable, Coroutine
from contextvars import Context, copy_context
from typing import Any

from tests.simulation.process import PROCESS


class Stuck(Exception):  # noqa: N818
    """Nothing will ever happen again, or not in time."""


Due = tuple[Callable[..., object], tuple[Any, ...], Context | None]
"""What to call, and in whose context; None is outside of all processes."""


class Timer:
    """As much of `asyncio.TimerHandle` as asyncio's own code uses."""

    __slots__ = ("due", "when_s")

    def __init__(self, when_s: float, due: Due) -> None:
        self.when_s = when_s
        self.due: Due | None = due

    def cancel(self) -> None:
        """It is skipped when its time comes."""
        self.due = None

    def cancelled(self) -> bool:
        """Whether it will be skipped."""
        return self.due is None

    def when(self) -> float:
        """In virtual seconds."""
        return self.when_s


class Loop(asyncio.AbstractEventLoop):
    """Callbacks in asyncio's own order; those of a stopped process wait, of an ended one they are dropped."""

    def __init__(self) -> None:
        self.now = 0.0
        self.faults: list[str] = []
        self._ready: deque[Due] = deque()
        self._timers: list[tuple[float, int, Due | Timer]] = []
        self._number = 0
        self.keys_made = 0

    def run_until(self, condition: Callable[[], bool], until_s: float) -> bool:
        """Run until the condition holds with nothing due (True) or time is up (False). Raises `Stuck`."""
        running = asyncio._get_running_loop()
        asyncio._set_running_loop(self)
        try:
            while self._ready or not condition():
                if not self._ready and not self._advance(until_s):
                    return False
                self._step(*self._ready.popleft())
        finally:
            asyncio._set_running_loop(running)
        return True

    def _advance(self, until_s: float) -> bool:
        while self._timers:
            if self._timers[0][0] > until_s:
                return False
            self.now, _, due = heapq.heappop(self._timers)
            if isinstance(due, tuple):
                self._ready.append(due)
                return True
            if due.due is not None:
                self._ready.append(due.due)
                return True
        raise Stuck(f"nothing is left to happen at {self.now:.3f} s")

    def _step(self, act: Callable[..., object], args: tuple[Any, ...], context: Context | None) -> None:
        if context is None:
            act(*args)
            return
        process = context.get(PROCESS)
        if process is not None:
            if not process.alive:
                return
            if process.stopped:
                process.parked.append((act, args, context))
                return
        try:
            context.run(act, *args)
        except Exception as error:
            self.faults.append(f"{act}: {error!r}")

    def resume(self, parked: deque[Due]) -> None:
        """What waited while its process was stopped is due."""
        self._ready.extend(parked)
        parked.clear()

    def close(self) -> None:
        """Forget what is still due. All of a schedule hangs on it, and would be left to the collector."""
        self._ready.clear()
        self._timers.clear()

    def at(self, when: float, act: Callable[..., object], *args: object) -> None:
        """Something outside of all processes happens."""
        self._number += 1
        heapq.heappush(self._timers, (when, self._number, (act, args, None)))

    def soon(self, act: Callable[..., object], *args: object) -> None:
        """The same, next."""
        self._ready.append((act, args, None))

    def start(self, coroutine: Coroutine[Any, Any, Any]) -> "asyncio.Task[Any]":
        """A task outside of all processes."""
        return self.create_task(coroutine, context=copy_context())

    # What asyncio asks of a loop. Nobody cancels what is called soon, so it has no handle.

    def time(self) -> float:
        return self.now

    def call_soon(  # type: ignore[override]
        self, callback: Callable[..., object], *args: object, context: Context | None = None
    ) -> None:
        self._ready.append((callback, args, context or copy_context()))

    call_soon_threadsafe = call_soon

    def call_later(  # type: ignore[override]
        self, delay: float, callback: Callable[..., object], *args: object, context: Context | None = None
    ) -> Timer:
        return self.call_at(self.now + delay, callback, *args, context=context)

    def call_at(  # type: ignore[override]
        self, when: float, callback: Callable[..., object], *args: object, context: Context | None = None
    ) -> Timer:
        self._number += 1
        timer = Timer(when, (callback, args, context or copy_context()))
        heapq.heappush(self._timers, (when, self._number, timer))
        return timer

    def create_future(self) -> "asyncio.Future[Any]":
        return asyncio.Future(loop=self)

    def create_task(
        self, coro: Coroutine[Any, Any, Any], *, name: object = None, context: Context | None = None
    ) -> "asyncio.Task[Any]":
        task = asyncio.Task(coro, loop=self, context=context)
        process = context.get(PROCESS) if context else PROCESS.get()
        if process is not None:
            process.own(task, coro)
        return task

    get_debug = staticmethod(bool)
    """False, said by C: every future and task asks."""

    def is_running(self) -> bool:
        return True

    def is_closed(self) -> bool:
        return False

    def call_exception_handler(self, context: dict[str, Any]) -> None:
        """What asyncio complains of is a fault of the schedule."""
        self.faults.append(f"{context.get('message')}: {context.get('exception')!r}")
