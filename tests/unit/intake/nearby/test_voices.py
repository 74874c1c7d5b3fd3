"""One voice more, as the report that goes out."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from schemas.rejection import Origin
from schemas.report import Photo, Report
from streams.core.normalize import normalize
from streams.http.faults import Fault
from streams.http.forms import Form
from streams.intake.nearby.voices import Voice, named, report_of, reporter_of, voice_in
from streams.speakers.speaker import Speaker
from tests.unit.core.reports import incident, point

AT = datetime(2026, 11, 24, 5, 0, 7, 123, tzinfo=UTC)
SECRET = b"s" * 32
KNOWN = incident("i", place=point())
ORIGIN = Origin(topic="reports.sorot", partition=0, offset=0)
visible = st.text(st.characters(min_codepoint=0x21, max_codepoint=0x7E), min_size=1, max_size=40)
written = st.text(st.characters(codec="utf-8", exclude_characters="\x00"), min_size=1, max_size=128)


def filled(**fields: object) -> Voice:
    return voice_in(Form({name: (str(value),) for name, value in fields.items()}))


def said(at: datetime = AT, **fields: object) -> Report:
    voice = filled(**{"account_id": "warga-1"} | fields)
    photos = [Photo(url=url) for url in voice.media]
    return named(report_of(voice, reporter_of(voice, SECRET), KNOWN, photos, at), SECRET)


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
    written,
    st.none() | st.tuples(st.floats(-90, 90), st.floats(-180, 180)),
    st.none() | visible.filter(lambda path: path[0] not in "/?#"),
    st.datetimes(),
)
def test_triage_takes_in_whatever_was_accepted(
    account: str, place: tuple[float, float] | None, path: str | None, at: datetime
) -> None:
    at = at.replace(year=2026, day=min(at.day, 28), tzinfo=UTC)
    fields: dict[str, object] = {"lat": place[0], "long": place[1]} if place else {}
    if path:
        fields["media_url"] = f"https://{path}"
    report = said(at, account_id=account, **fields)
    assert normalize(report.to_json(), ORIGIN, ("banjir",)) == report


def test_nobody_who_guesses_a_voice_knows_its_id() -> None:
    assert named(said(), b"t" * 32).id != named(said(), SECRET).id == named(said(), SECRET).id


@pytest.mark.parametrize("reporter", ["budi@contoh.id", "081234567890", "3275010101900001", "Budi Santoso"])
def test_who_is_named_goes_on_as_a_hash(reporter: str) -> None:
    for field in ("account_id", "device_id", "email"):
        assert reporter not in reporter_of(filled(**{field: reporter}), SECRET)


def test_a_citizen_is_the_same_voice_as_in_a_report() -> None:
    known = Speaker(phone="0812-3456-7890").reference(SECRET)
    assert reporter_of(filled(phone="+62 812 3456 7890"), SECRET) == known
    assert reporter_of(filled(device_id="u:81"), SECRET) == "u:81"


def test_nobody_is_no_voice() -> None:
    for nobody in (filled(), filled(phone="-"), filled(phone="tidak ada")):
        with pytest.raises(Fault, match="no_reporter"):
            reporter_of(nobody, SECRET)


@pytest.mark.parametrize(
    ("fields", "code"),
    [
        ({"account_id": "a" * 129}, "too_long"),
        ({"media_url": "javascript:1"}, "no_url"),
        ({"lat": "nan", "long": 1}, "no_number"),
        ({"lat": 91, "long": 1}, "out_of_range"),
        ({"lat": -6.2}, "missing"),
    ],
)
def test_bad_fields_are_refused(fields: dict[str, object], code: str) -> None:
    with pytest.raises(Fault, match=code):
        filled(**fields)


def test_all_that_is_wrong_is_told_at_once() -> None:
    with pytest.raises(Fault) as refused:
        filled(lat="x", media_url="y")
    assert [fault.code for fault in (refused.value, *refused.value.also)] == [
        "no_number",
        "no_url",
        "missing",
    ]
