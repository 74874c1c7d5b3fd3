"""refuse: reports.rejected -> Postgres, each record exactly once."""

from streams.agents.claims import Claims
from streams.agents.log_decisions import log_refusals
from streams.core.records.read import read_rejection
from streams.metrics import Metrics
from streams.transport import Chunk


class Refuse:
    """Keeps what was refused where it can be asked for."""

    def __init__(self, claims: Claims, metrics: Metrics) -> None:
        self._claims = claims
        self._metrics = metrics

    async def take(self, chunk: Chunk) -> None:
        """Write a chunk of rejections."""
        rejections = [read_rejection(record) for record in chunk.records]
        with self._metrics.transaction_seconds.labels("refuse").time():
            async with self._claims.batch({chunk.tp: chunk.next_offset}) as batch:
                await batch.reject(rejections)
        self._metrics.took(chunk.topic, len(chunk.records))
        # What others refused they have counted; of this topic only what cannot be read is refused here.
        ours = [one for one in rejections if one.topic == chunk.topic]
        self._metrics.refused(ours)
        log_refusals(ours)
        chunk.finish()
