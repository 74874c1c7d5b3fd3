from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any

import pytest
from aiokafka import ConsumerRecord
from hypothesis import given
from hypothesis import strategies as st

from schemas.message import cloud_event
from sinks.webhooks.deliveries import Delivery
from streams.agents.webhooks.records import delivery_of

TRACEPARENT = b"00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01"
SENT = cloud_event(
    topic="dispatches.dishub",
    key="bekasi:traffic:1",
    value=b'{"id": 1}',
    id="bekasi:traffic:1/2/dishub",
    type="sinergi.dispatch.joined.v1",
    subject="bekasi:traffic:1",
    time=datetime(2026, 11, 24, 8, 30, tzinfo=UTC),
)


def record(
    key: bytes | None = SENT.key,
    value: bytes | None = SENT.value,
    headers: Sequence[tuple[str, bytes]] = SENT.headers,
) -> ConsumerRecord[Any, Any]:
    return ConsumerRecord("dispatches.dishub", 0, 7, 0, 0, key, value, None, 0, 0, tuple(headers))


def with_header(name: str, value: bytes) -> Sequence[tuple[str, bytes]]:
    return [*(header for header in SENT.headers if header[0] != name), (name, value)]


def test_the_bytes_go_on_as_they_are_and_the_headers_in_the_binding_of_http() -> None:
    assert delivery_of(record()) == Delivery(
        "bekasi:traffic:1/2/dishub",
        "bekasi:traffic:1",
        (
            ("ce-specversion", "1.0"),
            ("ce-id", "bekasi:traffic:1/2/dishub"),
            ("ce-source", "sinergi"),
            ("ce-type", "sinergi.dispatch.joined.v1"),
            ("ce-subject", "bekasi:traffic:1"),
            ("ce-time", "2026-11-24T08:30:00+00:00"),
        ),
        b'{"id": 1}',
    )


@pytest.mark.parametrize(("traceparent", "goes_on"), [(TRACEPARENT, True), (b"00-x", False)])
def test_a_trace_goes_on_to_the_receiver_if_it_is_one(traceparent: bytes, goes_on: bool) -> None:
    found = delivery_of(record(headers=with_header("traceparent", traceparent)))
    assert isinstance(found, Delivery)
    assert (("traceparent", TRACEPARENT.decode()) in found.headers) is goes_on
    assert len(found.headers) == 6 + goes_on


@pytest.mark.parametrize(
    ("odd", "reason"),
    [
        (record(headers=()), "its ce_id ''"),
        (record(headers=with_header("ce_id", b"a.b")), "its ce_id 'a.b'"),
        (record(headers=with_header("ce_id", "é".encode())), "its key or headers are no text"),
        (record(headers=with_header("ce_type", b"a\r\nhost: b")), "its ce_type cannot be sent"),
        (record(key=None), "it has no value, or no key"),
        (record(key=b"\xff"), "its key or headers are no text"),
        (record(key=b"\x00"), "it has no value, or no key"),
        (record(value=None), "it has no value, or no key"),
        (record(value=b""), "it has no value, or no key"),
    ],
)
def test_what_is_no_dispatch_is_said_to_be_none(odd: ConsumerRecord[Any, Any], reason: str) -> None:
    found = delivery_of(odd)
    assert isinstance(found, str)
    assert found.startswith(reason)


@given(st.lists(st.tuples(st.text(max_size=8) | st.just("ce_type"), st.binary(max_size=20))))
def test_no_header_of_a_record_can_break_a_request(headers: list[tuple[str, bytes]]) -> None:
    found = delivery_of(record(headers=[*headers, ("ce_id", b"1")]))
    if isinstance(found, Delivery):
        assert all(
            name.startswith("ce-") and name.isascii() and text.isprintable() for name, text in found.headers
        )
        assert all(name[3:].isalnum() for name, _ in found.headers)
