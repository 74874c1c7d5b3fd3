"""Seconds that the processor spends on one piece of work, though others have their turns while it waits."""

from collections.abc import Callable, Coroutine, Generator
from contextvars import ContextVar
from time import thread_time
from typing import Any

_WORK: ContextVar["OwnTime | None"] = ContextVar("work", default=None)


def own_time() -> float:
    """Of the work that this runs in, so far; elsewhere that of the thread."""
    work = _WORK.get()
    return thread_time() if work is None else work.spent_s()


class OwnTime:
    """A coroutine to be awaited in a task of its own, with a watch that stands still while it waits."""

    def __init__(self, work: Coroutine[Any, Any, None], clock: Callable[[], float] = thread_time) -> None:
        self._work = work
        self._clock = clock
        self._spent_s = 0.0
        self._began_s = 0.0

    def spent_s(self) -> float:
        """So far; asked from within."""
        return self._spent_s + self._clock() - self._began_s

    def __await__(self) -> Generator[Any, Any, None]:
        """Go on with it."""
        _WORK.set(self)
        step: Callable[[Any], Any] = self._work.send
        given: Any = None
        while True:
            self._began_s = self._clock()
            try:
                waits_for = step(given)
            except StopIteration:
                return
            finally:
                self._spent_s = self.spent_s()
            try:
                step, given = self._work.send, (yield waits_for)
            except BaseException as error:
                step, given = self._work.throw, error
