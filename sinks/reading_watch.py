"""What the watch asks Postgres. Nothing here writes."""

from collections import defaultdict
from collections.abc import Mapping

from sinks.postgres import Pool
from sinks.sql import queries


class WatchReader:
    """Questions that are asked every few seconds."""

    def __init__(self, pool: Pool) -> None:
        self._pool = pool
        self._sql = queries()

    async def consumed(self, cluster: str) -> dict[tuple[str, int], int | None]:
        """How far each partition was taken in, by topic and partition; None before the first record."""
        found = await self._pool.fetch(self._sql["watch_consumed"], cluster)
        return {(row["topic"], row["partition"]): row["next_offset"] for row in found}

    async def webhook_offsets(self, cluster: str) -> Mapping[str, Mapping[int, int]]:
        """How far each partition was taken in for agencies that are delivered to over HTTP."""
        offsets: dict[str, dict[int, int]] = defaultdict(dict)
        for row in await self._pool.fetch(self._sql["watch_webhook_offsets"], cluster):
            taken = offsets[row["agency"]]
            if row["partition"] is not None:
                taken[row["partition"]] = row["next_offset"]
        return offsets
