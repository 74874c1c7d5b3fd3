"""Answers to expensive questions, kept for a while and shared by all who ask."""

import asyncio
import time
from collections import OrderedDict
from collections.abc import Awaitable, Callable, Hashable
from typing import TypeVar, cast

from streams.http.faults import later

KEPT_S = 60.0
KEPT_MAX = 64
WAITING_MAX = 20

Answer = TypeVar("Answer")


class Remembered:
    """One question is asked at a time; who asks the same until `kept_s` later gets the same answer.

    What failed is not kept, and at most `KEPT_MAX` answers are.
    """

    def __init__(self, kept_s: float = KEPT_S, now_s: Callable[[], float] = time.monotonic) -> None:
        self._kept_s = kept_s
        self._now_s = now_s
        self._one = asyncio.Lock()
        self._waiting = 0
        self._kept: OrderedDict[Hashable, tuple[float, object]] = OrderedDict()

    async def of(self, question: Hashable, ask: Callable[[], Awaitable[Answer]]) -> Answer:
        """The answer; `question` names what `ask` asks. Raises a `Fault` of 503 where too many wait."""
        if not self._has(question):
            await self._asked(question, ask)
        return cast("Answer", self._kept[question][1])

    async def _asked(self, question: Hashable, ask: Callable[[], Awaitable[object]]) -> None:
        if self._waiting >= WAITING_MAX:
            raise later(503, "not_now")
        self._waiting += 1
        try:
            async with self._one:
                if not self._has(question):
                    answer = await ask()
                    self._kept[question] = self._now_s() + self._kept_s, answer
                    self._kept.move_to_end(question)
                    while len(self._kept) > KEPT_MAX:
                        self._kept.popitem(last=False)
        finally:
            self._waiting -= 1

    def _has(self, question: Hashable) -> bool:
        found = self._kept.get(question)
        return found is not None and self._now_s() < found[0]
