"""Looks that are taken again and again, each for itself: what one does not see does not blind another."""

import asyncio
import time
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from typing import Protocol

from streams.connections import ANY_AWAY
from streams.logs import logger
from streams.logs.error_words import words
from streams.pulse import Pulse
from streams.watch.metrics import WatchMetrics

BEAT_S = 5.0

log = logger(__name__)


class Drops(Protocol):
    """A connection that can be given up."""

    async def drop(self) -> None:
        """Use another one the next time."""


@dataclass(frozen=True, slots=True)
class Look:
    """One subject. `see` asks and shows, `hide` shows nothing; `uses` is dropped after a failure."""

    name: str
    every_s: float
    within_s: float
    see: Callable[[], Awaitable[None]]
    hide: Callable[[], None]
    uses: Sequence[Drops] = ()


class Looking:
    """Takes looks until it is cancelled. A bug in one of them is raised."""

    def __init__(self, metrics: WatchMetrics, pulse: Pulse) -> None:
        self._metrics = metrics
        self._pulse = pulse

    async def again_and_again(self, look: Look) -> None:
        """Without end. Says when a look stops to be answered, and when it is again."""
        answered = True
        # A series that begins with its first failure hides it, and so does a look that never succeeds.
        self._metrics.failures.labels(look.name)
        self._metrics.success_s.labels(look.name).set(time.time())
        while True:
            why = await self._take(look)
            if why and answered:
                log.warning("a look gets no answer, its figures are not shown", look=look.name, why=why)
            if not why and not answered:
                log.info("a look is answered again", look=look.name)
            answered = not why
            await self._rest(look)

    async def _take(self, look: Look) -> str | None:
        """Why there was no answer, if there was none."""
        # What is cancelled may take its time to end, and meanwhile its figures would be old ones.
        hiding = asyncio.get_running_loop().call_later(look.within_s, look.hide)
        try:
            async with asyncio.timeout(look.within_s):
                await look.see()
        except ANY_AWAY as error:
            look.hide()
            self._metrics.failures.labels(look.name).inc()
            for connection in look.uses:
                await connection.drop()
            return words(error)
        finally:
            hiding.cancel()
        self._metrics.success_s.labels(look.name).set(time.time())
        return None

    async def _rest(self, look: Look) -> None:
        """Until the next time is due, showing that the loop goes on."""
        due = time.monotonic() + look.every_s
        self._pulse.beat(look.name)
        while (left_s := due - time.monotonic()) > 0:
            await asyncio.sleep(min(left_s, BEAT_S))
            self._pulse.beat(look.name)
