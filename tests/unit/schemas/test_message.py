from datetime import UTC, datetime, timedelta, timezone

import pytest

from schemas.message import SOURCE, Message, cloud_event


def event(**changes: object) -> Message:
    fields = {
        "topic": "dispatches.dlh",
        "key": "bekasi:other:abc",
        "value": b"{}",
        "id": "bekasi:other:abc/1/dlh",
        "type": "sinergi.dispatch.opened.v1",
        "subject": "bekasi:other:abc",
        "time": datetime(2026, 11, 24, 1, 30, tzinfo=UTC),
    }
    return cloud_event(**(fields | changes))  # type: ignore[arg-type]


def test_the_headers_are_cloud_events_in_binary_mode() -> None:
    assert event().headers == (
        ("content-type", b"application/json"),
        ("ce_specversion", b"1.0"),
        ("ce_id", b"bekasi:other:abc/1/dlh"),
        ("ce_source", SOURCE.encode()),
        ("ce_type", b"sinergi.dispatch.opened.v1"),
        ("ce_subject", b"bekasi:other:abc"),
        ("ce_time", b"2026-11-24T01:30:00+00:00"),
    )


def test_what_is_more_to_say_comes_last() -> None:
    assert event(more=(("ce_urgency", b"high"),)).headers == (*event().headers, ("ce_urgency", b"high"))


def test_the_value_is_left_as_it_is() -> None:
    message = event(value=b"\x00\xff", key="\u00e9")
    assert (message.topic, message.key, message.value) == ("dispatches.dlh", "\u00e9".encode(), b"\x00\xff")


@pytest.mark.parametrize("name", ["id", "subject", "type"])
def test_attributes_are_utf_8(name: str) -> None:
    assert dict(event(**{name: "laporan \u00e9"}).headers)[f"ce_{name}"] == "laporan \u00e9".encode()


def test_the_time_has_an_offset() -> None:
    jakarta = timezone(timedelta(hours=7))
    headers = dict(event(time=datetime(2026, 11, 24, 8, 30, 0, 5, tzinfo=jakarta)).headers)
    assert headers["ce_time"] == b"2026-11-24T08:30:00.000005+07:00"


def test_the_same_event_gives_the_same_bytes() -> None:
    assert event() == event()
