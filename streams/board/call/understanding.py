"""What triage would find out about a report that is being typed, by the very code of triage."""

from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager, suppress

from schemas.catalog.models import Catalog
from schemas.classified import ClassifiedReport
from schemas.rejection import Origin, Rejection
from schemas.report import Report
from schemas.topics import reports
from streams.core.understand import Knowledge, understand
from streams.http.faults import later
from streams.http.lane import BusyError, Lane
from streams.settings import Settings
from streams.weights import load as load_weights

UNDER_WAY_MAX = 16
"""So many wait for the one thread; each takes about a millisecond of it."""


def knowledge_of(catalog: Catalog, settings: Settings) -> Knowledge:
    """Takes seconds. Raises `Mistakes` for weights that are none."""
    return Knowledge.of(catalog, load_weights(settings.weights))


class Understanding:
    """One thread, so that nobody's keystroke stops what others are told.

    What it knows takes seconds and 75 MB, so it is made when somebody opens the form for the first time.
    """

    def __init__(self, make: Callable[[], Knowledge]) -> None:
        self._make = make
        self._knowledge: Knowledge | None = None
        self._begun = False
        self._lane = Lane("understand", threads=1, under_way_max=UNDER_WAY_MAX)

    @asynccontextmanager
    async def kept(self) -> AsyncIterator[None]:
        """Until the end of the block."""
        try:
            yield
        finally:
            self._lane.close()

    def prepare(self) -> None:
        """Begin to make what it knows, if that was not begun; nobody waits."""
        if not self._begun:
            self._begun = True
            with suppress(BusyError):  # Then what is under way makes it.
                self._lane.begin(self._known)

    async def of(self, report: Report, channel: str) -> ClassifiedReport | Rejection:
        """What a record with this report would come to. Raises a `Fault` of 503 where too many ask."""
        try:
            return await self._lane.run(self._understood, report.to_json(), channel)
        except BusyError as error:
            raise later(503, "not_now", 1) from error

    def _understood(self, value: bytes, channel: str) -> ClassifiedReport | Rejection:
        unsent = Origin(topic=reports(channel), partition=0, offset=0)
        return understand(value, channel, unsent, self._known())

    def _known(self) -> Knowledge:
        """In the thread alone."""
        if self._knowledge is None:
            self._knowledge = self._make()
        return self._knowledge
