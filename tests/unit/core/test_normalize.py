"""Whatever bytes come, they are a report or a rejection that says where and why."""

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from schemas.rejection import ORIGINAL_BYTES, Origin, Rejection
from schemas.report import Report
from streams.core.normalize import REASONS, RECORD_BYTES, digest, normalize
from streams.core.storable import DEPTH
from streams.core.unreadable import Unreadable

ORIGIN = Origin(topic="reports.sorot", partition=3, offset=7)
CATEGORIES = ("banjir", "lampu", "other")
GOOD = {"id": "a-1", "reported_at": "2026-11-24T08:30:00+07:00", "text": "banjir"}

json_values = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.integers(min_value=10**30, max_value=10**4200)
    | st.floats()
    | st.text(max_size=8)
    | st.sampled_from(["\x00", "a\x00b", "\ud800", "\u2028", "2026-11-24T08:30:00Z"]),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=4), inner, max_size=3),
    max_leaves=6,
)
names = st.sampled_from(
    [*Report.model_fields, "model_config", "to_json", "__class__", "__dict__", "x\x00", ""]
)
overrides = st.dictionaries(names | st.text(max_size=4), json_values, max_size=4)


def read(value: bytes | None) -> Report | Rejection:
    return normalize(value, ORIGIN, CATEGORIES)


def refused(value: bytes | None) -> Rejection:
    result = read(value)
    assert isinstance(result, Rejection)
    return result


def said(**changes: Any) -> bytes:
    """The good record with some fields changed; None takes one away."""
    content = {name: value for name, value in (GOOD | changes).items() if value is not None}
    return json.dumps(content).encode()


def nested(depth: int) -> object:
    value: object = 1
    for _ in range(depth):
        value = [value]
    return value


def check(value: bytes) -> None:
    """What holds for any bytes."""
    result = read(value)
    if isinstance(result, Rejection):
        assert result.original == value
        assert result.code
        assert result.reason
        for text in (result.reason, result.field):
            assert "\x00" not in text
            text.encode()
        assert Rejection.model_validate_json(result.to_json()) == result
    else:
        again = read(result.to_json())
        assert isinstance(again, Report)
        assert digest(again) == digest(result)
        assert again == result


