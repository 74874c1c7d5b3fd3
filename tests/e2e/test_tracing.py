"""A report's trace, from its sender through the workers to who hears of it."""

import json

import pytest
from aiokafka import ConsumerRecord

from schemas.topics import reports
from schemas.trace_context import context_of, traceparent_in
from streams.ports import free_port
from streams.settings import TracingSettings
from streams.tail import tail
from tests.collector import Collector, Seen, collecting
from tests.e2e.city import City
from tests.e2e.reports import Record

pytestmark = pytest.mark.any_broker

TRACE, SPAN = "0af7651916cd43dd8448eb211c80319c", "b7ad6b7169203331"
OTHER = f"00-{'2' * 32}-{SPAN}-01"
SECRETS = ("3275012308900001", "081298765432", "Siti Rahmawati", "Melati Indah", "warga-siti", "gelap gulita")
TEXT = "Saya ibu Siti Rahmawati, NIK 3275012308900001, hp 081298765432. Lampu jalan mati, gelap gulita"


async def test_a_report_is_followed_from_its_sender_to_who_hears_of_it(bekasi: City):
    with collecting() as collector:
        trace(bekasi, collector.endpoint, sample=0.0)
        workers = await bekasi.start("triage", "resolve")
        async with tail(bekasi.settings.kafka, ["dispatches.dishub", "feedback.sorot"]) as told:
            await bekasi.publish(
                [
                    said("traced", f"00-{TRACE}-{SPAN}-01"),
                    said("unsampled", f"00-{'1' * 32}-{SPAN}-00"),
                    said("untraced", None),
                    said("081298765432", f"00-{'3' * 32}-{SPAN}-01"),
                    Record(reports("sorot"), b"warga-siti", b"{", headers=carrying(OTHER)),
                ]
            )
            await bekasi.settled()
            outgoing = await told.read()
        assert [await worker.stop() for worker in workers] == [0, 0]
    traced_whole(collector, outgoing)
    [refused] = [span for span in collector.spans if span.trace_id == "2" * 32]
    assert (refused.name, refused.failed, refused.attributes["error.type"]) == ("triage", True, "not_json")
    assert {span.trace_id for span in collector.spans} == {TRACE, "2" * 32, "3" * 32}
    everything = b"".join(collector.raw)
    assert b"traced" in everything
    assert [secret for secret in SECRETS if secret.encode() in everything] == []


def traced_whole(collector: Collector, outgoing: list[ConsumerRecord]) -> None:
    spans = [span for span in collector.spans if span.trace_id == TRACE]
    [triage], [resolve] = named(spans, "triage"), named(spans, "resolve")
    [dispatch], [feedback] = named(spans, "dispatch"), named(spans, "feedback")
    assert (triage.parent, resolve.parent) == (SPAN, triage.span_id)
    assert dispatch.parent == feedback.parent == resolve.span_id
    assert [span.kind for span in (triage, resolve, dispatch)] == ["consumer", "consumer", "producer"]
    assert [span.service for span in (triage, resolve, dispatch)] == [
        "sinergi-triage",
        *["sinergi-resolve"] * 2,
    ]
    assert all(span.took_s > 0 and not span.failed for span in spans)
    assert triage.attributes["messaging.destination.name"] == "reports.sorot"
    assert triage.attributes["sinergi.report_id"] == "traced"
    assert triage.attributes["sinergi.waited_s"] >= 0
    assert resolve.attributes["sinergi.decision"] == "opens"
    assert resolve.attributes["sinergi.incident_id"] == dispatch.attributes["sinergi.incident_id"]
    sent = {context.span_id for record in outgoing if (context := of_trace(record))}
    assert sent == {dispatch.span_id, feedback.span_id}
    passed = {str(context) for record in outgoing if (context := context_of(traceparent_in(record.headers)))}
    assert f"00-{'1' * 32}-{SPAN}-00" in passed


async def test_a_collector_that_is_away_stops_no_report_and_no_worker(bekasi: City):
    trace(bekasi, f"http://127.0.0.1:{free_port()}", sample=1.0)
    workers = await bekasi.start("triage", "resolve")
    await bekasi.publish([said(f"r{n}", None) for n in range(50)])
    await bekasi.settled()
    assert await bekasi.count("reports") == 50
    for worker in workers:
        assert await worker.stop() == 0
        assert len(worker.log.read_text().splitlines()) < 20


def trace(city: City, endpoint: str, sample: float) -> None:
    tracing = TracingSettings(endpoint=endpoint, sample=sample)
    city.settings = city.settings.model_copy(update={"tracing": tracing})


def said(id: str, traceparent: str | None) -> Record:
    content = {
        "id": id,
        "reported_at": "2026-11-24T20:30:00+07:00",
        "text": TEXT,
        "place": "Perum Melati Indah blok C",
        "lat": -6.2383,
        "lon": 106.9756,
        "category": "street_light",
        "reporter": f"warga-siti-{id}",
    }
    value = json.dumps(content).encode()
    return Record(reports("sorot"), b"warga-siti", value, id, headers=carrying(traceparent))


def carrying(traceparent: str | None) -> tuple[tuple[str, bytes], ...]:
    return (("traceparent", traceparent.encode()),) if traceparent else ()


def named(spans: list[Seen], name: str) -> list[Seen]:
    return [span for span in spans if span.name == name]


def of_trace(record: ConsumerRecord):
    context = context_of(traceparent_in(record.headers))
    return context if context and context.trace_id == TRACE else None
