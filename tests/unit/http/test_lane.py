"""A bound on what is under way."""

import asyncio
from threading import Event

import pytest

from streams.http.lane import BusyError, Lane
from tests.waiting import until


async def test_no_more_run_than_there_are_threads_and_no_more_wait_than_agreed() -> None:
    lane, go = Lane("test", threads=2, under_way_max=3), Event()
    running: list[int] = []

    def work(number: int) -> int:
        running.append(number)
        go.wait(10)
        return number

    jobs = [asyncio.create_task(lane.run(work, number)) for number in range(3)]
    await until(lambda: len(running) == 2, "two that run")
    with pytest.raises(BusyError):
        await lane.run(work, 9)
    jobs[2].cancel()
    await asyncio.gather(jobs[2], return_exceptions=True)
    jobs[2] = asyncio.create_task(lane.run(work, 3))
    go.set()
    assert await asyncio.gather(*jobs) == [0, 1, 3]
    assert await lane.run(work, 4) == 4
    lane.close()


async def test_what_runs_is_under_way_until_it_ends_though_nobody_waits() -> None:
    lane, go = Lane("test", threads=1, under_way_max=1), Event()
    with pytest.raises(TimeoutError):
        await asyncio.wait_for(lane.run(go.wait, 10), 0.01)
    with pytest.raises(BusyError):
        await lane.run(go.wait, 10)
    go.set()
    await until(lambda: not lane._under_way, "a free thread")
    assert await lane.run(go.wait, 10)
    lane.close()


async def test_what_the_work_raises_is_raised() -> None:
    lane = Lane("test", threads=1, under_way_max=1)
    with pytest.raises(ZeroDivisionError):
        await lane.run(lambda: 1 / 0)
    lane.close()
