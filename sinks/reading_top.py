"""What `sinergi top` asks Postgres besides the watch's questions. Nothing here writes."""

from collections.abc import Mapping
from dataclasses import dataclass

from sinks.postgres import Pool
from sinks.sql import queries


@dataclass(frozen=True, slots=True)
class Decided:
    """What became of what was recorded lately: reports by channel and decision, refused records by topic."""

    reports: Mapping[tuple[str, str], int]
    refused: Mapping[str, int]


class TopReader:
    """Questions that are asked every second."""

    def __init__(self, pool: Pool) -> None:
        self._pool = pool
        self._sql = queries()

    async def decided(self, lately_s: float) -> Decided:
        """In the last so many seconds, by the clock of Postgres."""
        reports = await self._pool.fetch(self._sql["top_decisions"], lately_s)
        refused = await self._pool.fetch(self._sql["top_refused"], lately_s)
        return Decided(
            {(row["channel"], row["decision"]): row["reports"] for row in reports},
            {row["topic"]: row["records"] for row in refused},
        )

    async def events(self) -> int:
        """Those that go on."""
        events: int = await self._pool.fetchval(self._sql["top_events"])
        return events