@pytest.mark.parametrize(
    ("value", "code", "field"),
    [
        (None, "no_value", ""),
        (b"", "not_json", ""),
        (said()[:-4], "not_json", ""),
        (b"null", "not_json", ""),
        (b"[1]", "not_json", ""),
        (b'{"id": "\xff"}', "not_utf8", ""),
        (said().decode().encode("utf-16"), "not_utf8", ""),
        (b"\xef\xbb\xbf" + said(), "not_json", ""),
        (b'{"x": "\\ud800", ' + said()[1:], "not_json", ""),
        (b"[" * 100_000, "not_json", ""),
        (b'{"x": ' + b"9" * 4_301 + b", " + said()[1:], "not_json", ""),
        (said(id=None), "missing", "id"),
        (said(reported_at=None), "missing", "reported_at"),
        (said(photos=[{"url": "https://a.id/1"}, {}]), "missing", "photos.1.url"),
        (said(id=7), "wrong_type", "id"),
        (said(text=["banjir"]), "wrong_type", "text"),
        (said(lat="-6.2", lon=107), "wrong_type", "lat"),
        (said(lat=True, lon=107), "wrong_type", "lat"),
        (said(photos={"url": "a"}), "wrong_type", "photos"),
        (said(id=""), "invalid", "id"),
        (said(id=" a"), "invalid", "id"),
        (said(id="a\n"), "invalid", "id"),
        (said(id="a\x00b"), "invalid", "id"),
        (said(id="a" * 129), "too_long", "id"),
        (said(text="a" * 10_001), "too_long", "text"),
        (said(text="a" * 2_000_000), "too_long", "text"),
        (said(place="a" * 501), "too_long", "place"),
        (said(photos=[{"url": "a"}] * 11), "too_long", "photos"),
        (said(extra="a" * RECORD_BYTES), "too_long", ""),
        (said(lat=200, lon=107), "out_of_range", "lat"),
        (said(lat=-6.2, lon=-180.5), "out_of_range", "lon"),
        (said(lat=float("nan"), lon=107), "out_of_range", "lat"),
        (said(lat=10**400, lon=107), "out_of_range", "lat"),
        (said(accuracy_m=-1), "out_of_range", "accuracy_m"),
        (said(extra={"a": [float("inf")]}), "out_of_range", "extra.a.0"),
        (said(lat=-6.2), "invalid", "lon"),
        (said(lon=107), "invalid", "lat"),
        (said(text=" \n"), "invalid", "text"),
        (said(reported_at="2026-11-24T08:30:00"), "invalid", "reported_at"),
        (said(reported_at="2026-11-24"), "invalid", "reported_at"),
        (said(reported_at=1_795_000_000), "invalid", "reported_at"),
        (said(reported_at="2026-02-30T08:30:00Z"), "invalid", "reported_at"),
        (said(reported_at="1969-12-31T23:59:59Z"), "invalid", "reported_at"),
        (said(reported_at="9999-12-31T23:59:59-23:59"), "invalid", "reported_at"),
        (said(text="a\x00b"), "nul", "text"),
        (said(extra={"a": ["\x00"]}), "nul", "extra.a.0"),
        (said(photos=[{"url": "a", "camera": {"name": "\x00"}}]), "nul", "photos.0.camera.name"),
        (said(**{"x\x00y": 1}), "nul", "x\\u0000y"),
        (said(category="banjr"), "unknown_category", "category"),
        (said(extra=nested(DEPTH + 1)), "too_deep", ".".join(["extra", *["0"] * DEPTH])),
    ],
)
def test_bad_input_is_refused_with_code_and_field(value: bytes | None, code: str, field: str) -> None:
    rejection = refused(value)
    assert (rejection.code, rejection.field) == (code, field)


@pytest.mark.parametrize(
    "value",
    [
        said(),
        said(text=None, category="banjir"),
        said(text="", photos=[{"url": "https://a.id/1"}]),
        said(lat=-90, lon=180, accuracy_m=0),
        said(lat=None, text="a" * 10_000),
        said(reported_at="2026-11-24t08:30:00.123456789z"),
        said(extra=nested(DEPTH)),
        said(extra=10**4299, to_json=1, __class__="x"),
        said() + b" \n",
    ],
)
def test_good_input_is_a_report(value: bytes) -> None:
    assert isinstance(read(value), Report)


def test_a_rejection_knows_where_the_record_lies() -> None:
    rejection = refused(b"{")
    assert (rejection.id, rejection.original, rejection.original_length) == ("reports.sorot/3/7", b"{", 1)
    assert (rejection.topic, rejection.partition, rejection.offset) == ("reports.sorot", 3, 7)


def test_a_record_without_a_value_is_kept_as_empty() -> None:
    assert refused(None).original == b""


def test_only_the_beginning_of_a_huge_record_is_kept() -> None:
    rejection = refused(b"x" * (ORIGINAL_BYTES + 5))
    assert len(rejection.original) == ORIGINAL_BYTES
    assert rejection.original_length == ORIGINAL_BYTES + 5


def test_reasons_are_bounded_and_counted() -> None:
    reason = refused(said(photos=[{}] * 10)).reason
    assert reason.count("Field required") == REASONS
    assert reason.endswith(f"and {10 - REASONS} more")


def test_an_unknown_category_is_told_the_nearest() -> None:
    assert "'banjir'" in refused(said(category="banjr")).reason


