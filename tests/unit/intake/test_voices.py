"""One voice more, as the report that goes out."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from schemas.rejection import Origin
from schemas.report import Report
from streams.core.normalize import normalize
from streams.intake.faults import Fault
from streams.intake.reporters import reporter_of
from streams.intake.voices import Voice, _reporter, report_of
from tests.unit.core.reports import incident, point

AT = datetime(2026, 11, 24, 5, 0, 7, 123, tzinfo=UTC)
SECRET = b"s" * 32
KNOWN = incident("i", place=point())
ORIGIN = Origin(topic="reports.sorot", partition=0, offset=0)
visible = st.text(st.characters(min_codepoint=0x21, max_codepoint=0x7E), min_size=1, max_size=40)


def said(at: datetime = AT, **fields: object) -> Report:
    voice = Voice.model_validate({"account_id": "warga-1"} | fields)
    return report_of(voice, _reporter(voice, SECRET), KNOWN, None, at)


def test_within_a_minute_the_same_is_the_same_to_the_byte() -> None:
    assert said().to_json() == said(AT + timedelta(seconds=50)).to_json()


@pytest.mark.parametrize(
    "fields",
    [
        {"at": AT + timedelta(minutes=1)},
        {"account_id": "warga-2"},
        {"lat": -6.2, "long": 107.0},
        {"media_url": "https://foto.id/1"},
    ],
)
def test_what_says_something_else_has_another_id(fields: dict[str, object]) -> None:
    assert said(**fields).id != said().id  # type: ignore[arg-type]


@given(
    visible,
    st.none() | st.tuples(st.floats(-90, 90), st.floats(-180, 180)),
    st.none() | visible,
    st.datetimes(),
)
def test_triage_takes_in_whatever_was_accepted(
    reporter: str, place: tuple[float, float] | None, path: str | None, at: datetime
) -> None:
    at = at.replace(year=2026, tzinfo=UTC)
    fields: dict[str, object] = {"lat": place[0], "long": place[1]} if place else {}
    voice = Voice.model_validate(fields | {"account_id": reporter, "media_url": path and f"https://{path}"})
    report = report_of(voice, reporter, KNOWN, None, at)
    assert normalize(report.to_json(), ORIGIN, ("banjir",)) == report


@pytest.mark.parametrize("reporter", ["budi@contoh.id", "081234567890", "3275010101900001"])
def test_who_is_named_goes_on_as_a_hash(reporter: str) -> None:
    for field in ("account_id", "device_id", "email", "phone"):
        assert reporter not in _reporter(Voice.model_validate({field: reporter}), SECRET)


def test_a_citizen_is_the_same_voice_as_in_a_report() -> None:
    known = reporter_of(SECRET, account=None, device=None, email=None, phone="0812-3456-7890")
    assert _reporter(Voice(phone="+62 812 3456 7890"), SECRET) == known
    assert _reporter(Voice(device_id="u:81"), SECRET) == "u:81"


def test_nobody_is_no_voice_and_half_a_place_is_none() -> None:
    with pytest.raises(Fault, match="no_reporter"):
        _reporter(Voice(), SECRET)
    with pytest.raises(Fault, match="half_a_place"):
        said(lat=-6.2)


@pytest.mark.parametrize(
    "fields",
    [
        {"account_id": "a\x00"},
        {"account_id": "Budi Santoso"},
        {"media_url": "javascript:1"},
        {"lat": float("nan")},
    ],
)
def test_bad_fields_are_refused(fields: dict[str, object]) -> None:
    with pytest.raises(ValidationError):
        Voice.model_validate(fields)
