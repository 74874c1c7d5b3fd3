"""check: what operators, agencies and reporters say -> reports.classified or reports.rejected.

Beside triage. It goes into the log of the reports, so that one order holds for all that changes an
incident.
"""

from collections.abc import Sequence

from aiokafka import ConsumerRecord

from schemas.catalog.models import Catalog
from schemas.message import Message
from schemas.rejection import Rejection
from schemas.topics import CORRECTIONS, owner_of, progress
from streams.agents.guarded import guarded
from streams.agents.log_decisions import log_refusals
from streams.agents.moment import moment_of
from streams.agents.publish import Publish
from streams.core.check_correction import check_correction
from streams.core.check_life import check_progress, check_reply
from streams.core.records.commands import Spoken, command_record
from streams.core.records.read import origin_of
from streams.core.tell import rejected_record
from streams.metrics import Metrics
from streams.transport import Chunk


class Check:
    """Knows nothing but the record in its hand; keeps nothing."""

    def __init__(self, catalog: Catalog, publish: Publish, metrics: Metrics) -> None:
        self._catalog = catalog
        self._publish = publish
        self._metrics = metrics

    async def take(self, chunk: Chunk) -> None:
        """Work a chunk through; it is finished once Kafka has all that came of it."""
        results = self._checked(chunk)
        await self._publish(list(map(_outgoing, results, chunk.records)))
        self._metrics.took(chunk.topic, len(results))
        rejections = [result for result in results if isinstance(result, Rejection)]
        self._metrics.refused(rejections)
        log_refusals(rejections)
        chunk.finish()

    def _checked(self, chunk: Chunk) -> Sequence[Spoken | Rejection]:
        return guarded(
            lambda records: [self._check(chunk.topic, record, record.value) for record in records],
            chunk.records,
            sound=lambda: self._check(chunk.topic, chunk.records[0], b"{}"),
        )

    def _check(self, topic: str, record: ConsumerRecord, value: bytes | None) -> Spoken | Rejection:
        origin = origin_of(record)
        if topic == CORRECTIONS:
            return check_correction(value, origin, self._catalog)
        check = check_progress if topic.startswith(progress("")) else check_reply
        return check(value, owner_of(topic), origin, self._catalog, moment_of(record))


def _outgoing(result: Spoken | Rejection, record: ConsumerRecord) -> Message:
    if isinstance(result, Rejection):
        return rejected_record(result, moment_of(record))
    return command_record(result)
