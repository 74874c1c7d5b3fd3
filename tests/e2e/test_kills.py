"""5,000 reports over three channels while workers are killed: the same comes out as without."""

import asyncio
import signal
from collections.abc import Sequence
from pathlib import Path
from random import Random

from tests.e2e.city import City, city
from tests.e2e.gate import gate
from tests.e2e.reports import Record, stream, together
from tests.e2e.servers import Guard, Postgres
from tests.e2e.workers import Worker

SEED = 20_261_124
REPORTS = 5_000
ROUNDS = 5
"""In each, one of triage and one of resolve is killed, and in the last both of resolve."""
INTO_A_BATCH_S = 0.2
"""A kill comes up to so long after work has begun; a batch takes some hundredths of it."""


async def test_kills_change_nothing(tmp_path: Path, postgres_server: Postgres, guard: Guard):
    records = stream(SEED, REPORTS)
    async with (
        city(tmp_path / "calm", postgres_server, guard) as calm,
        city(tmp_path / "storm", postgres_server, guard) as storm,
    ):
        await asyncio.gather(_undisturbed(calm, records), _killed(storm, records))
        assert await calm.faults() == []
        assert await storm.faults() == []
        assert await _together(storm) == await _together(calm) == together(records)


async def _undisturbed(city: City, records: list[Record]) -> None:
    await city.start("triage", "resolve")
    await city.publish(records)
    await city.settled()
    assert [await worker.stop() for worker in city.workers] == [0, 0]


async def _killed(city: City, records: list[Record]) -> None:
    random = Random(SEED)
    await city.start("triage", "triage", "resolve", "resolve", ready=False)
    triage, resolve = city.workers[:2], city.workers[2:]
    size = -(-REPORTS // ROUNDS)
    for begin in range(0, REPORTS, size):
        recorded = await city.count("reports")
        await city.publish(records[begin : begin + size])
        await city.grown("reports", recorded)
        await _kill_at_random(random, triage)
        if begin + size < REPORTS:
            await _kill_at_random(random, resolve)
        else:
            await _kill_before_clean_up(city, resolve)
    await city.settled()
    assert sum(worker.exits.count(-signal.SIGKILL) for worker in city.workers) == 2 * ROUNDS + 1


async def _kill_at_random(random: Random, workers: Sequence[Worker]) -> None:
    # Not a wait for anything: the moment of the kill is what varies here.
    await asyncio.sleep(random.uniform(0, INTO_A_BATCH_S))
    random.choice(workers).signal(signal.SIGKILL)


async def _kill_before_clean_up(city: City, workers: Sequence[Worker]) -> None:
    """What was committed has been sent, and is still in the outbox: random kills seldom meet that moment."""
    async with gate(city.settings.postgres.url, "outbox", "delete%") as closed:
        await city.until(closed.reached, "a worker to have sent its messages")
        for worker in workers:
            worker.signal(signal.SIGKILL)
        await closed.turn_away()


async def _together(city: City) -> set[frozenset[tuple[str, str]]]:
    rows = await city.rows(
        "select array_agg(array[channel, report_id]) as members from links group by incident_id"
    )
    return {frozenset((channel, id) for channel, id in row["members"]) for row in rows}
