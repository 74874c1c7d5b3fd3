"""What agencies have to do, read once for all telephones of an agency that ask at about the same time."""

import asyncio
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime

from sinks.reading_board_agencies import AgencyReader
from streams.board.agencies.tasks import Tasks, tasks_of
from streams.board.here import Board
from streams.http.asking import asking

TASKS_MAX = 200
FRESH_S = 1.0


@dataclass(frozen=True, slots=True)
class Read:
    """What was read, and the mark up to which it tells."""

    tasks: Tasks
    mark: str
    whole: bool


@dataclass(slots=True)
class _Copy:
    lock: asyncio.Lock = field(default_factory=asyncio.Lock)
    read: Read | None = None
    at_s: float = float("-inf")


class Lists:
    """Those of one process: as many as there are agencies with accounts."""

    def __init__(self, now_s: Callable[[], float] = time.monotonic) -> None:
        self._now_s = now_s
        self._copies: dict[str, _Copy] = {}

    async def of(self, here: Board, agency: str) -> Read:
        """At most `FRESH_S` old. Raises a `Fault` where Postgres is away."""
        copy = self._copies.setdefault(agency, _Copy())
        async with copy.lock:
            if copy.read is None or self._now_s() - copy.at_s >= FRESH_S:
                copy.at_s = self._now_s()
                copy.read = await _read(here, agency)
            return copy.read


async def _read(here: Board, agency: str) -> Read:
    mark = here.hub.mark
    with asking():
        found = await AgencyReader(here.connected.pool).open_of(agency, TASKS_MAX + 1)
    tasks = tasks_of(found[:TASKS_MAX], agency, here.catalog, datetime.now(UTC))
    return Read(tasks, mark, whole=len(found) <= TASKS_MAX)
