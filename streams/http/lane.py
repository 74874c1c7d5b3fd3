"""A few threads for what blocks, and a bound on how much waits for them."""

import asyncio
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from typing import ParamSpec, TypeVar

P = ParamSpec("P")
T = TypeVar("T")


class BusyError(Exception):
    """Too much is under way already."""


class Lane:
    """Runs at most `threads` at once and takes at most `under_way_max`, those that run among them."""

    def __init__(self, name: str, *, threads: int, under_way_max: int) -> None:
        self._threads = ThreadPoolExecutor(threads, thread_name_prefix=name)
        self._under_way_max = under_way_max
        self._under_way: set[object] = set()

    def begin(self, work: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> Future[T]:
        """The work's end, for which nobody need wait. Raises `BusyError`."""
        if len(self._under_way) >= self._under_way_max:
            raise BusyError
        job = self._threads.submit(work, *args, **kwargs)
        # Who waits may give up; what runs stays under way until its thread is free.
        self._under_way.add(job)
        job.add_done_callback(self._under_way.discard)
        return job

    async def run(self, work: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
        """What the work gives. Raises `BusyError`, and whatever the work raises."""
        return await asyncio.wrap_future(self.begin(work, *args, **kwargs))

    def close(self) -> None:
        """Drop what waits; what runs ends by itself."""
        self._threads.shutdown(wait=False, cancel_futures=True)
