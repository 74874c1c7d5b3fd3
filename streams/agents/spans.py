"""The spans of triage and resolve, named by OpenTelemetry's conventions for messaging where it has some."""

import time
from collections.abc import Mapping, Sequence
from dataclasses import replace

from aiokafka import ConsumerRecord

from schemas.classified import ClassifiedReport, ReportKey
from schemas.message import Message
from schemas.passage import Passage
from schemas.rejection import Rejection
from schemas.trace_context import TRACEPARENT, context_of, traceparent_in
from streams.agents.log_decisions import shown_id
from streams.core.fold import Folded
from streams.tracing import Attribute, Kind, Span, Tracing, step


class TriageSpans:
    """Of one chunk."""

    def __init__(self, tracing: Tracing) -> None:
        self._tracing = tracing
        self._began_ns = time.time_ns()
        self._spans: list[Span] = []

    def passed_on(self, result: ClassifiedReport | Rejection, record: ConsumerRecord) -> str | None:
        """The `traceparent` of what comes of the record.

        One that came with it decides whether it is traced; else the report does by its id.
        """
        if not self._tracing.on:
            return None
        came = context_of(traceparent_in(record.headers))
        if came and not came.sampled:
            return str(came)
        cause = came or self._beginning(result)
        if cause is None:
            return None
        said = {**_read(record, self._began_ns), **_result(result)}
        span = step(cause, "triage", Kind.CONSUMER, self._began_ns, said)
        span.fault = result.code if isinstance(result, Rejection) else None
        self._spans.append(span)
        return str(span.context)

    def end(self) -> None:
        """Kafka has all that came of the chunk."""
        for span in self._spans:
            self._tracing.end(span)

    def _beginning(self, result: ClassifiedReport | Rejection) -> str | None:
        return None if isinstance(result, Rejection) else self._tracing.begin(*result.report_key)


class ResolveSpans:
    """Of one chunk: of the reports in it that are traced."""

    def __init__(self, tracing: Tracing) -> None:
        self._tracing = tracing
        self._began_ns = time.time_ns()
        self._spans: list[Span] = []
        self._undecided: dict[ReportKey, Span] = {}

    def passed_on(
        self, report: ClassifiedReport, passage: Passage | None, record: ConsumerRecord
    ) -> Passage | None:
        """The passage of what follows from the report."""
        if not (self._tracing.on and passage and (came := passage.traced)):
            return passage
        said = {**_read(record, self._began_ns), **_report(report)}
        span = step(came, "resolve", Kind.CONSUMER, self._began_ns, said)
        self._spans.append(span)
        self._undecided[report.report_key] = span
        return replace(passage, traceparent=str(span.context))

    def decided(self, folded: Folded) -> None:
        """What became of the reports since the last call."""
        if not self._undecided:
            return
        for one in folded.recorded:
            if span := self._undecided.pop(one.report.report_key, None):
                span.attributes["sinergi.decision"] = one.link.decision.value
                span.attributes["sinergi.incident_id"] = one.link.incident_id
        # What is left was recorded before, or refused since its id was.
        self._undecided.clear()

    def end(self) -> None:
        """All of it is in Postgres."""
        for span in self._spans:
            self._tracing.end(span)


class SendingSpans:
    """Of messages on their way to Kafka; `messages` name the span that sends them as what caused them."""

    def __init__(self, tracing: Tracing, messages: Sequence[Message]) -> None:
        self._tracing = tracing
        self._began_ns = time.time_ns()
        self._spans: list[Span] = []
        self.messages = [self._sent(message) for message in messages] if tracing.on else messages

    def end(self) -> None:
        """Kafka has them."""
        for span in self._spans:
            self._tracing.end(span)

    def _sent(self, message: Message) -> Message:
        came = context_of(traceparent_in(message.headers))
        if not (came and came.sampled):
            return message
        headers = dict(message.headers)
        name = message.type.split(".")[1]
        span = step(came, name, Kind.PRODUCER, self._began_ns, _sent(name, message.topic, headers))
        self._spans.append(span)
        headers[TRACEPARENT] = str(span.context).encode()
        return message._replace(headers=tuple(headers.items()))


def _read(record: ConsumerRecord, began_ns: int) -> Mapping[str, Attribute]:
    """Of a record. Its key is left out: it may be a citizen's."""
    return {
        "messaging.system": "kafka",
        "messaging.operation.name": "process",
        "messaging.operation.type": "process",
        "messaging.destination.name": record.topic,
        "messaging.destination.partition.id": str(record.partition),
        "messaging.kafka.offset": record.offset,
        "sinergi.waited_s": max(0.0, began_ns / 1e9 - record.timestamp / 1e3),
    }


def _result(result: ClassifiedReport | Rejection) -> Mapping[str, Attribute]:
    if isinstance(result, Rejection):
        return {}
    return {**_report(result), "sinergi.confidence": result.classification.confidence}


def _report(report: ClassifiedReport) -> Mapping[str, Attribute]:
    return {
        "sinergi.channel": report.channel,
        "sinergi.report_id": shown_id(report.report.id),
        "sinergi.category": report.classification.category,
    }


def _sent(name: str, topic: str, headers: Mapping[str, bytes]) -> Mapping[str, Attribute]:
    subject = headers["ce_subject"].decode()
    of = {"sinergi.report_id": shown_id(subject)} if name == "feedback" else {"sinergi.incident_id": subject}
    return {
        "messaging.system": "kafka",
        "messaging.operation.name": "send",
        "messaging.operation.type": "send",
        "messaging.destination.name": topic,
        "cloudevents.event_type": headers["ce_type"].decode(),
        **of,
    }
