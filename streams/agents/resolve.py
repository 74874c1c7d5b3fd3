"""resolve: classified reports -> incidents. The only writer of incidents.

One transaction a batch holds all of it; what goes out is sent after the commit and deleted from
the outbox once Kafka has it. Any failure ends the process: memory is only a cache of Postgres.
"""

from collections.abc import Collection, Iterable, Sequence

from schemas.classified import ClassifiedReport
from schemas.message import Message
from schemas.rejection import Rejection
from schemas.topics import CLASSIFIED
from sinks.postgres import Claim, Store
from sinks.topics import partition_of
from streams.agents.claims import Claims
from streams.agents.moment import moment_of
from streams.agents.publish import Publish
from streams.core.fold import Folded, Rules, fold, report_key
from streams.core.read import read_classified
from streams.core.storms import Storms
from streams.core.tell import dispatch_record, feedback_record, rejected_record
from streams.core.tell_event import event_record
from streams.metrics import Metrics
from streams.transport import Chunk


class Resolve:
    """Owns whole keys `city:family`: all reports that could speak of one incident come here."""

    def __init__(
        self, store: Store, rules: Rules, publish: Publish, metrics: Metrics, *, partitions: int
    ) -> None:
        self._store = store
        self._rules = rules
        self._publish = publish
        self._metrics = metrics
        self._partitions = partitions
        self._incidents = self._rules.no_incidents()
        self._storms = Storms.of(rules.sky)
        self.claims = Claims(store, self._take_over)

    async def take(self, chunk: Chunk) -> None:
        """Fold a chunk over the open incidents, write it, then send what follows from it."""
        watch = self._metrics.stages()
        read = [(read_classified(record, self._rules.catalog), record) for record in chunk.records]
        reports = [report for report, _ in read if isinstance(report, ClassifiedReport)]
        unreadable = [(rejection, record) for rejection, record in read if isinstance(rejection, Rejection)]
        watch.lap("read")
        async with self._store.batch(self.claims[chunk.tp], chunk.next_offset) as batch:
            digests = await batch.digests({report_key(report) for report in reports})
            watch.lap("record")
            folded = fold(reports, self._incidents, digests, self._rules, self._storms)
            outgoing = [
                *_outgoing(folded, reports),
                *(rejected_record(r, moment_of(at)) for r, at in unreadable),
            ]
            watch.lap("fold")
            await batch.record(folded.recorded, folded.incidents.values())
            await batch.record_storms(folded.storms)
            reach = await batch.send_later(outgoing)
        self.claims.move(batch.claim)
        watch.lap("record")
        await self._send(outgoing, batch.claim, reach)
        watch.lap("publish")
        watch.end()
        self._count(chunk, folded, [*folded.rejections, *(rejection for rejection, _ in unreadable)])
        chunk.finish()

    async def _take_over(self, claims: Collection[Claim]) -> None:
        """Load what was last spoken of in these partitions' keys, and send what the outbox still holds."""
        mine = {claim.partition for claim in claims if claim.topic == CLASSIFIED}
        known = {*await self._store.keys(), *await self._store.storm_keys()}
        keys = [k for k in sorted(known) if partition_of(k.encode(), self._partitions) in mine]
        self._incidents = self._rules.no_incidents()
        for incident, voices in await self._store.latest(keys, self._incidents.most):
            self._incidents.put(incident, voices)
        self._storms = Storms.of(self._rules.sky, await self._store.storms(keys))
        self._show()
        for claim in claims:
            await self._send_pending(claim)

    async def _send_pending(self, claim: Claim) -> None:
        while True:
            messages, reach = await self._store.pending(claim)
            if not messages:
                return
            await self._send(messages, claim, reach)

    async def _send(self, messages: Sequence[Message], claim: Claim, reach: tuple[int, int]) -> None:
        await self._publish(messages)
        self._metrics.sent(messages)
        await self._store.sent(claim, reach)

    def _show(self) -> None:
        self._metrics.open_incidents.set(len(self._incidents))
        self._metrics.open_events.set(self._storms.open_events())

    def _count(self, chunk: Chunk, folded: Folded, rejections: Iterable[Rejection]) -> None:
        metrics = self._metrics
        metrics.took(chunk.topic, len(chunk.records))
        self._show()
        metrics.add(metrics.redelivered, ((channel,) for channel, _ in folded.redelivered))
        metrics.add(metrics.rejected, ((r.topic, r.code) for r in rejections))
        metrics.add(metrics.recorded, ((r.report.channel, r.link.decision) for r in folded.recorded))


def _outgoing(folded: Folded, reports: Iterable[ClassifiedReport]) -> Sequence[Message]:
    said_at = {str(report.origin): report.report.reported_at for report in reports}
    return [
        *(dispatch_record(dispatch) for dispatch in folded.dispatches),
        *(event_record(dispatch) for dispatch in folded.events),
        *(feedback_record(channel, message) for channel, message in folded.feedback),
        *(rejected_record(rejection, said_at[rejection.id]) for rejection in folded.rejections),
    ]
