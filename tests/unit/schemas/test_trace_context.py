import hashlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from schemas.trace_context import TraceContext, context_of, is_within, trace_id_of, traceparent_in

TRACE, SPAN = "0af7651916cd43dd8448eb211c80319c", "b7ad6b7169203331"


def hexadecimal(length: int) -> st.SearchStrategy[str]:
    return st.text("0123456789abcdef", min_size=length, max_size=length).filter(lambda text: text.strip("0"))


@given(hexadecimal(32), hexadecimal(16), st.integers(0, 3))
def test_what_is_written_is_read(trace_id: str, span_id: str, flags: int) -> None:
    context = TraceContext(trace_id, span_id, flags)
    assert context_of(str(context)) == context


@given(st.text() | st.from_regex(r"[0-9a-f]{2}-[0-9a-f]{30,34}-[0-9a-f]{15,17}-[0-9a-f]{1,3}.?"))
def test_whatever_comes_is_a_context_or_none(text: str) -> None:
    context = context_of(text)
    assert context is None or context_of(str(context)) == context


@pytest.mark.parametrize(
    ("traceparent", "sampled"),
    [
        (f"00-{TRACE}-{SPAN}-01", True),
        (f"00-{TRACE}-{SPAN}-00", False),
        (f"00-{TRACE}-{SPAN}-ff", True),
        (f"00-{TRACE}-{SPAN}-02", False),
        # Of a later version as much is read as this one knows.
        (f"cc-{TRACE}-{SPAN}-01", True),
        (f"cc-{TRACE}-{SPAN}-01-what-the-future-will-be-like", True),
    ],
)
def test_a_valid_one(traceparent: str, sampled: bool) -> None:
    found = context_of(traceparent)
    assert found
    assert (found.trace_id, found.span_id, found.sampled) == (TRACE, SPAN, sampled)
    assert str(found).startswith(f"00-{TRACE}-{SPAN}-0")


@pytest.mark.parametrize(
    "traceparent",
    [
        None,
        "",
        f"00-{TRACE}-{SPAN}",
        f"00-{TRACE}-{SPAN}-1",
        f"00-{TRACE}-{SPAN}-01-more",
        f"00-{TRACE}-{SPAN}-01-",
        f"00-{TRACE}-{SPAN}-01\n",
        f" 00-{TRACE}-{SPAN}-01",
        f"ff-{TRACE}-{SPAN}-01",
        f"cc-{TRACE}-{SPAN}-01.future",
        f"00-{TRACE.upper()}-{SPAN}-01",
        f"00-{'0' * 32}-{SPAN}-01",
        f"00-{TRACE}-{'0' * 16}-01",
        f"00-{TRACE}-{SPAN}-0g",
    ],
)
def test_one_that_the_recommendation_calls_invalid_is_none(traceparent: str | None) -> None:
    assert context_of(traceparent) is None


@pytest.mark.parametrize(
    ("headers", "found"),
    [
        ((), None),
        ((("ce_id", b"x"), ("traceparent", b"00-x")), "00-x"),
        ((("traceparent", None),), None),
        ((("traceparent", b""),), None),
        ((("traceparent", "é".encode()),), "\N{REPLACEMENT CHARACTER}" * 2),
    ],
)
def test_the_header_of_a_record(headers: tuple[tuple[str, bytes | None], ...], found: str | None) -> None:
    assert traceparent_in(headers) == found


def test_anybody_can_tell_the_trace_of_a_report() -> None:
    assert trace_id_of("callcenter", "CC-0001") == hashlib.sha256(b"callcenter:CC-0001").hexdigest()[:32]
    assert trace_id_of("sorot", "CC-0001") != trace_id_of("callcenter", "CC-0001")


def test_a_share_of_all_reports_is_traced() -> None:
    ids = [trace_id_of("sorot", str(number)) for number in range(5_000)]
    assert all(is_within(1.0, id) for id in ids)
    assert not any(is_within(0.0, id) for id in ids)
    assert 0.08 < sum(is_within(0.1, id) for id in ids) / len(ids) < 0.12
    assert all(is_within(0.2, id) for id in ids if is_within(0.1, id))
