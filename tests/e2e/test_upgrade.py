"""From the code before to this code and back, worker by worker, under load, as `deploy/UPGRADING.md` says."""

import asyncio
import os
import sys
from collections.abc import AsyncIterator, Sequence
from pathlib import Path

import pytest
import pytest_asyncio

from streams.stack import prepare
from tests.e2e.city import City, city
from tests.e2e.lives import LATER
from tests.e2e.previous import COMMIT, NoPreviousError, Previous, previous
from tests.e2e.refold import refolded
from tests.e2e.reports import stream
from tests.e2e.servers import Guard, Postgres
from tests.e2e.talk import Talk, talk
from tests.e2e.workers import CODE, Worker

pytestmark = pytest.mark.any_broker

REPORTS = 5_000
"""More than are published: they end with the story."""


@pytest.fixture
def before(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Previous:
    try:
        return previous(tmp_path / "before")
    except NoPreviousError as error:
        if COMMIT in os.environ:
            raise
        with capsys.disabled():
            sys.stderr.write(f"\nNO UPGRADE IS TESTED: {error}\n")
        pytest.skip(str(error))


@pytest_asyncio.fixture
async def old_city(
    tmp_path: Path, postgres_server: Postgres, guard: Guard, before: Previous
) -> AsyncIterator[City]:
    async with city(tmp_path, postgres_server, guard, prepared=before.prepare) as here:
        yield here


async def test_an_upgrade_and_the_way_back_lose_and_double_nothing(old_city: City, before: Previous):
    here, old = old_city, before.folder
    workers = await here.start("triage", "triage", "resolve", "resolve", code=old)
    triages, resolves = workers[:2], workers[2:]
    async with talk(here, stream(seed=8, total=REPORTS)) as talking:
        await here.grown("reports", 0)
        await prepare(here.settings)
        await _work(talking, triages, resolves)
        # Who reads comes before who writes.
        await _replace(here, resolves, 0, CODE)
        await _work(talking, triages, resolves)
        await _replace(here, resolves, 1, CODE, by_force=True)
        await _replace(here, triages, 0, CODE)
        await _work(talking, triages, resolves)
        # All of it new is what the other tests run on. On the way back it is the other way round: an old
        # resolve would refuse what is sealed, so all that the new triage wrote is read before it starts.
        await _replace(here, triages, 0, old)
        await _work(talking, triages, resolves)
        await _replace(here, resolves, 0, old)
        await _work(talking, triages, resolves)
    await here.settled()
    await here.tick(*LATER)
    await here.settled()
    assert [worker.exits for worker in (*triages, *resolves)] == [[]] * 4
    assert await here.checked() == []
    await _as_undisturbed(here, before)


async def _work(talking: Talk, *workers: Sequence[Worker]) -> None:
    """All of them have partitions, and all that is said meanwhile is recorded."""
    every = [worker for role in workers for worker in role]
    await talking.city.until(lambda: _at_work(every), "every worker to have partitions")
    await talking.round()


async def _at_work(workers: Sequence[Worker]) -> bool:
    pages = await asyncio.gather(*(worker.page("healthz/ready") for worker in workers))
    return all(status == 200 and "/" in text for status, text in pages)


async def _replace(
    city: City, workers: list[Worker], number: int, code: Path, *, by_force: bool = False
) -> None:
    """Stop one by SIGTERM, or by SIGKILL, and start one of other code."""
    worker = workers[number]
    if by_force:
        await worker.end()
    else:
        assert await worker.stop() == 0
    [workers[number]] = await city.start(worker.role, ready=False, code=code)


async def _as_undisturbed(city: City, before: Previous) -> None:
    """As this code comes to it, unless the code before decides otherwise about the same reports."""
    if differences := await city.unlike_refolded():
        log = await city.classified()
        then = await before.members(log)
        assert then != refolded(log).members, differences
