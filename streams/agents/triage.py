"""triage: records of the channels -> reports.classified, or reports.rejected with the reason."""

from collections.abc import Sequence

from aiokafka import ConsumerRecord

from schemas.classified import ClassifiedReport
from schemas.message import Message
from schemas.passage import Passage
from schemas.rejection import Origin, Rejection
from schemas.topics import channel_of
from streams.agents.guarded import guarded
from streams.agents.log_decisions import log_refusals
from streams.agents.moment import moment_of
from streams.agents.publish import Publish
from streams.agents.spans import TriageSpans
from streams.core.tell import classified_record, rejected_record
from streams.core.understand import Knowledge, understand
from streams.metrics import Metrics
from streams.tracing import OFF, Tracing
from streams.transport import Chunk

_SOUND = (
    b'{"id": "S-1", "reported_at": "2026-11-24T08:30:00+07:00", "text": "Macet di depan Stasiun Bekasi",'
    b' "lat": -6.2361, "lon": 106.9997}'
)
"""A report that every release understands."""


class Triage:
    """Knows nothing but the record in its hand; keeps nothing."""

    def __init__(
        self, knowledge: Knowledge, publish: Publish, metrics: Metrics, tracing: Tracing = OFF
    ) -> None:
        self._knowledge = knowledge
        self._publish = publish
        self._metrics = metrics
        self._tracing = tracing

    async def take(self, chunk: Chunk) -> None:
        """Work a chunk through; it is finished once Kafka has all that came of it."""
        watch, spans = self._metrics.stages(), TriageSpans(self._tracing)
        results = [self._understand(chunk.topic, record) for record in chunk.records]
        watch.lap("understand")
        pairs = zip(results, chunk.records, strict=True)
        await self._publish([_outgoing(*pair, spans.passed_on(*pair)) for pair in pairs])
        spans.end()
        watch.lap("publish")
        watch.end()
        self._count(chunk, results)
        chunk.finish()

    def _understand(self, topic: str, record: ConsumerRecord) -> ClassifiedReport | Rejection:
        origin = Origin(topic=topic, partition=record.partition, offset=record.offset)
        channel = channel_of(topic)
        return guarded(
            lambda: understand(record.value, channel, origin, self._knowledge),
            record,
            sound=lambda: understand(_SOUND, channel, origin, self._knowledge),
        )

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
        metrics.add(metrics.rejected, ((chunk.topic, rejection.code) for rejection in rejections))
        metrics.set_aside(rejections)
        log_refusals(rejections)


def _outgoing(
    result: ClassifiedReport | Rejection, record: ConsumerRecord, traceparent: str | None
) -> Message:
    if isinstance(result, ClassifiedReport):
        return classified_record(result, Passage(moment_of(record), result.channel, traceparent))
    return rejected_record(result, moment_of(record))
