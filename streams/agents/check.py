"""check: what operators, agencies and reporters say -> reports.classified or reports.rejected.

Beside triage. It goes into the log of the reports, so that one order holds for all that changes an
incident.
"""

from aiokafka import ConsumerRecord

from schemas.catalog.models import Catalog
from schemas.command import Answered, Ordered, Reported
from schemas.message import Message
from schemas.rejection import Origin, Rejection
from schemas.topics import CORRECTIONS, owner_of, progress
from streams.agents.guarded import guarded
from streams.agents.log_decisions import log_refusals
from streams.agents.moment import moment_of
from streams.agents.publish import Publish
from streams.core.check_correction import check_correction
from streams.core.check_life import check_progress, check_reply
from streams.core.command_records import command_record
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
        results = [(self._check(chunk, record), record) for record in chunk.records]
        await self._publish([_outgoing(*pair) for pair in results])
        self._metrics.took(chunk.topic, len(results))
        rejections = [result for result, _ in results if isinstance(result, Rejection)]
        self._metrics.add(self._metrics.rejected, ((chunk.topic, one.code) for one in rejections))
        self._metrics.set_aside(rejections)
        log_refusals(rejections)
        chunk.finish()

    def _check(self, chunk: Chunk, record: ConsumerRecord) -> Ordered | Reported | Answered | Rejection:
        origin = Origin(topic=chunk.topic, partition=chunk.partition, offset=record.offset)

        def read(value: bytes | None) -> Ordered | Reported | Answered | Rejection:
            if chunk.topic == CORRECTIONS:
                return check_correction(value, origin, self._catalog)
            check = check_progress if chunk.topic.startswith(progress("")) else check_reply
            return check(value, owner_of(chunk.topic), origin, self._catalog, moment_of(record))

        return guarded(lambda: read(record.value), record, sound=lambda: read(b"{}"))


def _outgoing(result: Ordered | Reported | Answered | Rejection, record: ConsumerRecord) -> Message:
    if isinstance(result, Rejection):
        return rejected_record(result, moment_of(record))
    return command_record(result)