@pytest.mark.parametrize(
    "pick", ["Wati 085712340987", "085712340987", "0857_1234_0987", "wati@surat.id", "Lampu mati"]
)
def test_a_refused_pick_is_not_told_when_it_is_no_id(pick: str) -> None:
    reason = refused(said(category=pick)).reason
    assert pick not in reason
    assert reason.startswith("unknown category; ")


def test_a_refused_pick_that_is_like_an_id_is_told() -> None:
    assert refused(said(category="lampu_2")).reason.startswith("unknown category 'lampu_2'; ")


@pytest.mark.parametrize(
    ("extra", "field"),
    [
        ({"Wati 0857\x0012340987": 1}, "?"),
        ({"0857\x0012340987": 1}, "?"),
        ({"Wati 085712340987": {"a": "\x00"}}, "?.a"),
        ({"device": {"Wati": ["\x00"]}}, "device.?.0"),
    ],
)
def test_a_name_of_a_field_is_not_told_when_it_is_no_id(extra: dict[str, Any], field: str) -> None:
    rejection = refused(said(**extra))
    assert (rejection.code, rejection.field) == ("nul", field)
    assert "Wati" not in rejection.reason


def test_the_whole_record_is_kept_unknown_fields_too() -> None:
    report = read(said(device={"os": "x", "v": [1, 2.5, None]}, photos=[{"url": "a", "iso": 100}]))
    assert isinstance(report, Report)
    content = json.loads(report.to_json())
    assert content["device"] == {"os": "x", "v": [1, 2.5, None]}
    assert content["photos"][0]["iso"] == 100


def test_what_a_record_may_grow_to_fits_a_record_of_kafka() -> None:
    """A million bytes is the broker's limit for reports.classified; numbers grow most when written again."""
    numbers = [10.0**15] * ((RECORD_BYTES - 200) // len("1e15,"))
    value = json.dumps(GOOD | {"x": numbers}, separators=(",", ":")).replace("1000000000000000.0", "1e15")
    report = read(value.encode())
    assert isinstance(report, Report)
    assert len(value) > 0.99 * RECORD_BYTES
    assert 900_000 < len(report.to_json()) < 1_000_000


@given(st.binary(max_size=200))
def test_any_bytes_give_a_report_or_a_rejection(value: bytes) -> None:
    check(value)


@given(overrides)
def test_any_json_gives_a_report_or_a_rejection(changes: dict[str, object]) -> None:
    check(json.dumps(GOOD | changes).encode())


@given(st.integers(0, len(said())), st.binary(max_size=4))
def test_a_good_record_with_a_splinter_in_it(at: int, splinter: bytes) -> None:
    check(said()[:at] + splinter + said()[at + len(splinter) :])


@given(overrides, st.randoms(use_true_random=False))
def test_the_digest_is_blind_to_the_order_of_fields_and_to_white_space(
    changes: dict[str, object], random: Any
) -> None:
    content = GOOD | changes
    shuffled = list(content.items())
    random.shuffle(shuffled)
    here, there = read(json.dumps(content).encode()), read(json.dumps(dict(shuffled), indent=3).encode())
    assert isinstance(here, Report) == isinstance(there, Report)
    if isinstance(here, Report) and isinstance(there, Report):
        assert digest(here) == digest(there)


@pytest.mark.parametrize(
    "changes", [{"text": "banjir!"}, {"lat": 1, "lon": 1}, {"extra": 1}, {"photos": [{"url": "a", "b": 1}]}]
)
def test_the_digest_sees_every_field(changes: dict[str, object]) -> None:
    one, other = read(said()), read(said(**changes))
    assert isinstance(one, Report)
    assert isinstance(other, Report)
    assert digest(one) != digest(other)


def test_what_could_not_be_read_is_refused_for_the_reason_it_brings() -> None:
    rejection = refused(Unreadable(json.dumps(GOOD).encode(), "no_record", "it has no end"))
    assert (rejection.code, rejection.reason, rejection.report_id) == ("no_record", "it has no end", "a-1")
