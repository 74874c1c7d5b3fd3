"""A report's way through the topics: when it came in and by which channel, and the trace that it belongs to.

It travels in the headers of what the report causes, beside the contract, so that whoever sends or reads
the last message of the way can say how long all of it took.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import TypeAlias

from schemas.trace_context import TRACEPARENT, TraceContext, context_of

Headers: TypeAlias = tuple[tuple[str, bytes], ...]

ARRIVED_AT = "ce_arrivedat"
ARRIVED_BY = "ce_arrivedby"


@dataclass(frozen=True, slots=True)
class Passage:
    """`arrived_at` is Kafka's time stamp of the channel's record, `traceparent` that of W3C Trace Context."""

    arrived_at: datetime
    channel: str
    traceparent: str | None = None

    @property
    def traced(self) -> TraceContext | None:
        """Where in its trace it is; None if it has none, or one that nobody records."""
        context = context_of(self.traceparent)
        return context if context and context.sampled else None

    @property
    def trace_id(self) -> str | None:
        """The trace's id; None if it is not traced."""
        return context.trace_id if (context := self.traced) else None

    def headers(self) -> Headers:
        """As headers of a record."""
        arrived = (
            (ARRIVED_AT, self.arrived_at.isoformat().encode()),
            (ARRIVED_BY, self.channel.encode()),
        )
        return (*arrived, (TRACEPARENT, self.traceparent.encode())) if self.traceparent else arrived


def passage_of(headers: Iterable[tuple[str, bytes | None]]) -> Passage | None:
    """What the headers say of it; None where no report caused the record, or nobody can read them."""
    found = dict(headers)
    arrived_at, channel = found.get(ARRIVED_AT), found.get(ARRIVED_BY)
    if not arrived_at or not channel:
        return None
    try:
        moment = datetime.fromisoformat(arrived_at.decode())
        traceparent = (found.get(TRACEPARENT) or b"").decode() or None
        return Passage(moment, channel.decode(), traceparent) if moment.tzinfo else None
    except ValueError:
        return None
