"""herald: announcements -> a feedback for each reporter, page by page. Beside resolve.

However many they are, `resolve` writes one record, and here one page of them is in memory.
"""

from collections.abc import AsyncIterator, Collection, Sequence
from datetime import UTC, datetime

from schemas.announcement import Announcement, Reporter
from schemas.rejection import Rejection
from sinks.postgres import Store
from streams.agents.claims import Claims
from streams.agents.log_decisions import log_refusals
from streams.agents.moment import moment_of
from streams.agents.publish import Publish
from streams.core.records.announce import announced_to
from streams.core.records.read import read_announcement
from streams.core.tell import feedback_record, rejected_record
from streams.metrics import Metrics
from streams.transport import Chunk

PAGE = 200
"""So many reporters are told at a time; others of the process get their turn between."""

STRIDE = 5_000
"""So many may be told again after a crash, beside those of the announcement at hand."""


class Herald:
    """Tells the reporters of an incident what became of it. `channels` are those of the catalog."""

    def __init__(
        self,
        store: Store,
        claims: Claims,
        publish: Publish,
        metrics: Metrics,
        *,
        channels: Collection[str],
    ) -> None:
        self._store = store
        self._claims = claims
        self._publish = publish
        self._metrics = metrics
        self._channels = channels

    async def take(self, chunk: Chunk) -> None:
        """Tell everybody, then move on. What a crash cut off is told again, with the same ids."""
        told = 0
        for record in chunk.records:
            event = read_announcement(record)
            if isinstance(event, Rejection):
                await self._publish([rejected_record(event, moment_of(record))])
                self._metrics.refused([event])
                log_refusals([event])
            else:
                told += await self._tell(event)
            if told >= STRIDE:
                await self._move(chunk, record.offset + 1)
                told = 0
        await self._move(chunk, chunk.next_offset)
        self._metrics.took(chunk.topic, len(chunk.records))
        chunk.finish()

    async def _tell(self, announcement: Announcement) -> int:
        """One announcement; how many heard it."""
        heard = 0
        async for page in self._pages(announcement):
            # Where nobody listens any more there may be no topic either, and publishing would fail for ever.
            reached = [one for one in page if one.channel in self._channels]
            gone = ((one.channel,) for one in page if one.channel not in self._channels)
            self._metrics.add(self._metrics.unreachable, gone)
            messages = [feedback_record(one.channel, announced_to(one, announcement)) for one in reached]
            await self._publish(messages)
            self._metrics.sent(messages, datetime.now(UTC))
            heard += len(messages)
        return heard

    async def _pages(self, announcement: Announcement) -> AsyncIterator[Sequence[Reporter]]:
        after = 0
        while page := await self._store.reporters(
            announcement.incident_id, up_to=announcement.up_to, after=after, limit=PAGE
        ):
            yield page
            after = page[-1].position

    async def _move(self, chunk: Chunk, next_offset: int) -> None:
        with self._metrics.transaction_seconds.labels("herald").time():
            async with self._claims.batch({chunk.tp: next_offset}):
                pass
