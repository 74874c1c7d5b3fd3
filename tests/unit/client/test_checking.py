"""What is refused before it is sent, by the same rules as triage's."""

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from schemas.progress import Progress
from schemas.rejection import Origin, Rejection
from schemas.report import Photo, Report
from streams.client import Refused
from streams.client.checking import checked, moment
from streams.core.normalize import RECORD_BYTES, normalize

SAID = {"id": "S-1", "reported_at": "2026-11-24T08:30:00+07:00", "text": "Banjir"}
ORIGIN = Origin(topic="reports.sorot", partition=0, offset=0)


@pytest.mark.parametrize(
    ("change", "field", "reason"),
    [
        ({"id": ""}, "id", "at least 1 character"),
        ({"reported_at": "2026-11-24"}, "reported_at", "RFC 3339"),
        ({"reported_at": datetime(2026, 11, 24)}, "reported_at", "offset"),  # noqa: DTZ001
        ({"text": ""}, "text", "may only be empty"),
        ({"lat": -6.2}, "lon", "lat and lon come together"),
        ({"lat": 96, "lon": 107.0}, "lat", "less than or equal to 90"),
        ({"lat": float("nan"), "lon": 107.0}, "lat", "finite"),
        ({"lat": "-6.2", "lon": 107.0}, "lat", "number"),
        ({"photos": [{"url": ""}]}, "photos.0.url", "at least 1 character"),
        ({"note": "a\x00b"}, "note", "NUL"),
        ({"note": "x" * RECORD_BYTES}, "", "bytes"),
        ({"note": object()}, "note", "JSON"),
        ({"text": "a\ud800"}, "text", "surrogates"),
        ({"note": float("nan")}, "note", "finite"),
        ({"mine": {"a": [float("inf")]}}, "mine.a.0", "finite"),
    ],
)
def test_a_bad_report_is_refused_with_field_and_reason(change, field: str, reason: str) -> None:
    with pytest.raises(Refused) as refused:
        checked(Report, SAID | change)
    assert refused.value.field == field
    assert reason in refused.value.reason
    assert str(refused.value) == (f"{field}: {refused.value.reason}" if field else refused.value.reason)


def test_what_a_report_would_lose_when_it_is_written_is_refused() -> None:
    report = Report.model_validate(SAID | {"reported_at": datetime(2026, 11, 24, tzinfo=UTC)})
    with pytest.raises(Refused, match="note: is no finite number"):
        checked(Report, report.model_copy(update={"note": float("nan")}))
    with pytest.raises(Refused, match="text: cannot be written as JSON"):
        checked(Report, report.model_copy(update={"text": "\udc00"}))


@pytest.mark.parametrize("content", [None, "{}", b"{}", 1, [SAID]])
def test_what_is_no_report_is_named(content) -> None:
    with pytest.raises(TypeError, match="needs a Report, or its fields by name, not "):
        checked(Report, content)


def test_what_is_sent_is_what_was_given_unknown_fields_too() -> None:
    photo = Photo(url="https://foto/1.jpg")
    at = datetime(2026, 11, 24, 8, 30, tzinfo=UTC)
    value = checked(Report, SAID | {"reported_at": at, "photos": (photo,), "mine": {"a": 1}}).value
    report = normalize(value, ORIGIN, ())
    assert isinstance(report, Report)
    assert (report.reported_at, report.photos, report.model_extra) == (at, (photo,), {"mine": {"a": 1}})
    assert normalize(checked(Report, report).value, ORIGIN, ()) == report


TEXT = st.text("aé1 \x00\ud800", max_size=5)
JSON = st.recursive(
    st.none() | st.booleans() | st.floats() | TEXT,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(TEXT, inner, max_size=3),
    max_leaves=8,
)


@given(st.dictionaries(st.sampled_from([*Report.model_fields, "note"]), JSON, max_size=5), st.booleans())
def test_what_passes_is_what_triage_takes(change: dict[str, object], whole: bool) -> None:
    content = (SAID if whole else {}) | change
    try:
        found = checked(Report, content)
    except Refused:
        return
    taken = normalize(found.value, ORIGIN, [found.message.category] if found.message.category else [])
    assert not isinstance(taken, Rejection)
    assert taken == found.message


def test_times_carry_an_offset() -> None:
    with pytest.raises(Refused, match="at: needs an offset"):
        moment("at", datetime(2026, 11, 24))  # noqa: DTZ001
    with pytest.raises(Refused, match="at: must be a datetime, not str"):
        moment("at", "2026-11-24T08:30:00+07:00")  # type: ignore[arg-type]
    assert datetime.fromisoformat(moment("at", None)).tzinfo is not None


def test_a_step_without_its_reason_is_refused() -> None:
    step = {"id": "1", "incident_id": "a:b:c", "version": 1, "at": SAID["reported_at"], "by": "p1"}
    with pytest.raises(Refused, match="why: cannot needs a reason"):
        checked(Progress, step | {"said": "cannot"})
