"""Steps that a cancelled wait does not cut in two: who waits for them may go away and come back."""

import asyncio
from collections.abc import Awaitable, Callable, Coroutine
from typing import Generic, TypeAlias, TypeVar

T = TypeVar("T")
R = TypeVar("R")

Give: TypeAlias = Callable[[T], Awaitable[None]]


class AgainError(Exception):
    """What was given was not dealt with. Ends the memory's block, so that nothing of it is kept."""


class Unbroken(Generic[R]):
    """A step that goes on when who waits for it is cancelled; the next who asks gets its result."""

    def __init__(self, step: Callable[[], Coroutine[None, None, R]]) -> None:
        self._step = step
        self._task: asyncio.Task[R] | None = None

    async def __call__(self) -> R:
        """The result of the step that is on its way, or of a new one."""
        task = self._task = self._task or asyncio.create_task(self._step())
        if not task.done():  # Else `wait` takes its time, and who is impatient would never get it.
            await asyncio.wait({task})
        self._task = None
        return task.result()

    async def stop(self) -> None:
        """Give it up, and what it has fetched. Raises what it failed of unheard."""
        task, self._task = self._task, None
        if task:
            task.cancel()
            await asyncio.wait({task})
            if not task.cancelled():
                task.result()


class Turn(Generic[T]):
    """One message: offered to who waits for it, taken, and then dealt with or not.

    `deal` runs in a task of its own from the first call of the memory to the last.
    """

    def __init__(self, deal: Callable[[Give[T]], Coroutine[None, None, None]]) -> None:
        loop = asyncio.get_running_loop()
        self._offered: asyncio.Future[T] = loop.create_future()
        self._dealt_with: asyncio.Future[bool] = loop.create_future()
        self._ready = asyncio.Event()
        self._task = asyncio.create_task(deal(self._give))
        self._task.add_done_callback(lambda _: self._ready.set())
        self.taken = False

    @property
    def offers(self) -> bool:
        """Whether there is something to take."""
        return self._offered.done()

    async def ready(self) -> None:
        """Wait until it offers something, or is over without."""
        await self._ready.wait()

    def take(self) -> T:
        """What is offered."""
        self.taken = True
        return self._offered.result()

    def answer(self, *, dealt_with: bool) -> None:
        """Whether it is to be written as done. The first word counts."""
        if not self._dealt_with.done():
            self._dealt_with.set_result(dealt_with)

    async def over(self) -> None:
        """Wait until the memory has written it, or undone it."""
        if not self._task.done():
            await asyncio.wait({self._task})

    def check(self) -> None:
        """Raise what it failed of."""
        self._task.result()

    async def _give(self, told: T) -> None:
        self._offered.set_result(told)
        self._ready.set()
        if not await self._dealt_with:
            raise AgainError
