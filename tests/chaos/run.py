"""One run: a town, what it says, what is done to it, and what is found afterwards."""

import asyncio
import time
from contextlib import AsyncExitStack
from dataclasses import dataclass
from itertools import takewhile
from pathlib import Path

from tests.chaos import clock
from tests.chaos.brokers import POLL_S, SESSION_S
from tests.chaos.crowd import AWAY, Crowd
from tests.chaos.ears import Ears
from tests.chaos.publisher import Publisher
from tests.chaos.schedule import KINDS, Kind, Size, rounds
from tests.chaos.storm import Storm
from tests.chaos.town import Town, town
from tests.chaos.verdict import Verdict, judge, what_was_said
from tests.waiting import until

CATCHES_UP_S = 300.0
SETTLES_S = 300.0
FLUSHES_S = 120.0
_MISSING = """
    select count(*) from unnest($1::text[], $2::text[]) as said (channel, id)
    where not exists (select from reports r where (r.channel, r.id) = (said.channel, said.id))
"""


@dataclass(frozen=True, slots=True)
class Plan:
    """How long it storms, in seconds, drawn from which seed and from which round on; reports a second."""

    seed: int
    lasts_s: float
    size: Size
    rate_s: float
    folder: Path
    first: int = 0


async def run(plan: Plan) -> Verdict:
    """Raises `TimeoutError` where the town does not recover."""
    (plan.folder / "seed").write_text(f"{plan.seed}\n")
    async with (
        town(plan.folder) as here,
        Publisher(here.brokers.addresses) as publisher,
        AsyncExitStack() as stack,
    ):
        crowd = Crowd(here.city, publisher, plan.rate_s, plan.seed)
        storm = Storm(here, lambda: caught_up(here, publisher))
        ears, over = Ears(here.brokers.addresses), asyncio.Event()
        began = time.monotonic()
        try:
            async with asyncio.TaskGroup() as group:
                group.create_task(ears.listen(over))
                speaking = group.create_task(crowd.speak())
                await _storm(plan, here, storm)
                took_s = time.monotonic() - began
                crowd.over.set()
                await speaking
                await publisher.flush(FLUSHES_S)
                await storm.heal()
                said = await what_was_said(here, publisher)
                await stack.enter_async_context(here.city.logs)
                await here.city.settled(SETTLES_S)
                over.set()
            return await judge(here, said, storm, ears, took_s)
        finally:
            (plan.folder / "postgres.log").write_bytes(here.disk.log.read_bytes())


async def _storm(plan: Plan, here: Town, storm: Storm) -> None:
    kinds = possible(here)
    ends = time.monotonic() + plan.lasts_s
    planned = rounds(plan.seed, SESSION_S, kinds, plan.size, plan.first)
    for one in takewhile(lambda _: time.monotonic() < ends, planned):
        with (plan.folder / "schedule").open("a") as file:
            file.writelines(f"round {one.number} {act}\n" for lane in one.lanes for act in lane)
            file.write(f"round {one.number} then {one.measured}\n")
        await storm.round(one)


def possible(here: Town) -> set[Kind]:
    """What can be done on this machine."""
    cannot: set[Kind] = set()
    if not here.disk.mounted:
        cannot.add("Postgres' disk full")
    if not clock.JUMPS:
        cannot.add("worker's clock jumped")
    return {*KINDS} - cannot


async def caught_up(here: Town, publisher: Publisher) -> None:
    """Wait until the last report of each partition, as of now, is recorded."""
    last = [*publisher.last.values()]

    async def recorded() -> bool:
        try:
            missing = await here.city.rows(_MISSING, [r.channel for r in last], [r.id for r in last])
        except AWAY:
            return False
        return missing[0][0] == 0

    await until(recorded, "what was published to be recorded", CATCHES_UP_S, POLL_S)
