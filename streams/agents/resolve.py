"""resolve: classified reports, and all else that changes incidents -> incidents. Their only writer.

One transaction a batch holds all of it; what goes out is sent after the commit and deleted from
the outbox once Kafka has it. Any failure ends the process: memory is only a cache of Postgres.
"""

import asyncio
import gc
from collections.abc import Collection, Iterable, Sequence
from datetime import UTC, datetime
from itertools import groupby

from schemas.classified import ClassifiedReport
from schemas.message import Message
from schemas.topics import CLASSIFIED
from sinks.keyring import Keyring
from sinks.postgres import Batch, Claim, Reach, Store
from sinks.topics import partition_of
from streams.agents.claims import Claims
from streams.agents.desk import Desk, Read, Turn
from streams.agents.log_decisions import (
    log_corrections,
    log_forgotten,
    log_refusals,
    log_reports,
    log_words,
)
from streams.agents.publish import Publish
from streams.agents.seals import read_events
from streams.agents.spans import ResolveSpans, SendingSpans
from streams.core.durations import Durations
from streams.core.rules import Rules
from streams.core.storms import Storms
from streams.metering import Stages
from streams.metrics import Metrics
from streams.tracing import OFF, Tracing
from streams.transport import Chunk

LOOSE_RECORDS = 5_000
"""The garbage collector sees what so many records left in memory, and no more of it."""


class Resolve:
    """Owns whole keys `city:family`: all reports that could speak of one incident come here."""

    def __init__(
        self,
        store: Store,
        keyring: Keyring,
        rules: Rules,
        publish: Publish,
        metrics: Metrics,
        *,
        partitions: int,
        tracing: Tracing = OFF,
    ) -> None:
        self._store = store
        self._keyring = keyring
        self._rules = rules
        self._publish = publish
        self._metrics = metrics
        self._partitions = partitions
        self._tracing = tracing
        self._incidents = self._rules.no_incidents()
        self._storms = Storms.of(rules.sky)
        self._durations = Durations.of(())
        self._loose = 0
        self.claims = Claims(store, self._take_over)

    async def take(self, chunk: Chunk) -> None:
        """Take a chunk in, write what it comes to, then send what follows from it."""
        watch, spans, turn = self._metrics.stages(), ResolveSpans(self._tracing), Turn()
        records = [record for part in chunk.parts for record in part.records]
        events = await read_events(records, self._rules.catalog, self._keyring)
        await self._unpack(events)
        watch.lap("read")
        with self._metrics.transaction_seconds.labels("resolve").time():
            async with self.claims.batch({part.tp: part.next_offset for part in chunk.parts}) as batch:
                await self._decide(events, batch, turn, watch, spans)
                reaches = await batch.send_later(*map(turn.of, batch.claims))
        spans.end()
        watch.lap("record")
        await self._send([message for claim, _ in reaches for message in turn.of(claim)], reaches)
        watch.lap("publish")
        watch.end()
        self._count(chunk.topic, len(records), turn)
        _log(turn)
        chunk.finish()
        self._loose += len(records)
        if self._loose >= LOOSE_RECORDS:
            self._freeze()

    async def _unpack(self, events: Iterable[Read]) -> None:
        """What a key holds is read before the transaction begins, and before time counts for the reports.

        That takes a second where it holds most; in between the client for Kafka has its turns.
        """
        for key in {event.key for event, _ in events if isinstance(event, ClassifiedReport)}:
            self._incidents.of(key)
            await asyncio.sleep(0)

    async def _decide(
        self, events: Iterable[Read], batch: Batch, turn: Turn, watch: Stages, spans: ResolveSpans
    ) -> None:
        desk = Desk(
            batch,
            self._incidents,
            self._storms,
            self._rules,
            durations=self._durations,
            turn=turn,
            watch=watch,
            spans=spans,
        )
        for reports, run in groupby(events, lambda event: isinstance(event[0], ClassifiedReport)):
            take = desk.fold if reports else desk.take
            await take(run)

    async def _take_over(self, claims: Collection[Claim]) -> None:
        """Load what was last spoken of in these partitions' keys, and send what the outbox still holds."""
        mine = {claim.partition for claim in claims if claim.topic == CLASSIFIED}
        known = {*await self._store.keys(), *await self._store.storm_keys()}
        keys = [k for k in sorted(known) if partition_of(k.encode(), self._partitions) in mine]
        self._incidents = self._rules.no_incidents()
        await self._load(keys)
        self._storms = Storms.of(self._rules.sky, await self._store.storms(keys))
        self._durations = Durations.of(await self._store.finished(keys))
        self._freeze()
        self._show()
        for claim in claims:
            await self._send_pending(claim)

    async def _load(self, keys: Iterable[str]) -> None:
        """As many at a time as the pool has connections. All of it stays, and none is garbage to look for."""
        most = self._incidents.most
        gc.disable()
        try:
            for kept in await asyncio.gather(*(self._store.latest(key, most) for key in keys)):
                self._incidents.load(kept)
            gc.freeze()
        finally:
            gc.enable()

    def _freeze(self) -> None:
        """What is in memory stays, and the collector would go through all of it again and again."""
        gc.collect()
        gc.freeze()
        self._loose = 0

    async def _send_pending(self, claim: Claim) -> None:
        while True:
            messages, reach = await self._store.pending(claim)
            if not messages:
                return
            await self._send(messages, [(claim, reach)])

    async def _send(self, messages: Sequence[Message], reaches: Sequence[tuple[Claim, Reach]]) -> None:
        spans = SendingSpans(self._tracing, messages)
        await self._publish(spans.messages)
        spans.end()
        self._metrics.sent(messages, datetime.now(UTC))
        await self._store.sent(reaches)

    def _show(self) -> None:
        self._metrics.open_incidents.set(len(self._incidents))
        self._metrics.open_events.set(self._storms.open_events())

    def _count(self, topic: str, records: int, turn: Turn) -> None:
        metrics = self._metrics
        metrics.took(topic, records)
        self._show()
        metrics.add(metrics.redelivered, turn.redelivered)
        metrics.refused(turn.rejected)
        recorded = ((one.report.channel, one.link.decision.value) for one in turn.recorded)
        metrics.add(metrics.recorded, recorded)
        corrected = ((one.correction.what.kind, one.result.value) for one in turn.corrected)
        metrics.add(metrics.corrections, corrected)
        metrics.add(metrics.progress, turn.progress)
        metrics.add(metrics.replies, turn.replies)


def _log(turn: Turn) -> None:
    log_refusals(turn.rejected)
    log_corrections(turn.corrected)
    log_reports(turn.recorded)
    log_words(turn.spoken)
    log_forgotten(turn.forgotten)
