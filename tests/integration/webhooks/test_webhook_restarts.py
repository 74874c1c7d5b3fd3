"""Workers that end in the middle, and those that go on after them."""

import asyncio
import os
import sys
from pathlib import Path

from sinks.webhooks.work import is_at_work
from streams.settings.source import environment_of
from tests.integration.webhooks.office import Office, waiting_workers
from tests.integration.webhooks.receiver import Receiver
from tests.waiting import until


async def test_a_worker_that_was_cut_off_tries_again_with_the_same_id(
    office: Office, receiver: Receiver
) -> None:
    await office.add(receiver.url)
    await office.tell(("a", 1), ("a", 2), ("b", 1))
    receiver.open.clear()
    async with office.working():
        await until(lambda: len(receiver.heard) == 2, "both incidents to be under way")
    assert list((await office.states()).values()) == ["waiting"] * 3
    receiver.open.set()
    async with office.working():
        await office.settled(["delivered"] * 3)
    assert receiver.times == {office.id("a", 1): 2, office.id("b", 1): 2, office.id("a", 2): 1}


async def test_a_worker_that_is_killed_leaves_nothing_undone(
    office: Office, receiver: Receiver, tmp_path: Path
) -> None:
    await office.add(receiver.url)
    await office.tell(("a", 1), ("a", 2), ("b", 1))
    receiver.open.clear()
    inherited = {name: value for name, value in os.environ.items() if not name.startswith("SINERGI_")}
    worker = await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", "streams.cli", "worker", "webhooks"),
        cwd=tmp_path,
        env=inherited | environment_of(office.settings),
    )
    try:
        await until(lambda: len(receiver.heard) == 2, "both incidents to be under way")
    finally:
        worker.kill()
        await worker.wait()
    receiver.open.set()
    async with office.working():
        await office.settled(["delivered"] * 3)
    assert receiver.times == {office.id("a", 1): 2, office.id("b", 1): 2, office.id("a", 2): 1}


async def test_one_works_and_another_takes_over(office: Office, receiver: Receiver) -> None:
    await office.add(receiver.url)
    receiver.open.clear()

    async def one_waits() -> bool:
        return await waiting_workers(office.pool) == 1

    async with office.working() as first:
        await office.tell(("a", 1))
        await until(lambda: len(receiver.heard) == 1, "the first to try")
        async with office.working() as second:
            await until(one_waits, "the second to wait")
            assert await is_at_work(office.pool)
            first.cancel()
            await until(lambda: len(receiver.heard) == 2, "the second to try")
            receiver.open.set()
            await office.settled(["delivered"])
            assert not second.done()
    assert receiver.ids() == [office.id("a", 1)] * 2
