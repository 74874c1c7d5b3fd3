"""Two chunks are worked on at a time, and whose turn is next is asked when there is room."""

import asyncio
from collections.abc import AsyncIterator
from types import SimpleNamespace
from typing import Any

import pytest

from streams.transport import abreast


class Desk:
    """Work that ends when a test says so; `asked` counts how often a chunk was asked for."""

    def __init__(self, chunks: int) -> None:
        self.asked = 0
        self.begun: list[int] = []
        self.cut: list[int] = []
        self.may_end = [asyncio.Event() for _ in range(chunks)]

    async def chunks(self) -> AsyncIterator[Any]:
        for number in range(len(self.may_end)):
            self.asked += 1
            yield SimpleNamespace(number=number)

    async def work(self, chunk: Any) -> None:
        self.begun.append(chunk.number)
        try:
            await self.may_end[chunk.number].wait()
        except asyncio.CancelledError:
            self.cut.append(chunk.number)
            raise


async def settled() -> None:
    for _ in range(10):
        await asyncio.sleep(0)


async def test_a_third_is_not_even_asked_for_before_one_of_two_is_done():
    desk = Desk(4)
    running = asyncio.create_task(abreast(desk.chunks(), desk.work, most=2))
    await settled()
    assert (desk.begun, desk.asked) == ([0, 1], 2)
    desk.may_end[1].set()
    await settled()
    assert (desk.begun, desk.asked) == ([0, 1, 2], 3)
    for end in desk.may_end:
        end.set()
    await asyncio.wait_for(running, 5)
    assert desk.begun == [0, 1, 2, 3]


async def test_where_no_more_come_what_is_in_hand_is_done_first():
    desk = Desk(1)
    running = asyncio.create_task(abreast(desk.chunks(), desk.work, most=2))
    await settled()
    assert not running.done()
    desk.may_end[0].set()
    await asyncio.wait_for(running, 5)
    assert desk.cut == []


async def test_who_is_stopped_stops_what_is_in_hand():
    desk = Desk(2)
    running = asyncio.create_task(abreast(desk.chunks(), desk.work, most=2))
    await settled()
    running.cancel()
    with pytest.raises(asyncio.CancelledError):
        await running
    await settled()
    assert desk.cut == [0, 1]
