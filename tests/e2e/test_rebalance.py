"""Workers come and go under load: 1, 3, 1 of each."""

import asyncio
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager

from tests.e2e.city import City
from tests.e2e.reports import Record, stream

REPORTS = 1_500
LAST = 300
"""Published when the others have gone, so that what stays is seen to go on."""
SLICE = 10
PAUSE_S = 0.1


async def test_workers_come_and_go(bekasi: City):
    await bekasi.start("triage", "resolve")
    records = stream(seed=4, total=REPORTS)
    async with _load(bekasi, records[:-LAST]):
        more = await bekasi.start("triage", "triage", "resolve", "resolve")
        await bekasi.until(lambda: _all_at_work(bekasi), "every worker to have partitions")
        assert [await worker.stop() for worker in more] == [0, 0, 0, 0]
    await bekasi.publish(records[-LAST:])
    await bekasi.settled()
    assert [worker.exits for worker in bekasi.workers[:2]] == [[], []]
    assert await bekasi.faults() == []


async def _all_at_work(city: City) -> bool:
    pages = await asyncio.gather(*(worker.page("healthz/ready") for worker in city.workers))
    return all(status == 200 and "/" in text for status, text in pages)


@asynccontextmanager
async def _load(city: City, records: Sequence[Record]) -> AsyncIterator[None]:
    """Publish a few at a time, and at the end of the block the rest at once."""
    left, over = list(records), asyncio.Event()

    async def trickle() -> None:
        while left and not over.is_set():
            await city.publish(left[:SLICE])
            del left[:SLICE]
            await asyncio.sleep(PAUSE_S)

    # Never cancelled: a slice must be published whole, or what was sent of it would not be known.
    task = asyncio.create_task(trickle())
    try:
        yield
    finally:
        over.set()
        await task
    await city.publish(left)
