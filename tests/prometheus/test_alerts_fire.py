"""Every alert is provoked once in a running system, fires, and ends after its cause is gone."""

import asyncio
import time
from collections.abc import AsyncIterator, Sequence
from contextlib import AsyncExitStack
from dataclasses import dataclass
from pathlib import Path

import pytest
import pytest_asyncio

from tests.e2e.servers import Guard, Postgres
from tests.prometheus.alarms import Alarms, Labels, alarms
from tests.prometheus.causes import PASSED_BY, PASSED_BY_REPORTS
from tests.prometheus.conftest import Start
from tests.prometheus.hurried import hurry
from tests.prometheus.provocations import STAGES, Provocation
from tests.prometheus.server import Prometheus
from tests.prometheus.town import RULES
from tests.prometheus.ward import Ward, ward
from tests.waiting import until

SETTLED_S = 120.0
FIRES_S = 120.0
ENDS_S = 180.0
"""The longest of the windows that must be clean again is 15 s; the rest is for a busy machine."""


@dataclass(slots=True)
class Told:
    """About one alert: when its cause began, it fired, its cause began to be mended, it ended."""

    alert: str
    labels: Labels
    began_s: float = 0
    fired_s: float = 0
    mended_s: float = 0
    ended_s: float = 0

    def __str__(self) -> str:
        return f"{self.alert:30}{self.fired_s - self.began_s:8.1f}{self.ended_s - self.mended_s:8.1f}"


@pytest_asyncio.fixture
async def system(tmp_path: Path, prometheus: Start) -> AsyncIterator[tuple[Ward, Prometheus]]:
    hurry(RULES, tmp_path / "rules")
    with Guard() as guard:
        async with Postgres(guard) as postgres, ward(tmp_path, postgres, guard) as here:
            targets = {role: [worker.address] for role, worker in here.workers.items()}
            yield here, prometheus(targets, tmp_path / "rules")


async def test_every_alert_fires_and_ends(
    system: tuple[Ward, Prometheus], capsys: pytest.CaptureFixture[str]
) -> None:
    here, prometheus = system
    await until(lambda: _evaluated(prometheus), "the rules to be evaluated", SETTLED_S)
    async with alarms(prometheus) as seen:
        await seen.calm(SETTLED_S)
        async with asyncio.TaskGroup() as ends:
            told = [one for stage in STAGES for one in await _provoked(here, seen, stage, ends)]
        await until(lambda: _is_recorded(here), "what triage had passed by to be recorded", SETTLED_S)
        await seen.calm(SETTLED_S)
    with capsys.disabled():
        print(f"\n{'alert':30}{'fired s':>8}{'ended s':>8}", *told, sep="\n")  # noqa: T201


async def _evaluated(prometheus: Prometheus) -> bool:
    """Until reports were seen to be dispatched, no alert that is quiet says anything."""
    dispatched = (
        "sum(increase(sinergi_dispatch_seconds_count[5s])) > 0 and sinergi:dispatch_late:ratio_rate3d"
    )
    return bool(await asyncio.to_thread(prometheus.query, dispatched))


async def _is_recorded(here: Ward) -> bool:
    """Every report that was passed by."""
    sql = "select count(*) from reports where channel = $1 and id ~ '^r[0-9]'"
    return (await here.city.rows(sql, PASSED_BY))[0][0] == PASSED_BY_REPORTS


async def _provoked(
    here: Ward, seen: Alarms, stage: Sequence[Provocation], ends: asyncio.TaskGroup
) -> list[Told]:
    """Begin all causes, wait until all alerts fire, mend all; ends are waited for beside what follows."""
    told: list[Told] = []
    async with AsyncExitStack() as causes, asyncio.TaskGroup() as fires:
        for provocation in stage:
            new = [Told(alert, labels, time.monotonic()) for alert, labels in provocation.alerts.items()]
            assert [one.alert for one in new if seen.is_firing(one.alert, one.labels)] == []
            await causes.enter_async_context(provocation.cause(here))
            causes.callback(_await_ends, seen, new, ends)
            for one in new:
                fires.create_task(_fires(seen, one))
            told += new
    return told


def _await_ends(seen: Alarms, told: Sequence[Told], ends: asyncio.TaskGroup) -> None:
    for one in told:
        one.mended_s = time.monotonic()
        ends.create_task(_ends(seen, one))


async def _fires(seen: Alarms, told: Told) -> None:
    await seen.fires(told.alert, told.labels, FIRES_S)
    told.fired_s = time.monotonic()


async def _ends(seen: Alarms, told: Told) -> None:
    await seen.ends(told.alert, told.labels, ENDS_S)
    told.ended_s = time.monotonic()
