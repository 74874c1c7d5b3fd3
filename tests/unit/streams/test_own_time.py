"""A watch that stands still while its work waits."""

import asyncio

import pytest

from streams.own_time import OwnTime, own_time


class Clock:
    def __init__(self) -> None:
        self.now_s = 100.0

    def __call__(self) -> float:
        return self.now_s


async def test_what_others_do_meanwhile_is_not_counted():
    clock, seen, go_on = Clock(), [], asyncio.Event()

    async def work() -> None:
        clock.now_s += 1
        seen.append(own_time())
        await go_on.wait()
        seen.append(own_time())
        clock.now_s += 2
        seen.append(own_time())

    async def run() -> None:
        await OwnTime(work(), clock)

    running = asyncio.create_task(run())
    await asyncio.sleep(0)
    clock.now_s += 50
    go_on.set()
    await running
    assert seen == [1, 1, 3]


async def test_what_is_raised_goes_in_and_out():
    heard: list[str] = []

    async def work() -> None:
        try:
            await asyncio.Event().wait()
        except asyncio.CancelledError:
            heard.append("cancelled")
            raise KeyError("out") from None

    async def run() -> None:
        await OwnTime(work())

    running = asyncio.create_task(run())
    await asyncio.sleep(0)
    running.cancel()
    with pytest.raises(KeyError, match="out"):
        await running
    assert heard == ["cancelled"]


async def test_elsewhere_it_is_the_time_of_the_thread():
    assert own_time() > 0
