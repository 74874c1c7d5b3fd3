"""A report that comes in over HTTP is in the trace of its request."""

from aiokafka import ConsumerRecord

from schemas.topics import reports
from schemas.trace_context import TraceContext, context_of, trace_id_of, traceparent_in
from streams.settings import TracingSettings
from streams.tail import tail
from tests.collector import collecting
from tests.conftest import Broker
from tests.integration.intake.conftest import Desk, desk_at

CAME = TraceContext("0af7651916cd43dd8448eb211c80319c", "b7ad6b7169203331")
FORM = {
    "service_code": "flood",
    "lat": "-6.2361",
    "long": "106.9997",
    "description": "Air masuk rumah Ibu Siti, hp 081298765432",
    "first_name": "Siti",
    "last_name": "Rahmawati",
    "device_id": "b7c1e2",
}


async def posted(desk: Desk, *traceparents: str) -> ConsumerRecord:
    """The record of a report that was posted with such headers."""
    async with tail(desk.settings.kafka, [reports("sorot")]) as coming:
        answer = await desk.client.post(
            "/open311/v2/requests.json", data=FORM, headers=[("traceparent", one) for one in traceparents]
        )
        assert answer.status_code == 201
        [said] = answer.json()
        id = said["service_request_id"].removeprefix("sorot:").encode()
        [found] = [record for record in await coming.read() if record.key == id]
        return found


async def test_a_report_is_in_the_trace_of_its_request(broker: Broker, migrated: str, tmp_path) -> None:
    with collecting() as collector:
        tracing = TracingSettings(endpoint=collector.endpoint, sample=1.0)
        async with desk_at(broker, migrated, tmp_path, tracing) as desk:
            found = await posted(desk, str(CAME))
            own = await posted(desk)
            twice = await posted(desk, str(CAME), str(CAME))
            unsampled = await posted(desk, f"00-{'1' * 32}-{CAME.span_id}-00")
    spans = {span.attributes["sinergi.report_id"].encode(): span for span in collector.spans}
    assert spans.keys() == {found.key, own.key, twice.key}
    assert (spans[found.key].trace_id, spans[found.key].parent) == (CAME.trace_id, CAME.span_id)
    for record in (own, twice):
        began = spans[record.key]
        assert (began.trace_id, began.parent) == (trace_id_of("sorot", record.key.decode()), "")
    for record in (found, own, twice):
        span = spans[record.key]
        assert context_of(traceparent_in(record.headers)) == TraceContext(span.trace_id, span.span_id)
        assert (span.service, span.kind) == ("sinergi-intake", "server")
        assert span.attributes["http.route"] == "/open311/v2/requests.{format}"
        assert span.attributes["http.response.status_code"] == 201
    assert traceparent_in(unsampled.headers) == f"00-{'1' * 32}-{CAME.span_id}-00"
    raw = b"".join(collector.raw)
    assert not any(secret in raw for secret in (b"Siti", b"0812", b"b7c1e2", b"Rahmawati", b"Air masuk"))


async def test_where_nothing_is_traced_no_header_is_looked_at(desk: Desk) -> None:
    assert (await posted(desk, str(CAME))).headers == ()
