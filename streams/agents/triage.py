"""triage: records of the channels -> reports.classified, sealed, or reports.rejected with the reason."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from aiokafka import ConsumerRecord

from schemas.classified import ClassifiedReport
from schemas.message import Message
from schemas.passage import Passage
from schemas.rejection import Rejection
from schemas.sealed import SealedReport
from schemas.topics import channel_of
from sinks.keyring import Keyring
from streams.agents.guarded import guarded
from streams.agents.log_decisions import log_refusals
from streams.agents.moment import moment_of
from streams.agents.publish import Publish
from streams.agents.seals import sealed
from streams.agents.spans import TriageSpans
from streams.core.records.read import origin_of
from streams.core.tell import rejected_record, sealed_record
from streams.core.understand import Knowledge, understand_all
from streams.metrics import Metrics
from streams.tracing import OFF, Tracing
from streams.transport import Chunk

_SOUND = (
    b'{"id": "S-1", "reported_at": "2026-11-24T08:30:00+07:00", "text": "Macet di depan Stasiun Bekasi",'
    b' "lat": -6.2361, "lon": 106.9997}'
)
"""A report that every release understands."""


class Triage:
    """Knows nothing but the record in its hand and its reporter's key; keeps nothing."""

    def __init__(
        self,
        knowledge: Knowledge,
        keyring: Keyring,
        publish: Publish,
        metrics: Metrics,
        tracing: Tracing = OFF,
    ) -> None:
        self._knowledge = knowledge
        self._keyring = keyring
        self._publish = publish
        self._metrics = metrics
        self._tracing = tracing

    async def take(self, chunk: Chunk) -> None:
        """Work a chunk through; it is finished once Kafka has all that came of it."""
        watch, spans = self._metrics.stages(), TriageSpans(self._tracing)
        parts = [(part, self._understood(part)) for part in chunk.parts]
        results = [result for _, found in parts for result in found]
        watch.lap("understand")
        seals = await self._sealed(results)
        watch.lap("seal")
        records = [record for part, _ in parts for record in part.records]
        pairs = zip(results, records, strict=True)
        await self._publish(
            [_outgoing(result, seals, record, spans.passed_on(result, record)) for result, record in pairs]
        )
        spans.end()
        watch.lap("publish")
        watch.end()
        for part, found in parts:
            self._count(part, found)
        chunk.finish()

    def _understood(self, chunk: Chunk) -> Sequence[ClassifiedReport | Rejection]:
        channel, first = channel_of(chunk.topic), chunk.records[0]

        def work(records: Iterable[ConsumerRecord]) -> Sequence[ClassifiedReport | Rejection]:
            return understand_all(
                [(record.value, origin_of(record)) for record in records], channel, self._knowledge
            )

        return guarded(work, chunk.records, sound=lambda: work([replace(first, value=_SOUND)]))

    async def _sealed(self, results: Iterable[ClassifiedReport | Rejection]) -> Iterator[SealedReport]:
        """The reports among the results, in their order."""
        reports = [result for result in results if isinstance(result, ClassifiedReport)]
        return iter(await sealed(reports, self._keyring, self._publish))

    def _count(self, chunk: Chunk, results: Sequence[ClassifiedReport | Rejection]) -> None:
        metrics, channel = self._metrics, channel_of(chunk.topic)
        metrics.took(chunk.topic, len(results))
        reports = [result for result in results if isinstance(result, ClassifiedReport)]
        metrics.add(metrics.classified, ((channel, report.classification.family) for report in reports))
        confidence = metrics.confidence.labels(channel)
        for report in reports:
            confidence.observe(report.classification.confidence)
        metrics.add(
            metrics.for_review, ((channel, review.code) for report in reports for review in report.review)
        )
        rejections = [result for result in results if isinstance(result, Rejection)]
        metrics.refused(rejections)
        log_refusals(rejections)


def _outgoing(
    result: ClassifiedReport | Rejection,
    seals: Iterator[SealedReport],
    record: ConsumerRecord,
    traceparent: str | None,
) -> Message:
    if isinstance(result, ClassifiedReport):
        return sealed_record(next(seals), Passage(moment_of(record), result.channel, traceparent))
    return rejected_record(result, moment_of(record))
