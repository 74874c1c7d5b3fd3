"""One round of what `python -m tests.chaos` does for half an hour."""

from pathlib import Path

import pytest

from tests.chaos.run import Plan, run
from tests.chaos.schedule import Size
from tests.e2e.servers import REAL_KAFKA, Guard

SEED = 20_261_127
SIZE = Size(lasts_s=15, of_each=2)


@pytest.mark.skipif(not REAL_KAFKA, reason="brokers that are killed one by one are a real Kafka's")
async def test_a_storm_loses_and_doubles_nothing(tmp_path: Path, guard: Guard):
    verdict = await run(Plan(SEED, lasts_s=1, size=SIZE, rate_s=15, folder=tmp_path))
    assert verdict.wrong == []
    assert verdict.disturbances > 8
    assert verdict.numbers["reports"] == verdict.numbers["recorded"] > 100
