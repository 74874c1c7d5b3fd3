"""A delivery is in the trace of its dispatch, and its receiver may go on with it."""

from dataclasses import replace

import pytest
from aiohttp import web

from schemas.trace_context import TraceContext, context_of
from sinks.topics import publish
from streams.settings import TracingSettings
from tests.collector import collecting
from tests.integration.webhooks.office import Office
from tests.integration.webhooks.receiver import Receiver

pytestmark = pytest.mark.any_broker

CAME = TraceContext("0af7651916cd43dd8448eb211c80319c", "b7ad6b7169203331")


async def tell(office: Office, incident: str, came: TraceContext) -> None:
    message = office.message(incident, 1)
    await publish(
        office.producer, [message._replace(headers=(*message.headers, ("traceparent", str(came).encode())))]
    )


async def test_each_try_is_a_step_of_the_dispatchs_trace(office: Office, receiver: Receiver) -> None:
    receiver.answer = lambda _, times: web.Response(status=500 if times == 1 else 204)
    await office.add(f"{receiver.url}/terima?kunci=rahasia", from_beginning=True)
    await tell(office, "a", CAME)
    with collecting() as collector:
        tracing = TracingSettings(endpoint=collector.endpoint, sample=0.0)
        traced = replace(office, settings=office.settings.model_copy(update={"tracing": tracing}))
        async with traced.working():
            await office.settled(["delivered"])
    first, second = collector.named("deliver")
    assert {first.parent, second.parent} == {CAME.span_id}
    assert (first.failed, second.failed) == (True, False)
    assert [one.attributes["http.response.status_code"] for one in (first, second)] == [500, 204]
    carried = [context_of(heard.headers["traceparent"]) for heard in receiver.heard]
    assert carried == [replace(CAME, span_id=one.span_id) for one in (first, second)]
    assert not any(b"rahasia" in raw or b"127.0.0.1" in raw for raw in collector.raw)


async def test_where_nothing_is_traced_the_trace_is_passed_on_as_it_is(
    office: Office, receiver: Receiver
) -> None:
    await office.add(receiver.url, from_beginning=True)
    await tell(office, "a", CAME)
    async with office.working():
        await office.settled(["delivered"])
    assert [heard.headers["traceparent"] for heard in receiver.heard] == [str(CAME)]
