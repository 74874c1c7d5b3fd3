"""Expensive questions are asked once."""

import asyncio

import pytest

from streams.board.council.shared import KEPT_MAX, WAITING_MAX, Shared
from streams.http.faults import Fault


class Slow:
    """A question that is answered when it is let."""

    def __init__(self) -> None:
        self.asked = 0
        self.let = asyncio.Event()

    async def __call__(self) -> int:
        self.asked += 1
        number = self.asked
        await self.let.wait()
        return number


async def test_who_asks_the_same_meanwhile_and_for_a_minute_gets_the_same_answer() -> None:
    now_s = 0.0
    kept, ask = Shared(now_s=lambda: now_s), Slow()
    asking = [asyncio.create_task(kept.of("a", ask)) for _ in range(3)]
    await asyncio.sleep(0)
    ask.let.set()
    assert await asyncio.gather(*asking) == [1, 1, 1]
    now_s = 59.9
    assert await kept.of("a", ask) == 1
    now_s = 60.0
    assert await kept.of("a", ask) == 2


async def test_what_failed_is_asked_again_and_one_who_leaves_takes_nothing_along() -> None:
    kept, ask = Shared(), Slow()

    async def fails() -> int:
        raise LookupError

    with pytest.raises(LookupError):
        await kept.of("a", fails)
    left, stays = (asyncio.create_task(kept.of("a", ask)) for _ in range(2))
    await asyncio.sleep(0)
    left.cancel()
    ask.let.set()
    assert await stays == 2


async def test_no_more_wait_than_can_be_answered_and_no_more_is_kept() -> None:
    kept, ask = Shared(), Slow()
    waiting = [asyncio.create_task(kept.of(number, ask)) for number in range(WAITING_MAX)]
    await asyncio.sleep(0)
    with pytest.raises(Fault) as refused:
        await kept.of("one more", ask)
    assert (refused.value.status, refused.value.code) == (503, "not_now")
    ask.let.set()
    await asyncio.gather(*waiting)
    for number in range(KEPT_MAX + 5):
        await kept.of(number, ask)
    assert len(kept._kept) == KEPT_MAX
