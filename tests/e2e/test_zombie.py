"""A worker that stands still in the middle of a batch, is taken for dead, and wakes up again."""

import signal

from tests.e2e.city import City
from tests.e2e.gate import Gate, gate
from tests.e2e.reports import stream
from tests.e2e.workers import Worker

REPORTS = 400


async def test_zombie_before_its_transaction_is_refused(bekasi: City):
    _, zombie = await bekasi.start("triage", "resolve")
    async with gate(bekasi.settings.postgres.url, "consumed", "%update consumed%") as closed:
        await _stop_at(closed, zombie, bekasi)
        await bekasi.start("resolve")
        await closed.open()
    await _wakes_and_dies(zombie, bekasi)
    # Agents work side by side: one stood at the gate, another may have waited for an answer, whose time is
    # over, and Postgres ends a transaction that stands still for long. Any of it may be told first.
    told = r"ending the process.*(FencedError.*epoch \d+ is over|LostTransactionError|TimeoutError)"
    assert zombie.said(told), zombie.log.read_text()


async def test_zombie_inside_its_transaction_is_cut_off(bekasi: City):
    _, zombie = await bekasi.start("triage", "resolve")
    async with gate(bekasi.settings.postgres.url, "links", "copy%") as closed:
        await _stop_at(closed, zombie, bekasi)
        await closed.open()
    await bekasi.start("resolve")
    await _wakes_and_dies(zombie, bekasi)
    assert zombie.said("ending the process.*LostTransactionError"), zombie.log.read_text()


async def _stop_at(closed: Gate, worker: Worker, city: City) -> None:
    await city.publish(stream(seed=2, total=REPORTS))
    await city.until(closed.reached, "the worker to be in the middle of a batch")
    worker.signal(signal.SIGSTOP)


async def _wakes_and_dies(zombie: Worker, city: City) -> None:
    await city.settled()
    assert zombie.exits == []
    zombie.signal(signal.SIGCONT)
    await city.ended(zombie)
    assert zombie.exits == [1]
    assert await city.faults() == []
