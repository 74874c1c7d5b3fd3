"""Spans: what was done with a report, from when to when, and what caused it, in OpenTelemetry's words.

A batch is worked on as a whole, so each span of it begins and ends with it. No span holds what citizens
said, or who they are.
"""

import os
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from enum import Enum
from typing import TypeAlias

from schemas.trace_context import SAMPLED, TraceContext, is_within, trace_id_of

Attribute: TypeAlias = str | int | float


class Kind(Enum):
    """The kinds that OpenTelemetry knows."""

    SERVER = "server"
    CLIENT = "client"
    PRODUCER = "producer"
    CONSUMER = "consumer"


@dataclass(slots=True)
class Span:
    """A step of a trace. Times are Unix time in nanoseconds; `fault` is a code, if it failed."""

    name: str
    kind: Kind
    context: TraceContext
    parent: TraceContext | None
    began_ns: int
    attributes: dict[str, Attribute]
    ended_ns: int = 0
    fault: str | None = None


HandOn: TypeAlias = Callable[[Span], None]


class Tracing:
    """Decides what is traced, and hands on each span that has ended. Without `hand_on` it is off."""

    def __init__(self, sample: float = 0.0, hand_on: HandOn | None = None) -> None:
        self._sample = sample
        self._hand_on = hand_on

    @property
    def on(self) -> bool:
        """Whether anything is traced here."""
        return self._hand_on is not None

    def begin(self, channel: str, report_id: str) -> str | None:
        """The id of the trace that begins with this report; None if it is not in the sample."""
        if self._hand_on is None:
            return None
        trace_id = trace_id_of(channel, report_id)
        return trace_id if is_within(self._sample, trace_id) else None

    def end(self, span: Span) -> None:
        """It ends now."""
        span.ended_ns = time.time_ns()
        if self._hand_on:
            self._hand_on(span)


OFF = Tracing()


def step(
    cause: TraceContext | str, name: str, kind: Kind, began_ns: int, attributes: Mapping[str, Attribute]
) -> Span:
    """A step that another one caused, or the first one of the trace with this id."""
    parent = cause if isinstance(cause, TraceContext) else None
    trace_id, flags = (parent.trace_id, parent.flags) if parent else (str(cause), SAMPLED)
    return Span(
        name, kind, TraceContext(trace_id, os.urandom(8).hex(), flags), parent, began_ns, dict(attributes)
    )
