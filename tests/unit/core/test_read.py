import json
import math
from dataclasses import dataclass

import pytest

from schemas.classified import ClassifiedReport
from schemas.rejection import Origin, Rejection, reject
from schemas.report import Report
from streams.core.normalize import normalize
from streams.core.records.announce import announcement_record
from streams.core.records.read import read_announcement, read_classified, read_rejection
from streams.core.storable import DEPTH
from tests.unit.core.catalog import small_catalog
from tests.unit.core.reports import classified, point
from tests.unit.core.test_announce import FIXED

CATALOG = small_catalog()


@dataclass
class Written:
    """A record as Kafka gives it."""

    value: bytes | None
    topic: str = "reports.classified"
    partition: int = 2
    offset: int = 5


SAID = {"id": "a", "reported_at": "2026-11-24T08:30:00Z", "text": "x"}
FOUND = {"category": "banjir", "family": "air", "confidence": 0.5}


def changed(**changes: object) -> bytes:
    return json.dumps(json.loads(classified("a").to_json()) | changes).encode()


@pytest.mark.parametrize(
    "report", [classified("a"), classified("b", place=point(), photos=("p",), reporter="x")]
)
def test_what_triage_wrote_is_read_as_it_was(report: ClassifiedReport) -> None:
    assert read_classified(Written(report.to_json()), CATALOG) == report


def test_fields_of_a_later_version_are_ignored() -> None:
    assert read_classified(Written(changed(later=1)), CATALOG) == classified("a")


@pytest.mark.parametrize(
    "value",
    [
        None,
        b"",
        b"{",
        b"\xff\xfe",
        b"[]",
        b"{}",
        changed(report={}),
        changed(grade={"urgency": "panic", "rule": ""}),
        changed(classification={"category": "gone", "family": "air", "confidence": 0}),
        changed(channel="gone"),
        changed(masked_text="a\x00"),
        changed(masked_text="NUL").replace(b"NUL", b"\x00"),
        changed(grade={"urgency": "low", "rule": "\x00"}),
        changed(classification={"category": "banjir", "family": "air", "confidence": math.nan}),
        changed(report={"id": "a", "reported_at": "2026-11-24T08:30:00Z", "text": "x", "extra": ["\x00"]}),
        changed(report=SAID | {"extra": math.inf}),
        changed(report=SAID | {"photos": [{"url": "u", "extra": -math.inf}]}),
        changed(classification=FOUND | {"evidence": [{"word": "banjir", "weight": math.inf}]}),
        changed(
            classification=FOUND
            | {"evidence": [{"word": "a", "weight": 1e999}, {"word": "b", "weight": -1e999}]}
        ),
        changed(place=json.loads(point().model_dump_json()) | {"error_m": math.inf}),
        changed(origin={"topic": "reports.sorot", "partition": 2**31, "offset": 0}),
        changed(origin={"topic": "reports.sorot", "partition": 0, "offset": 2**63}),
        changed(origin={"topic": "reports.sorot", "partition": -1, "offset": 0}),
    ],
)
def test_what_somebody_else_wrote_is_refused_where_it_lies(value: bytes | None) -> None:
    result = read_classified(Written(value), CATALOG)
    assert isinstance(result, Rejection)
    assert (result.id, result.code) == ("reports.classified/2/5", "unreadable")
    assert result.original == (value or b"")
    assert result.reason


@pytest.mark.parametrize("word", ["\\u0000", "NaN", "a\\", "\x01", "\ud7ff"])
def test_words_that_only_look_like_what_cannot_be_stored_are_taken(word: str) -> None:
    found = read_classified(Written(changed(masked_text=word)), CATALOG)
    assert isinstance(found, ClassifiedReport), found
    assert found.masked_text == word


def test_what_normalize_took_to_its_depth_is_still_taken() -> None:
    deep: object = 1
    for _ in range(DEPTH):
        deep = [deep]
    content = {"id": "a", "reported_at": "2026-11-24T08:30:00Z", "text": "x", "extra": deep}
    normal = normalize(json.dumps(content).encode(), REFUSED_AT, CATALOG.categories)
    assert isinstance(normal, Report)
    found = read_classified(Written(changed(report=json.loads(normal.to_json()))), CATALOG)
    assert isinstance(found, ClassifiedReport), found


REFUSED_AT = Origin(topic="reports.sorot", partition=1, offset=2)
REFUSED = reject(REFUSED_AT, b"\x00\xff", code="nul", reason="x", field="text")


def refused(**changes: object) -> bytes:
    return json.dumps(json.loads(REFUSED.to_json()) | changes).encode()


def test_a_rejection_is_read_as_it_was() -> None:
    assert read_rejection(Written(refused())) == REFUSED


@pytest.mark.parametrize(
    "value",
    [
        None,
        b"",
        b"{}",
        b"\xff",
        b'{"id": "a", "original": "not base64!"}',
        refused(code="a\x00"),
        refused(reason="\x00"),
        refused(topic="a\x00"),
        refused(partition=2**40),
        refused(offset=2**70),
        refused(offset=2**63),
        refused(partition=-1),
        refused(original_length=2**63),
    ],
)
def test_an_unreadable_rejection_is_one_of_itself(value: bytes | None) -> None:
    result = read_rejection(Written(value, topic="reports.rejected"))
    assert (result.id, result.code, result.original) == ("reports.rejected/2/5", "unreadable", value or b"")


def announced(**changes: object) -> bytes:
    return json.dumps(json.loads(FIXED.to_json()) | changes).encode()


def test_an_announcement_is_read_as_it_was() -> None:
    assert read_announcement(Written(announcement_record(FIXED).value)) == FIXED


@pytest.mark.parametrize(
    "value",
    [
        None,
        b"{",
        announced(incident_id="rawa"),
        announced(incident_id="rawa:air:\x00"),
        announced(number=0),
        announced(up_to=2**63),
        announced(kind="forgotten"),
        announced(message="\x00"),
    ],
)
def test_what_is_no_announcement_is_refused_where_it_lies(value: bytes | None) -> None:
    refused = read_announcement(Written(value, topic="announcements"))
    assert isinstance(refused, Rejection)
    assert (refused.id, refused.code) == ("announcements/2/5", "unreadable")
