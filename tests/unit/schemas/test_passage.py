from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from schemas.passage import Headers, Passage, passage_of

TRACED = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01"


@given(
    st.datetimes(timezones=st.just(UTC)),
    st.text("abc_", min_size=1),
    st.none() | st.just(TRACED),
)
def test_headers_bring_back_what_was_put_in(at: datetime, channel: str, traceparent: str | None) -> None:
    passage = Passage(at, channel, traceparent)
    assert passage_of((("ce_id", b"x"), *passage.headers())) == passage


@pytest.mark.parametrize(
    ("traceparent", "trace_id"),
    [
        (TRACED, "0af7651916cd43dd8448eb211c80319c"),
        (TRACED.removesuffix("01") + "00", None),
        ("00-x", None),
        (None, None),
    ],
)
def test_a_trace_is_known_where_somebody_records_it(traceparent: str | None, trace_id: str | None) -> None:
    assert Passage(datetime(2026, 11, 24, tzinfo=UTC), "sorot", traceparent).trace_id == trace_id


@pytest.mark.parametrize(
    "headers",
    [
        (),
        (("ce_arrivedat", b"2026-11-24T08:30:00+00:00"),),
        (("ce_arrivedby", b"sorot"),),
        (("ce_arrivedat", b"today"), ("ce_arrivedby", b"sorot")),
        (("ce_arrivedat", b"2026-11-24T08:30:00"), ("ce_arrivedby", b"sorot")),
        (("ce_arrivedat", b"2026-11-24T08:30:00+00:00"), ("ce_arrivedby", b"\xff")),
    ],
)
def test_what_nobody_can_read_is_no_passage(headers: Headers) -> None:
    assert passage_of(headers) is None
