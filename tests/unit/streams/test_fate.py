"""What became of a record, by what Postgres holds under its id and at its position."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from schemas.rejection import Origin
from sinks.reading import Kept
from streams.core.normalize import digest
from streams.fate import Fate, fate_of, report_of

START = datetime(2026, 11, 24, tzinfo=UTC)
HERE = Origin(topic="reports.sorot", partition=2, offset=7)
VALUE = b'{"id":"a","reported_at":"2026-11-24T08:30:00+07:00","text":"banjir"}'


def kept(value: bytes = VALUE) -> Kept:
    report = report_of(value)
    assert report
    return Kept(digest(report), HERE, START + timedelta(seconds=1), ("incident",))


def fate(known: Kept | None, value: bytes = VALUE, *, refused: bool = False) -> Fate | None:
    return fate_of(HERE, report_of(value), known, refused=refused, since=START)


def test_a_report_recorded_since_from_the_same_position_is_from_the_record() -> None:
    assert fate(kept()) is Fate.ACCEPTED


OTHER = kept(VALUE.replace(b"banjir", b"sampah"))


@pytest.mark.parametrize(
    "elsewhere",
    [
        {"recorded_at": START - timedelta(seconds=1)},  # An earlier cluster's.
        {"origin": HERE.model_copy(update={"offset": 8})},
        {"origin": HERE.model_copy(update={"partition": 1})},
        {"origin": HERE.model_copy(update={"topic": "reports.poc"})},
    ],
)
def test_the_same_content_from_elsewhere_is_a_redelivery_and_other_content_is_not(
    elsewhere: dict[str, object],
) -> None:
    assert fate(replace(kept(), **elsewhere)) is Fate.REDELIVERED
    assert fate(replace(OTHER, **elsewhere)) is None


def test_what_was_refused_is_refused_whatever_else_has_its_id() -> None:
    assert fate(kept(), refused=True) is Fate.REJECTED
    assert fate(None, b"{", refused=True) is Fate.REJECTED


def test_of_what_is_not_there_nothing_is_known() -> None:
    assert fate(None) is None
    assert fate(kept(), b"{") is None
