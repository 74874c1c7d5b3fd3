"""W3C Trace Context: the trace that something belongs to, and the step that caused it.

`tracestate` is not carried: nobody here knows what others put into it.
"""

import hashlib
import re
from collections.abc import Iterable
from dataclasses import dataclass

TRACEPARENT = "traceparent"
SAMPLED = 1

_FORM = re.compile(r"([0-9a-f]{2})-([0-9a-f]{32})-([0-9a-f]{16})-([0-9a-f]{2})(-.*)?")
_FIRST_VERSION, _NO_VERSION = "00", "ff"
_KNOWN_FLAGS = 3
_RATIO_DIGITS = 16
_RATIOS: int = 16**_RATIO_DIGITS


@dataclass(frozen=True, slots=True)
class TraceContext:
    """Ids in lower hexadecimal digits: 32 of the trace, 16 of the step. As text it is a `traceparent`."""

    trace_id: str
    span_id: str
    flags: int = SAMPLED

    @property
    def sampled(self) -> bool:
        """Whether somebody before us decided to record the trace."""
        return bool(self.flags & SAMPLED)

    def __str__(self) -> str:
        return f"{_FIRST_VERSION}-{self.trace_id}-{self.span_id}-{self.flags:02x}"


def context_of(traceparent: str | None) -> TraceContext | None:
    """What a `traceparent` says; None for none, and for one that the recommendation calls invalid."""
    match = _FORM.fullmatch(traceparent) if traceparent else None
    if match is None:
        return None
    version, trace_id, span_id, flags, more = match.groups()
    if version == _NO_VERSION or (version == _FIRST_VERSION and more):
        return None
    if not (trace_id.strip("0") and span_id.strip("0")):
        return None
    return TraceContext(trace_id, span_id, int(flags, 16) & _KNOWN_FLAGS)


def traceparent_in(headers: Iterable[tuple[str, bytes | None]]) -> str | None:
    """The header of a record, if it has one. Adapters may send any bytes, and none at all."""
    for name, value in headers:
        if name == TRACEPARENT and value:
            return value.decode("ascii", "replace")
    return None


def trace_id_of(channel: str, report_id: str) -> str:
    """The trace of a report that came without one: half of the SHA-256 of `channel:id`.

    So a redelivery is in the same trace, and whoever knows the report finds it.
    """
    return hashlib.sha256(f"{channel}:{report_id}".encode()).hexdigest()[:32]


def is_within(share: float, trace_id: str) -> bool:
    """Whether a trace is among this share of all, as OpenTelemetry's TraceIdRatioBased says."""
    return int(trace_id[-_RATIO_DIGITS:], 16) < round(share * _RATIOS)
