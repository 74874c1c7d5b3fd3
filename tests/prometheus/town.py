"""A running system that a Prometheus reads, and the story that is told in it."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path

from streams.settings import WatchSettings, WebhookSettings
from tests.e2e.city import city
from tests.e2e.servers import Guard, Postgres
from tests.e2e.workers import Role, Worker
from tests.integration.webhooks.receiver import receiving
from tests.prometheus.conftest import Start
from tests.prometheus.server import Prometheus
from tests.prometheus.story import Story
from tests.waiting import until

PROCESSES: tuple[Role, ...] = ("triage", "resolve", "webhooks", "watch", "intake", "board")
RULES = Path(__file__).parents[2] / "deploy/prometheus/rules"
SCRAPED_S = 30.0


@dataclass(frozen=True, slots=True)
class Town:
    """What it is asked."""

    prometheus: Prometheus
    workers: dict[Role, Worker]


@asynccontextmanager
async def town(folder: Path, postgres: Postgres, guard: Guard, start: Start) -> AsyncIterator[Town]:
    """One in which everything has happened at least once, and was read."""
    async with city(folder, postgres, guard) as here, receiving() as hook:
        here.settings = here.settings.model_copy(
            update={
                "watch": WatchSettings(every_s=0.5, counts_every_s=1, drift_every_s=1),
                "webhooks": WebhookSettings(poll_s=0.2, private_destinations=True),
            }
        )
        here.workers += [Worker(role, 0, here.settings, guard) for role in PROCESSES]
        workers = dict(zip(PROCESSES, here.workers, strict=True))
        prometheus = start({role: [worker.address] for role, worker in workers.items()}, RULES)
        await asyncio.gather(*(worker.start() for worker in here.workers))
        await asyncio.gather(*(worker.ready() for worker in here.workers))
        story = Story(here, workers["intake"].address, workers["board"].address, hook.url)
        await story.begin()
        await _read(prometheus, f"sum(sinergi_reports_recorded_total) == {await here.count('reports')}")
        await story.go_on()
        await story.older_days()
        await story.from_outside()
        await _read(prometheus, "sum(sinergi_intake_refused_total) >= 1")
        await _read(prometheus, "sum(sinergi_board_refused_total) >= 1")
        await story.from_outside()
        await until(lambda: bool(hook.heard), "an agency to hear over HTTP")
        yield Town(prometheus, workers)


async def _read(prometheus: Prometheus, expr: str) -> None:
    async def held() -> bool:
        return bool(await asyncio.to_thread(prometheus.query, expr))

    await until(held, expr, SCRAPED_S)
