"""check: corrections -> reports.classified, or reports.rejected with the reason. Beside triage.

They go into the log of the reports, so that one order holds for all that changes an incident.
"""

from schemas.catalog.models import Catalog
from schemas.command import Ordered
from schemas.message import Message
from schemas.rejection import Origin, Rejection
from streams.agents.moment import moment_of
from streams.agents.publish import Publish
from streams.core.check_correction import check_correction
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
        results = [
            (
                check_correction(record.value, _origin(chunk, record.offset), self._catalog),
                moment_of(record),
            )
            for record in chunk.records
        ]
        outgoing: list[Message] = [
            command_record(result) if isinstance(result, Ordered) else rejected_record(result, at)
            for result, at in results
        ]
        await self._publish(outgoing)
        self._metrics.took(chunk.topic, len(results))
        rejections = [result for result, _ in results if isinstance(result, Rejection)]
        self._metrics.add(self._metrics.rejected, ((chunk.topic, one.code) for one in rejections))
        chunk.finish()


def _origin(chunk: Chunk, offset: int) -> Origin:
    return Origin(topic=chunk.topic, partition=chunk.partition, offset=offset)
