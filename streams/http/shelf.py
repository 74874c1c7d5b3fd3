"""What anybody may read, kept for some seconds, so that however many read it Postgres is asked once."""

import asyncio
import time
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field

from streams.connections import AWAY
from streams.http.conditional import STALE_S
from streams.http.faults import RETRY_AFTER_S, later
from streams.http.lately import Lately
from streams.http.rendering import Rendering
from streams.logs import logger
from streams.logs.error_words import words

FRESH_S = 15.0
COPIES_MAX = 256
"""So many are kept, those read last. A feed of 500 entries is half a megabyte."""
AT_ONCE = 2
"""So many are made at once: whatever anybody reads leaves connections to Postgres for others."""
READ_WITHIN_S = 5.0
"""A turn to be made is waited for within it too."""

log = logger(__name__)


@dataclass(slots=True)
class _Copy:
    lock: asyncio.Lock = field(default_factory=asyncio.Lock)
    made: Rendering | None = None
    at_s: float = 0.0
    slow_until_s: float = float("-inf")


class Shelf:
    """The copies of one process. Times are seconds of a clock that never goes back."""

    def __init__(self, now_s: Callable[[], float] = time.monotonic, *, most: int = COPIES_MAX) -> None:
        self._now_s = now_s
        self._turns = asyncio.Semaphore(AT_ONCE)
        self._copies: Lately[str, _Copy] = Lately(most)
        self._away_until_s = float("-inf")

    async def get(self, name: str, make: Callable[[], Awaitable[Rendering]]) -> tuple[Rendering, float]:
        """It, and how many seconds old it is. Who asks while it is made waits for it.

        After a failure Postgres is left alone for `RETRY_AFTER_S`; after no answer in time only this copy is
        not made for so long, since others may be quicker. While it is away an old copy is given; raises a
        `Fault` of 503 if there is none.
        """
        copy = self._copies.of(name, _Copy)
        async with copy.lock:
            if self._must_be_made(copy):
                try:
                    async with asyncio.timeout(READ_WITHIN_S), self._turns:
                        copy.made = await make()
                    copy.at_s = self._now_s()
                except AWAY as error:
                    log.warning("what anybody may read could not be made anew", what=name, error=words(error))
                    self._leave_alone(copy, error)
            age_s = self._now_s() - copy.at_s
            if copy.made is None or age_s >= STALE_S:
                raise later(503, "not_now")
            return copy.made, age_s

    def _leave_alone(self, copy: _Copy, error: BaseException) -> None:
        until_s = self._now_s() + RETRY_AFTER_S
        if isinstance(error, TimeoutError):
            copy.slow_until_s = until_s
        else:
            self._away_until_s = until_s

    def _must_be_made(self, copy: _Copy) -> bool:
        now_s = self._now_s()
        may = now_s >= max(self._away_until_s, copy.slow_until_s)
        return may and (copy.made is None or now_s - copy.at_s >= FRESH_S)
