"""A process of the simulation: it may be killed or stopped at any await, like a real one."""

import asyncio
from collections import deque
from collections.abc import Coroutine
from contextvars import ContextVar
from typing import Any


class Ended(BaseException):
    """The process ends itself: what `os._exit` is to a real one."""


class Process:
    """Tasks that live and die together. `name` tells one life from the next."""

    def __init__(self, name: str) -> None:
        self.name = name
        self.alive = True
        self.stopped = False
        self.stops = 0
        self.parked: deque[tuple[Any, ...]] = deque()
        self._tasks: list[tuple[asyncio.Task[Any], Coroutine[Any, Any, Any]]] = []

    def own(self, task: "asyncio.Task[Any]", coroutine: Coroutine[Any, Any, Any]) -> None:
        """The task ends with the process."""
        self._tasks.append((task, coroutine))

    def end(self) -> None:
        """Nothing of it runs from now on. What unwinds is memory, and nobody hears of it."""
        self.alive = False
        self.parked.clear()
        for task, coroutine in self._tasks:
            task._log_destroy_pending = False
            if coroutine.cr_frame is not None and not coroutine.cr_running:
                coroutine.close()
        self._tasks.clear()


PROCESS: ContextVar[Process | None] = ContextVar("process", default=None)
