"""What triage can say of a correction without the incidents, and how it travels on."""

import json
from dataclasses import dataclass

import pytest

from schemas.classified import ClassifiedReport
from schemas.command import Ordered, Receive
from schemas.message import Message
from schemas.rejection import Origin, Rejection
from streams.core.check_correction import check_correction
from streams.core.records.commands import command_record, read_event
from streams.core.tell import classified_record
from tests.unit.core.catalog import small_catalog
from tests.unit.core.reports import classified

CATALOG = small_catalog()
ORIGIN = Origin(topic="corrections", partition=1, offset=7)
A, B = "rawa:air:a", "rawa:jalan:b"
MERGE = {
    "id": "k-1",
    "at": "2026-11-24T08:30:00+07:00",
    "by": "ani",
    "why": "sama, kata 0812-3456-7890",
    "what": {"kind": "merge", "incident": A, "into": B},
    "seen": {A: 1},
}


@dataclass
class Written:
    """A record of `reports.classified`."""

    message: Message
    value: bytes | None = None
    topic: str = "reports.classified"
    partition: int = 0
    offset: int = 3

    def __post_init__(self) -> None:
        self.headers = self.message.headers
        self.value = self.message.value if self.value is None else self.value


def checked(**changes: object) -> Ordered | Rejection:
    return check_correction(json.dumps(MERGE | changes).encode(), ORIGIN, CATALOG)


def test_a_correction_travels_on_the_key_of_its_incident_with_its_reason_masked() -> None:
    order = checked()
    assert isinstance(order, Ordered)
    assert (order.key, order.origin) == ("rawa:air", ORIGIN)
    assert order.correction.why == "sama, kata <telepon>"
    message = command_record(order)
    assert (message.key, message.topic, message.type) == (
        b"rawa:air",
        "reports.classified",
        "sinergi.correction.v1",
    )
    assert read_event(Written(message), CATALOG) == order


def test_what_differs_only_in_order_and_space_is_the_same() -> None:
    other = json.dumps(dict(reversed(MERGE.items())), indent=2).encode()
    assert check_correction(other, ORIGIN, CATALOG) == checked()
    changed = checked(why="lain")
    assert isinstance(changed, Ordered)
    assert changed.digest != checked().digest  # type: ignore[union-attr]


@pytest.mark.parametrize(
    ("changes", "code", "field"),
    [
        ({"what": {"kind": "merge", "incident": "x", "into": B}}, "invalid", "what.merge.incident"),
        ({"what": {"kind": "explode", "incident": A}}, "invalid", "what"),
        ({"what": {"kind": "merge", "incident": "bandung:air:a", "into": B}}, "unknown_incident", "what"),
        ({"what": {"kind": "no_report", "incident": "rawa:api:a"}}, "unknown_incident", "what"),
        ({"what": {"kind": "reclassify", "incident": A, "category": "x"}}, "unknown_id", "what.category"),
        ({"what": {"kind": "reroute", "incident": A, "agencies": ["x"]}}, "unknown_id", "what.agencies"),
        ({"what": {"kind": "reroute", "incident": A, "agencies": []}}, "invalid", "what.reroute.agencies"),
        ({"what": {"kind": "split", "incident": A, "reports": ["x:1"]}}, "unknown_id", "what.reports"),
        (
            {"what": {"kind": "move", "incident": A, "into": B, "report": "x:1"}},
            "unknown_id",
            "what.report",
        ),
        ({"why": ""}, "invalid", "why"),
        ({"why": "a\x00b"}, "nul", "why"),
        ({"by": "ani\x00"}, "nul", "by"),
        ({"at": "2026-11-24"}, "invalid", "at"),
        ({"id": "k 1"}, "invalid", "id"),
        ({"seen": {A: -1}}, "out_of_range", f"seen.{A}"),
        ({"seen": {"bandung:air:a": 1}}, "unknown_incident", "what"),
    ],
)
def test_what_nobody_could_carry_out_is_refused_with_its_field(
    changes: dict[str, object], code: str, field: str
) -> None:
    found = checked(**changes)
    assert isinstance(found, Rejection)
    assert (found.field, found.code) == (field, code)
    assert (found.id, found.topic) == ("corrections/1/7", "corrections")


@pytest.mark.parametrize("value", [None, b"", b"{", b"\xff", b"[]"])
def test_what_is_no_correction_is_refused(value: bytes | None) -> None:
    assert isinstance(check_correction(value, ORIGIN, CATALOG), Rejection)


def test_the_second_step_travels_on_the_key_of_where_reports_go() -> None:
    order = checked()
    assert isinstance(order, Ordered)
    receive = Receive(ordered=order, source=A, into=B, category="lampu")
    message = command_record(receive)
    assert (message.key, dict(message.headers)["ce_id"]) == (b"rawa:jalan", b"k-1/rawa:jalan/0")
    assert read_event(Written(message), CATALOG) == receive


def test_reports_are_read_beside_corrections() -> None:
    report = classified("a")
    assert read_event(Written(classified_record(report)), CATALOG) == report
    assert isinstance(read_event(Written(classified_record(report)), CATALOG), ClassifiedReport)


@pytest.mark.parametrize("value", [b"{}", b"", b"\xff"])
def test_a_command_that_nobody_can_read_is_refused_where_it_lies(value: bytes) -> None:
    order = checked()
    assert isinstance(order, Ordered)
    found = read_event(Written(command_record(order), value=value), CATALOG)
    assert isinstance(found, Rejection)
    assert (found.code, found.id) == ("unreadable", "reports.classified/0/3")


def test_a_correction_that_names_what_left_the_catalog_is_refused() -> None:
    order = checked(what={"kind": "reclassify", "incident": A, "category": "selokan"})
    assert isinstance(order, Ordered)
    less = CATALOG.model_copy(update={"categories": {"banjir": CATALOG.categories["banjir"]}})
    found = read_event(Written(command_record(order)), less)
    assert isinstance(found, Rejection)
    assert found.code == "unreadable"
