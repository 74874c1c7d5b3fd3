"""Spans to a collector, by OTLP over HTTP. Only this file knows OpenTelemetry's packages, an extra.

They read OTEL_* variables by themselves: headers and certificates for the collector, attributes of the
resource.
"""

import logging
import threading
from collections.abc import Callable, Sequence
from importlib.metadata import version
from typing import TypeAlias

from opentelemetry.exporter.otlp.proto.http import trace_exporter
from opentelemetry.sdk.resources import SERVICE_NAME, SERVICE_VERSION, Resource
from opentelemetry.sdk.trace import ReadableSpan
from opentelemetry.sdk.trace.export import BatchSpanProcessor, SpanExporter, SpanExportResult
from opentelemetry.sdk.util.instrumentation import InstrumentationScope
from opentelemetry.trace import SpanContext, SpanKind, Status, StatusCode, TraceFlags

from schemas.trace_context import TraceContext
from streams.logs import logger
from streams.tracing import Kind, Span

QUEUE_SPANS = 8_192
"""So many wait for the collector, some MB; those beyond are lost."""
LAST_S = 1.0
"""So long the end of a process waits for what is left to be sent, and then for the sending to stop."""

Count: TypeAlias = Callable[[str, int], None]
"""Told how many spans were `sent` or `lost`."""

log = logger(__name__)


class Collector:
    """Sends spans from a thread of its own: a collector that is slow or away holds nobody up."""

    def __init__(self, url: str, process: str, count: Count) -> None:
        self._resource = Resource.create(
            {SERVICE_NAME: f"sinergi-{process}", SERVICE_VERSION: version("sinergi")}
        )
        self._scope = InstrumentationScope("sinergi", version("sinergi"))
        self._count = count
        self._exporter = _Counting(trace_exporter.OTLPSpanExporter(url), url, count)
        logging.getLogger(trace_exporter.__name__).addFilter(self._exporter.is_news)
        self._processor = BatchSpanProcessor(self._exporter, max_queue_size=QUEUE_SPANS)
        self._taken = 0

    def take(self, span: Span) -> None:
        """Send it soon, or count it as lost where too many wait. From one thread only."""
        if self._taken - self._exporter.done >= QUEUE_SPANS:
            self._count("lost", 1)
            return
        self._taken += 1
        self._processor.on_end(self._readable(span))

    def close(self) -> None:
        """Send what is left, at most for so long: what is not sent by then is lost."""
        closing = threading.Thread(target=self._processor.shutdown, name="last spans", daemon=True)
        closing.start()
        closing.join(LAST_S)
        self._exporter.shutdown()
        closing.join(LAST_S)
        logging.getLogger(trace_exporter.__name__).removeFilter(self._exporter.is_news)

    def _readable(self, span: Span) -> ReadableSpan:
        return ReadableSpan(
            span.name,
            context=_context(span.context, is_remote=False),
            parent=_context(span.parent, is_remote=True) if span.parent else None,
            resource=self._resource,
            attributes=span.attributes | ({"error.type": span.fault} if span.fault else {}),
            kind=_KINDS[span.kind],
            status=Status(StatusCode.ERROR if span.fault else StatusCode.UNSET),
            start_time=span.began_ns,
            end_time=span.ended_ns,
            instrumentation_scope=self._scope,
        )


class _Counting(SpanExporter):
    """Counts what is sent, and says once that it cannot be: the exporter would say so every few seconds."""

    def __init__(self, exporter: SpanExporter, url: str, count: Count) -> None:
        self._exporter = exporter
        self._url = url
        self._count = count
        self._fails = False
        self.done = 0

    def export(self, spans: Sequence[ReadableSpan]) -> SpanExportResult:
        result = self._exporter.export(spans)
        self.done += len(spans)
        fails = result is not SpanExportResult.SUCCESS
        self._count("lost" if fails else "sent", len(spans))
        if fails and not self._fails:
            log.warning("spans are lost until the collector takes them", url=self._url)
        if self._fails and not fails:
            log.warning("the collector takes spans again", url=self._url)
        self._fails = fails
        return result

    def shutdown(self) -> None:
        """Stop trying."""
        self._exporter.shutdown()

    def is_news(self, record: logging.LogRecord) -> bool:
        """Whether the exporter says why it cannot send, for the first time."""
        return record.levelno >= logging.ERROR and not self._fails


_KINDS = {
    Kind.SERVER: SpanKind.SERVER,
    Kind.CLIENT: SpanKind.CLIENT,
    Kind.PRODUCER: SpanKind.PRODUCER,
    Kind.CONSUMER: SpanKind.CONSUMER,
}


def _context(context: TraceContext, *, is_remote: bool) -> SpanContext:
    return SpanContext(
        int(context.trace_id, 16), int(context.span_id, 16), is_remote, TraceFlags(context.flags)
    )
