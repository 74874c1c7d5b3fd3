"""What scenarios of a store are made of, and how they run on the model."""

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from datetime import timedelta
from typing import Any

from schemas.classified import ClassifiedReport
from schemas.message import Message
from sinks.postgres import Claim
from streams.core.fold import Folded, fold
from streams.core.storms import Storms
from tests.simulation.database import Database
from tests.simulation.store import ModelStore
from tests.simulation.world import World
from tests.unit.core.city import RULES
from tests.unit.core.reports import classified, point

TOPIC = "reports.classified"
WITHIN_S = 20.0

Scenario = Callable[[Any], Awaitable[None]]
Run = Callable[[Scenario], None]


def on_the_model(scenario: Scenario) -> None:
    """In virtual time, with latencies and no trouble."""
    world = World(1)
    task = world.loop.start(within(scenario, ModelStore(world, Database(world))))
    assert world.loop.run_until(task.done, WITHIN_S * 2)
    task.result()


async def within(scenario: Scenario, store: Any) -> None:
    async with asyncio.timeout(WITHIN_S):
        await scenario(store)


async def take_in(store: Any, claim: Claim, reports: Sequence[ClassifiedReport]) -> tuple[Folded, Claim]:
    """A batch of reports, folded over nothing."""
    async with store.batch(claim, (claim.next_offset or 0) + len(reports)) as batch:
        folded = fold(reports, RULES.no_incidents(), {}, RULES, Storms.of(RULES.sky))
        await batch.record(folded.recorded, folded.incidents.values())
        await batch.record_storms(folded.storms)
    return folded, batch.claim


def message(number: int) -> Message:
    return Message("dispatches.air", b"key", str(number).encode(), (("ce_id", str(number).encode()),))


def report(id: str, minutes: int = 0, **more: Any) -> ClassifiedReport:
    return classified(id, place=point(), after=timedelta(minutes=minutes), **more)
