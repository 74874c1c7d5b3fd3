"""Which chunks in hand must wait for each other, though they are of different partitions."""

import asyncio
from collections.abc import AsyncIterator, Set
from contextlib import asynccontextmanager

from schemas.classified import ReportKey


class Apart:
    """Lets those in together that have no report in common; what may touch anything is in alone.

    An id that was used twice may come in two families at once: then one of them sees that the other has it.
    Who waits does so for those before it, so nobody waits for ever.
    """

    def __init__(self) -> None:
        self._inside: dict[asyncio.Event, Set[ReportKey] | None] = {}

    @asynccontextmanager
    async def enter(self, reports: Set[ReportKey] | None) -> AsyncIterator[None]:
        """Be in with these reports; None stands for anything."""
        before = [left for left, others in self._inside.items() if _meet(reports, others)]
        me = asyncio.Event()
        self._inside[me] = reports
        try:
            for left in before:
                await left.wait()
            yield
        finally:
            del self._inside[me]
            me.set()


def _meet(one: Set[ReportKey] | None, other: Set[ReportKey] | None) -> bool:
    return one is None or other is None or not one.isdisjoint(other)
