"""Work beside the block: it ends with it, and no failure of either is lost."""

import asyncio

import pytest

from streams.http.running import running


async def endless(seen: list[str]) -> None:
    seen.append("began")
    try:
        await asyncio.Event().wait()
    finally:
        seen.append("ended")


async def broken() -> None:
    raise LookupError("the table is gone")


async def test_it_goes_on_until_the_end_of_the_block() -> None:
    seen: list[str] = []
    async with running(endless(seen), "x"):
        await asyncio.sleep(0)
        assert seen == ["began"]
    assert seen == ["began", "ended"]


async def test_what_fails_ends_the_block_with_its_own_error() -> None:
    with pytest.raises(LookupError, match="gone"):
        async with running(broken(), "x"):
            await asyncio.wait_for(asyncio.Event().wait(), 5)


async def test_an_error_of_the_block_is_told_as_it_is_and_ends_the_work() -> None:
    seen: list[str] = []

    async def block() -> None:
        async with running(endless(seen), "x"):
            await asyncio.sleep(0)
            raise KeyError

    with pytest.raises(KeyError):
        await block()
    assert seen == ["began", "ended"]


async def test_who_is_cancelled_from_outside_stays_cancelled() -> None:
    async def block() -> None:
        async with running(endless([]), "x"):
            await asyncio.Event().wait()

    task = asyncio.create_task(block())
    await asyncio.sleep(0)
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task
