"""Postgres killed under load, twice: workers end, are started again, and go on where it stands."""

from pathlib import Path

from sinks.topics import publish
from tests.e2e.city import city
from tests.e2e.reports import BEGIN, stream
from tests.e2e.servers import Guard, Postgres

REPORTS = 1_000
KILLS = 2


async def test_postgres_down(tmp_path: Path, guard: Guard):
    records = stream(seed=5, total=REPORTS)
    size = REPORTS // KILLS
    async with Postgres(guard) as postgres, city(tmp_path, postgres, guard) as here:
        triage, resolve = await here.start("triage", "resolve")
        for kill in range(KILLS):
            recorded = await here.count("reports")
            await here.publish(records[kill * size : (kill + 1) * size])
            await here.grown("reports", recorded)
            ticks = await here.ticks(BEGIN)
            postgres.kill()
            # All reports may be written by now: so that there is something to write, whatever it was at.
            await publish(here.producer, ticks)
            await here.ended(resolve, times=kill + 1)
            await postgres.start()
        await here.settled()
        assert {*triage.exits} <= {1}, "it asks for keys, and may have had nothing to ask just then"
        assert resolve.exits == [1] * KILLS
        assert await here.faults() == []
