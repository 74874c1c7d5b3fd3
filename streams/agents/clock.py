"""clock: what time it is -> reports.classified, for each key of the city. Beside triage.

Several of them tell the same time, and `resolve` does nothing twice for it.
"""

import asyncio
from datetime import UTC, datetime

from schemas.catalog.models import Catalog
from schemas.command import Tick
from streams.agents.publish import Publish
from streams.core.records.commands import command_record


class Clock:
    """Ticks on the whole `tick_s`, so that all clocks tell the same moments."""

    def __init__(self, catalog: Catalog, publish: Publish, tick_s: float) -> None:
        self._keys = list(map(catalog.city.key_of, sorted(catalog.city.families)))
        self._publish = publish
        self._tick_s = tick_s

    async def run(self) -> None:
        """Until it is cancelled. Raises what publishing raises."""
        while True:
            await asyncio.sleep(self._tick_s - datetime.now(UTC).timestamp() % self._tick_s)
            await self.tick(datetime.now(UTC))

    async def tick(self, now: datetime) -> None:
        """Tell the last whole moment to all keys."""
        at = datetime.fromtimestamp(now.timestamp() // self._tick_s * self._tick_s, UTC)
        await self._publish([command_record(Tick(key=key, at=at)) for key in self._keys])
