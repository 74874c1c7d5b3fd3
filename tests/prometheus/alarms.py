"""Which alerts fire, as Prometheus sees it."""

import asyncio
from collections.abc import AsyncIterator, Callable, Mapping
from contextlib import asynccontextmanager, suppress

from tests.prometheus.server import Prometheus
from tests.waiting import until

LOOKS_EVERY_S = 0.25

Labels = Mapping[str, str]


class Alarms:
    """Kept up to date in the background, so that many may wait."""

    def __init__(self, prometheus: Prometheus) -> None:
        self._prometheus = prometheus
        self._known: list[tuple[Labels, str]] = []

    def is_firing(self, alert: str, labels: Labels) -> bool:
        """With these labels, and others beside them."""
        wanted = {"alertname": alert, **labels}.items()
        return any(state == "firing" and wanted <= found.items() for found, state in self._known)

    async def fires(self, alert: str, labels: Labels, within_s: float) -> None:
        """Wait until it fires."""
        await self._until(lambda: self.is_firing(alert, labels), f"{alert} {labels} to fire", within_s)

    async def ends(self, alert: str, labels: Labels, within_s: float) -> None:
        """Wait until it fires no more."""
        await self._until(lambda: not self.is_firing(alert, labels), f"{alert} {labels} to end", within_s)

    async def calm(self, within_s: float) -> None:
        """Wait until nothing fires, and nothing is about to."""
        await self._until(lambda: not self._known, "all alerts to end", within_s)

    async def follow(self) -> None:
        """Without end."""
        while True:
            await self.look()
            await asyncio.sleep(LOOKS_EVERY_S)

    async def look(self) -> None:
        """Ask once."""
        found = await asyncio.to_thread(self._prometheus.alerts)
        self._known = [(one["labels"], one["state"]) for one in found]

    async def _until(self, condition: Callable[[], bool], what: str, within_s: float) -> None:
        try:
            await until(condition, what, within_s)
        except TimeoutError as error:
            error.add_note(f"known are {self._known}")
            raise


@asynccontextmanager
async def alarms(prometheus: Prometheus) -> AsyncIterator[Alarms]:
    """Followed until the end of the block."""
    made = Alarms(prometheus)
    await made.look()
    following = asyncio.create_task(made.follow())
    try:
        yield made
    finally:
        following.cancel()
        with suppress(asyncio.CancelledError):
            await following
