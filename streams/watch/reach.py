"""A connection that may be away: opened when it is needed, and anew after it failed."""

import asyncio
from collections.abc import Callable
from contextlib import AbstractAsyncContextManager
from typing import Generic, TypeVar

from streams.connections import ANY_AWAY

CLOSE_S = 5.0

T = TypeVar("T")


class Reach(Generic[T]):
    """One connection at a time; looks that share it wait while it is being opened."""

    def __init__(self, connect: Callable[[], AbstractAsyncContextManager[T]]) -> None:
        self._connect = connect
        self._opening = asyncio.Lock()
        self._open: tuple[AbstractAsyncContextManager[T], T] | None = None

    async def get(self) -> T:
        """The connection. Raises what opening it raises."""
        async with self._opening:
            if self._open is None:
                opened = self._connect()
                self._open = opened, await opened.__aenter__()
            return self._open[1]

    async def drop(self) -> None:
        """Close it; the next one who asks gets a new one."""
        if self._open is None:
            return
        (opened, _), self._open = self._open, None
        try:
            async with asyncio.timeout(CLOSE_S):
                await opened.__aexit__(None, None, None)
        except ANY_AWAY:  # It is dropped because it failed, and was told of: to part from it may fail too.
            pass
