"""Stories that are cancelled leave nothing half done."""

import asyncio

import pytest

from tests.waiting import uncut


async def test_what_is_uncut_comes_to_its_end_before_its_caller_does() -> None:
    begun, may_end, ended = asyncio.Event(), asyncio.Event(), False

    async def work() -> None:
        nonlocal ended
        begun.set()
        await may_end.wait()
        ended = True

    caller = asyncio.create_task(uncut(work()))
    await begun.wait()
    caller.cancel()
    done, _ = await asyncio.wait({caller}, timeout=0.05)
    assert not done
    may_end.set()
    with pytest.raises(asyncio.CancelledError):
        await caller
    assert ended
