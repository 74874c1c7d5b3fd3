"""What is traced, and where its spans go."""

import json
import sys
import time
from collections import Counter
from typing import Any

import pytest
from aiokafka import ConsumerRecord
from opentelemetry.sdk.trace.sampling import Decision, TraceIdRatioBased

from schemas.rejection import Origin
from schemas.trace_context import TraceContext, context_of, is_within, trace_id_of
from streams.agents.spans import TriageSpans
from streams.connections import NotReadyError
from streams.core.understand import Knowledge, understand
from streams.metrics import Metrics
from streams.otlp import QUEUE_SPANS, Collector
from streams.otlp.sending import traced
from streams.ports import free_port
from streams.settings import TracingSettings
from streams.tracing import OFF, Kind, Span, Tracing, step
from tests.collector import collecting
from tests.unit.core.bekasi import CATALOG, trained
from tests.waiting import wait_until

TRACE, SPAN = "0af7651916cd43dd8448eb211c80319c", "b7ad6b7169203331"
GOOD = json.dumps(
    {"id": "a1", "reported_at": "2026-11-24T08:30:00+07:00", "text": "lampu jalan mati"}
).encode()


@pytest.fixture(scope="module")
def knowledge() -> Knowledge:
    return Knowledge.of(CATALOG, trained())


def passed_on(
    tracing: Tracing, knowledge: Knowledge, traceparent: bytes | None, value: bytes = GOOD
) -> str | None:
    """What triage writes on what comes of a record; its span ends."""
    headers = (("traceparent", traceparent),)
    record: ConsumerRecord[Any, Any] = ConsumerRecord(
        "reports.sorot", 2, 7, 1_000, 0, b"key", value, 0, 0, 0, headers
    )
    origin = Origin(topic=record.topic, partition=record.partition, offset=record.offset)
    spans = TriageSpans(tracing)
    found = spans.passed_on(understand(value, "sorot", origin, knowledge), record)
    spans.end()
    return found


def test_a_report_begins_the_trace_of_its_id(knowledge: Knowledge) -> None:
    spans: list[Span] = []
    first = passed_on(Tracing(1.0, spans.append), knowledge, None)
    again = passed_on(Tracing(1.0, spans.append), knowledge, None)
    assert [context_of(first), context_of(again)] == [span.context for span in spans]
    assert {span.context.trace_id for span in spans} == {trace_id_of("sorot", "a1")}
    assert spans[0].context.span_id != spans[1].context.span_id
    assert spans[0].parent is None
    assert spans[0].ended_ns >= spans[0].began_ns > 0


@pytest.mark.parametrize("sample", [0.0, 1.0])
def test_who_sends_the_report_decides_whether_it_is_traced(sample: float, knowledge: Knowledge) -> None:
    spans: list[Span] = []
    tracing = Tracing(sample, spans.append)
    kept = f"00-{TRACE}-{SPAN}-00"
    assert passed_on(tracing, knowledge, kept.encode()) == kept
    assert not spans
    found = context_of(passed_on(tracing, knowledge, f"00-{TRACE}-{SPAN}-01".encode()))
    [span] = spans
    assert found == span.context
    assert span.parent == TraceContext(TRACE, SPAN)
    assert (found.trace_id, found.span_id != SPAN) == (TRACE, True)
    assert span.attributes["messaging.kafka.offset"] == 7


@pytest.mark.parametrize("traceparent", [None, b"", b"\xff", b"00-x", f"ff-{TRACE}-{SPAN}-01".encode()])
def test_one_that_is_not_valid_is_not_looked_at(traceparent: bytes | None, knowledge: Knowledge) -> None:
    spans: list[Span] = []
    passed_on(Tracing(1.0, spans.append), knowledge, traceparent)
    assert [span.context.trace_id for span in spans] == [trace_id_of("sorot", "a1")]
    assert passed_on(Tracing(0.0, spans.append), knowledge, traceparent) is None


def test_what_is_refused_is_traced_only_for_its_sender(knowledge: Knowledge) -> None:
    spans: list[Span] = []
    tracing = Tracing(1.0, spans.append)
    passed_on(tracing, knowledge, None, b"{")
    assert not spans
    passed_on(tracing, knowledge, f"00-{TRACE}-{SPAN}-01".encode(), b"{")
    assert [span.fault for span in spans] == ["not_json"]


def test_switched_off_nothing_is_looked_at(knowledge: Knowledge) -> None:
    assert passed_on(OFF, knowledge, f"00-{TRACE}-{SPAN}-01".encode()) is None


@pytest.mark.parametrize("share", [0.0, 0.01, 0.37, 1.0])
def test_a_share_is_the_one_that_opentelemetry_takes(share: float) -> None:
    theirs = TraceIdRatioBased(share)
    for number in range(500):
        id = trace_id_of("sorot", str(number))
        decision = theirs.should_sample(None, int(id, 16), "x").decision
        assert is_within(share, id) is (decision is Decision.RECORD_AND_SAMPLE)


def test_without_its_packages_the_start_ends_in_words(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delitem(sys.modules, "streams.otlp")
    monkeypatch.setitem(sys.modules, "opentelemetry.sdk.resources", None)
    settings = TracingSettings(endpoint="http://127.0.0.1:4318")
    with (
        pytest.raises(NotReadyError, match=r"what it needs is missing .* pip install 'sinergi\[tracing\]'"),
        traced(settings, "triage", Metrics("triage")),
    ):
        pass


@pytest.mark.parametrize(
    "endpoint", ["http://c:4318", "http://c:4318/", "http://c:4318/v1/traces", "http://c:4318/v1/traces/"]
)
def test_spans_are_posted_to_where_collectors_take_them(endpoint: str) -> None:
    assert TracingSettings(endpoint=endpoint).url == "http://c:4318/v1/traces"


def test_what_the_queue_has_no_room_for_is_lost_and_holds_up_nobody() -> None:
    counted = Counter[str]()
    url = f"http://127.0.0.1:{free_port()}/v1/traces"
    collector = Collector(url, "triage", lambda result, n: counted.update({result: n}))
    hand_over(collector, QUEUE_SPANS + 100)
    assert counted == {"lost": 100}
    began = time.monotonic()
    collector.close()
    assert time.monotonic() - began < 5
    assert counted == {"lost": QUEUE_SPANS + 100}


def test_a_collector_that_is_away_is_told_of_once_and_again_when_it_is_back(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setenv("OTEL_EXPORTER_OTLP_TIMEOUT", "0.2")
    monkeypatch.setenv("OTEL_BSP_SCHEDULE_DELAY", "20")
    counted = Counter[str]()
    with collecting() as there:
        there.away = True
        url = f"{there.endpoint}/v1/traces"
        collector = Collector(url, "triage", lambda result, n: counted.update({result: n}))
        for result, done in (("lost", 1), ("lost", 2), ("sent", 1), ("sent", 2)):
            there.away = result == "lost"
            hand_over(collector, 1)
            wait_until(lambda result=result, done=done: counted[result] == done, "what became of a span")
        collector.close()
    told = [
        "Failed to export spans batch",
        "spans are lost until the collector takes them",
        "the collector takes spans again",
    ]
    assert len(caplog.records) == len(told)
    assert all(words in record.getMessage() for words, record in zip(told, caplog.records, strict=True))


def hand_over(collector: Collector, spans: int) -> None:
    for _ in range(spans):
        span = step(TRACE, "triage", Kind.CONSUMER, 1, {})
        span.ended_ns = 2
        collector.take(span)
