"""Whose a refused record is: nobody else's, however short the reference is."""

import json

import pytest

from schemas.rejection import ORIGINAL_BYTES, Origin, reject
from sinks.refused_sender import is_reply_of, is_report_of, is_text, unwrapped

HERS = {"id": "S-1", "reporter": "warga-7", "text": "id", "category": "flood"}
BATCH = b"\x28\xb5\x2f\xfd\x04\x00\xff"
BROKEN = b'{"id": "S-1", "text": "ia bilang \\"reporter\\": \\"lain\\"", "reporter" : "warg\\u0061-7", "lat'


def report(**changed: object) -> bytes:
    return json.dumps(HERS | changed).encode()


@pytest.mark.parametrize(
    "reporter", ["id", "text", "reporter", "flood", "S-1", "warga", "warga-77", "7", "", ".*", "%"]
)
def test_a_record_is_not_of_who_is_only_named_like_something_in_it(reporter: str) -> None:
    assert not is_report_of(report(), reporter, ["S-1"])
    assert not is_report_of(BROKEN, reporter, [])


@pytest.mark.parametrize(
    "original",
    [
        report(),
        report(id="S-2", text=None),
        BROKEN,
        report(reporter="warga-7").replace(b"warga", b"w\\u0061rga"),
        report().decode().encode("utf-16"),
        report().decode().encode("utf-32"),
        report()[:-1] + b"\xff}",
        json.dumps([{"pelapor": [{"reporter": "warga-7"}]}]).encode(),
        report() + b"}",
    ],
)
def test_a_record_is_of_who_it_names(original: bytes) -> None:
    assert is_report_of(original, "warga-7", [])


def test_a_reference_may_be_written_as_a_number_or_need_marks_of_its_own() -> None:
    assert is_report_of(report(reporter=9917), "9917", [])
    assert not is_report_of(report(reporter=True), "True", [])
    assert not is_report_of(report(reporter=None), "None", ["S-2"])
    for reporter in ('kutip"dua', "back\\slash", "wargå", "a:b"):
        assert is_report_of(report(reporter=reporter), reporter, [])
        assert is_report_of(report(reporter=reporter)[:-1], reporter, [])


def test_an_id_counts_where_nobody_is_named() -> None:
    assert is_report_of(report(reporter=None), None, ["S-1"])
    assert is_report_of(report(reporter=None), "warga-7", ["S-1"])
    assert not is_report_of(report(), None, ["S-1"]), (
        "somebody else used the id of a report without a reporter"
    )
    assert not is_report_of(report(reporter="lain"), "warga-7", ["S-1"])


def test_a_reply_is_of_who_sent_the_report() -> None:
    reply = json.dumps({"id": "S-9", "report_id": "S-1", "answer": "entah"}).encode()
    assert is_reply_of(reply, "warga-7", ["S-1"])
    assert not is_reply_of(reply, "answer", ["S-9", "entah"])
    assert is_reply_of(b'{"reporter": "warga-7", "answer', "warga-7", [])


def test_what_no_json_can_be_is_of_nobody() -> None:
    for original in (
        b"",
        b"\x00",
        b"[" * 100_000,
        b'"reporter"',
        b'{"reporter":{}}',
        b"\x28\xb5\x2f\xfd\x04\x00\xff",
    ):
        assert not is_report_of(original, "warga-7", ["S-1"])
        assert not is_reply_of(original, None, ["S-1"])
    assert is_text(b"{")
    assert not is_text(BATCH)


@pytest.mark.parametrize("length", [1, 55, 56, 57, 58, 4_000, ORIGINAL_BYTES])
def test_of_a_refusal_that_was_refused_what_it_holds_is_found(length: int) -> None:
    """Also where it was cut, since base 64 is longer."""
    original = (report() + b"x" * length)[:ORIGINAL_BYTES]
    refusal = reject(Origin(topic="reports.sorot", partition=0, offset=7), original, code="x", reason='a "b"')
    wrapped = refusal.to_json()
    assert unwrapped(wrapped) == ("reports.sorot", original)
    found = unwrapped(wrapped[:ORIGINAL_BYTES])
    assert found is not None
    assert original.startswith(found[1])
    assert is_report_of(found[1], "warga-7", [])


@pytest.mark.parametrize(
    "record", [b"", report(), b"\xff", b'{"topic":"reports.sorot"}', b'{"topic":"x","original":"A==="}']
)
def test_what_is_no_refusal_holds_nothing(record: bytes) -> None:
    assert unwrapped(record) is None
