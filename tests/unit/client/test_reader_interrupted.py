"""Nothing is lost or written twice, whoever is cancelled, fails, or leaves the loop and comes back."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import pytest
from hypothesis import given
from hypothesis import strategies as st

from schemas.dispatch import Dispatch
from streams.client import NotOpen
from streams.client.dispatches import News
from streams.client.reader import Reader
from tests.unit.client.fake import FakeLog, LogEndsError, MemoryBrokeError, RamMemory, reading, told, turns

ONE = "rawa:x:1"
VERSIONS = range(1, 6)
ALL = [(ONE, version) for version in VERSIONS]


def log_of(*versions: int, pause: int = 0) -> FakeLog:
    return FakeLog([[told(ONE, version) for version in versions]], pause=pause)


def row(news: News) -> tuple[str, int]:
    assert isinstance(news, Dispatch)
    return news.incident_id, news.version


@asynccontextmanager
async def until_the_log_ends(log: FakeLog, memory: RamMemory) -> AsyncIterator[Reader[News]]:
    with pytest.raises(LogEndsError):
        async with reading(log, memory) as reader:
            yield reader


async def patient_for(reader: Reader[News], patience: int) -> News | None:
    """The next, or nothing if it does not come within so many turns of the loop: then it is cancelled."""
    task = asyncio.ensure_future(anext(reader))
    await turns(patience)
    if not task.done():
        task.cancel()
        await asyncio.wait({task})
        if task.cancelled():
            return None
    return task.result()


@given(st.lists(st.integers(0, 12), max_size=30), st.integers(0, 4))
def test_a_cancelled_wait_loses_nothing(patience: list[int], pause: int) -> None:
    async def follow() -> tuple[list[tuple[str, int]], RamMemory]:
        heard, memory = [], RamMemory(pause=pause)
        async with until_the_log_ends(log_of(1, 2, 1, 3, 4, 5, pause=pause), memory) as reader:
            for turns_given in [*patience, *[10**2] * 10]:
                if news := await patient_for(reader, turns_given):
                    heard.append(row(news))
                    memory.rows.append(row(news))
        return heard, memory

    heard, memory = asyncio.run(follow())
    assert heard == ALL
    assert memory.rows == ALL
    assert not memory.cut


async def test_who_waits_in_small_steps_gets_on() -> None:
    memory = RamMemory(pause=7)
    async with until_the_log_ends(log_of(*VERSIONS, pause=7), memory) as reader:
        for _ in range(1_000):
            if news := await patient_for(reader, 2):
                memory.rows.append(row(news))
    assert memory.rows == ALL


@given(st.lists(st.sampled_from(["version", "begin", "commit"]), max_size=6), st.integers(0, 2))
def test_what_the_memory_could_not_write_comes_again(failing: list[str], pause: int) -> None:
    async def follow() -> RamMemory:
        memory = RamMemory(pause=pause, failing=list(failing))
        async with until_the_log_ends(log_of(*VERSIONS), memory) as reader:
            while True:
                try:
                    memory.rows.append(row(await anext(reader)))
                except MemoryBrokeError:
                    continue
        return memory

    memory = asyncio.run(follow())
    assert memory.rows == ALL
    assert memory.failing == []


async def test_what_a_body_failed_at_comes_again_in_the_next_loop() -> None:
    memory, tries = RamMemory(), 0
    async with until_the_log_ends(log_of(*VERSIONS), memory) as reader:
        while True:
            try:
                async for news in reader:
                    memory.rows.append(row(news))
                    tries += 1
                    if tries % 2:
                        raise OSError
            except OSError:
                continue
    assert memory.rows == ALL
    assert tries == 2 * len(ALL)


async def test_what_was_in_hand_at_a_break_comes_again_unless_it_was_done() -> None:
    heard = []
    async with reading(log_of(1, 2, 3), RamMemory()) as reader:
        for done in (False, True, False):
            async for news in reader:
                heard.append(row(news)[1])
                if done:
                    await reader.done()
                break
        assert row(await anext(reader))[1] == 3
    assert heard == [1, 1, 2]


async def test_a_body_that_is_cut_off_and_goes_on_with_anext_has_said_that_it_is_done() -> None:
    async with reading(log_of(1, 2), RamMemory()) as reader:
        async for _ in reader:
            break
        assert row(await anext(reader))[1] == 2


async def test_a_message_that_nobody_took_is_undone_at_the_end() -> None:
    memory = RamMemory(pause=3)
    async with reading(log_of(1, 2), memory) as reader:
        assert await patient_for(reader, 4) is None
    assert (memory.seen, memory.open, memory.cut) == ({}, False, False)


async def test_a_failure_that_nobody_heard_of_is_raised_at_the_end() -> None:
    async def leave() -> None:
        async with reading(log_of(1, 2), RamMemory(pause=3, failing=["begin"])) as reader:
            assert await patient_for(reader, 5) is None
            await turns(20)

    with pytest.raises(MemoryBrokeError, match="begin"):
        await leave()


async def test_a_rollback_that_fails_is_told() -> None:
    memory = RamMemory(failing=["rollback"])
    with pytest.raises(MemoryBrokeError, match="rollback"):
        async with reading(log_of(1, 2), memory) as reader:
            await anext(reader)


async def test_it_is_read_within_its_block() -> None:
    reader = reading(log_of(1), RamMemory())
    for _ in range(2):
        with pytest.raises(NotOpen, match=r"dispatches\.air"):
            await anext(reader)
        with pytest.raises(NotOpen):
            await reader.done()
        async with reader:
            assert row(await anext(reader)) == (ONE, 1)
