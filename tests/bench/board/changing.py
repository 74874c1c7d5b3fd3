"""Incidents that change all the time, at a steady rate, with as many open at the end as at the beginning."""

import asyncio
import itertools
import threading
from collections import deque
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field

import asyncpg

from sinks.postgres import Pool
from tests.board.town import Town
from tests.integration.board.incidents import close, open_incidents, touch

ACTS = ("touch", "open", "touch", "close", "touch")
"""In turn."""
STOPPED_S = 20.0


@dataclass(slots=True)
class Changed:
    """How many changes Postgres has taken, and whether there shall be more."""

    number: int = 0
    ending: threading.Event = field(default_factory=threading.Event)


@contextmanager
def changing(here: Town, ids: Sequence[str], per_s: float) -> Iterator[Changed]:
    """Until the end of the block, in a thread of its own. Raises what went wrong in it."""
    changed, failed = Changed(), deque[BaseException](maxlen=1)

    def run() -> None:
        try:
            asyncio.run(_change(here, deque(ids), per_s, changed))
        except Exception as error:
            failed.append(error)

    thread = threading.Thread(target=run)
    thread.start()
    try:
        yield changed
    finally:
        changed.ending.set()
        thread.join(STOPPED_S)
    if failed:
        raise failed[0]


async def _change(here: Town, ids: deque[str], per_s: float, changed: Changed) -> None:
    loop = asyncio.get_running_loop()
    async with asyncpg.create_pool(here.settings.postgres.url, min_size=1, max_size=1) as pool:
        began_s = loop.time()
        for number, act in enumerate(itertools.cycle(ACTS)):
            if changed.ending.is_set():
                return
            await _act(pool, act, ids, number)
            changed.number = number + 1
            await asyncio.sleep(max(0.0, began_s + changed.number / per_s - loop.time()))


async def _act(pool: Pool, act: str, ids: deque[str], number: int) -> None:
    """The oldest of those that are open is closed; who is told again comes round."""
    match act:
        case "open":
            ids.extendleft(await open_incidents(pool, f"ganti{number}n", number % 97, number % 97))
        case "close":
            await close(pool, [ids.pop()])
        case _:
            ids.rotate(1)
            await touch(pool, [ids[0]])
