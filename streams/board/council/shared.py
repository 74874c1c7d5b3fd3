"""Answers to expensive questions, kept for a while and shared by all who ask."""

import asyncio
import time
from collections.abc import Awaitable, Callable, Hashable
from typing import TypeVar, cast

from streams.http.faults import later
from streams.http.lately import Lately

KEPT_S = 60.0
KEPT_MAX = 64
WAITING_MAX = 20

Answer = TypeVar("Answer")


class Shared:
    """One question is asked at a time; who asks the same until `kept_s` later gets the same answer.

    What failed is not kept, and at most `KEPT_MAX` answers are.
    """

    def __init__(self, kept_s: float = KEPT_S, now_s: Callable[[], float] = time.monotonic) -> None:
        self._kept_s = kept_s
        self._now_s = now_s
        self._one = asyncio.Lock()
        self._waiting = 0
        self._kept: Lately[Hashable, tuple[float, object]] = Lately(KEPT_MAX)

    async def of(self, question: Hashable, ask: Callable[[], Awaitable[Answer]]) -> Answer:
        """The answer; `question` names what `ask` asks. Raises a `Fault` of 503 where too many wait."""
        _, answer = self._fresh(question) or await self._asked(question, ask)
        return cast("Answer", answer)

    async def _asked(self, question: Hashable, ask: Callable[[], Awaitable[object]]) -> tuple[float, object]:
        if self._waiting >= WAITING_MAX:
            raise later(503, "not_now")
        self._waiting += 1
        try:
            async with self._one:
                kept = self._fresh(question)
                if kept is None:
                    answer = await ask()
                    kept = self._now_s() + self._kept_s, answer
                    self._kept.keep(question, kept)
                return kept
        finally:
            self._waiting -= 1

    def _fresh(self, question: Hashable) -> tuple[float, object] | None:
        found = self._kept.get(question)
        return found if found and self._now_s() < found[0] else None
