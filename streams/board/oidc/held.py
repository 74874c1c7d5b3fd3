"""What was fetched from afar, and for how long it holds."""

import asyncio
import time
from collections.abc import Awaitable, Callable
from typing import Generic, TypeVar

from streams.board.oidc.failures import AwayError

HOLDS_S = 3_600.0
FRESH_MIN_S = 30.0
"""So often at most somebody else's token makes us fetch anew."""
PAUSE_S = 2.0
"""After a failure nobody waits for another one for so long."""

T = TypeVar("T")


class Held(Generic[T]):
    """One fetches, others wait for what comes. What is old holds on while nothing newer is to be had."""

    def __init__(
        self, fetch: Callable[[], Awaitable[T]], now_s: Callable[[], float] = time.monotonic
    ) -> None:
        self._fetch = fetch
        self._now_s = now_s
        self._turn = asyncio.Lock()
        self._held: tuple[T, float] | None = None
        self._failed: tuple[AwayError, float] | None = None

    async def get(self, *, anew: bool = False) -> T:
        """`anew` if what is held does not do, unless it is quite new. Raises `AwayError`."""
        async with self._turn:
            now_s = self._now_s()
            if self._held and now_s - self._held[1] < (FRESH_MIN_S if anew else HOLDS_S):
                return self._held[0]
            if self._failed and now_s - self._failed[1] < PAUSE_S:
                return self._old(self._failed[0])
            try:
                self._held = await self._fetch(), self._now_s()
            except AwayError as error:
                self._failed = error, self._now_s()
                return self._old(error)
            return self._held[0]

    def _old(self, error: AwayError) -> T:
        if self._held is None:
            raise AwayError(*error.args) from error
        return self._held[0]
