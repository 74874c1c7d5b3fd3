import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from schemas.report import Report

GOOD: dict[str, Any] = {"id": "a-1", "reported_at": "2026-11-24T08:30:00+07:00", "text": "banjir"}


def read(**changes: Any) -> Report:
    content = {name: value for name, value in (GOOD | changes).items() if value is not ...}
    return Report.model_validate_json(json.dumps(content), strict=True)


def faults(**changes: Any) -> set[str]:
    with pytest.raises(ValidationError) as caught:
        read(**changes)
    return {".".join(map(str, point["loc"])) for point in caught.value.errors()}


@pytest.mark.parametrize(
    "changes",
    [
        {"id": "a"},
        {"id": "é" * 128},
        {"id": "a b/c:d"},
        {"text": "x" * 10_000},
        {"text": ..., "category": "flood"},
        {"text": "", "photos": [{"url": "u"}]},
        {"lat": 90, "lon": -180},
        {"lat": -90.0, "lon": 180.0},
        {"accuracy_m": 0},
        {"accuracy_m": 1e6},
        {"place": "x" * 500},
        {"place": ""},
        {"reporter": "x" * 128},
        {"photos": [{"url": "u" * 2048}] * 10},
        {"photos": [{"url": "u", "sha256": "aF" * 32, "phash": "0" * 16, "lat": 1, "lon": 2}]},
        {"category": "x" * 40},
        {"text": ..., "supports": "bekasi:road_water:abc234"},
        {"reporter": None, "lat": None, "lon": None},
        {"reported_at": "1970-01-01T00:00:00Z"},
        {"reported_at": "2100-12-31T11:59:59.999999-12:00"},
    ],
)
def test_these_are_the_widest_a_report_may_be(changes: dict[str, Any]) -> None:
    report = read(**changes)
    assert Report.model_validate_json(report.to_json(), strict=True) == report


@pytest.mark.parametrize(
    ("changes", "at"),
    [
        ({"id": ...}, "id"),
        ({"id": ""}, "id"),
        ({"id": "x" * 129}, "id"),
        ({"id": " a"}, "id"),
        ({"id": "a\t"}, "id"),
        ({"id": "a\nb"}, "id"),
        ({"id": "a\x7fb"}, "id"),
        ({"reported_at": ...}, "reported_at"),
        ({"reported_at": "2026-11-24T08:30:00"}, "reported_at"),
        ({"reported_at": "2101-01-01T00:00:00Z"}, "reported_at"),
        ({"text": "x" * 10_001}, "text"),
        ({"text": None}, "text"),
        ({"lat": 90.001, "lon": 0}, "lat"),
        ({"lat": 0, "lon": 180.001}, "lon"),
        ({"accuracy_m": -0.1}, "accuracy_m"),
        ({"accuracy_m": 1e6 + 1}, "accuracy_m"),
        ({"place": "x" * 501}, "place"),
        ({"reporter": ""}, "reporter"),
        ({"reporter": "x" * 129}, "reporter"),
        ({"photos": [{"url": "u"}] * 11}, "photos"),
        ({"photos": [{"url": ""}]}, "photos.0.url"),
        ({"photos": [{"url": "u" * 2049}]}, "photos.0.url"),
        ({"photos": [{"url": "u", "sha256": "0" * 63}]}, "photos.0.sha256"),
        ({"photos": [{"url": "u", "sha256": "g" * 64}]}, "photos.0.sha256"),
        ({"photos": [{"url": "u", "phash": "0" * 15}]}, "photos.0.phash"),
        ({"photos": [{"url": "u", "taken_at": "yesterday"}]}, "photos.0.taken_at"),
        ({"photos": [{"url": "u", "lat": -91}]}, "photos.0.lat"),
        ({"category": "x" * 41}, "category"),
        ({"category": 7}, "category"),
    ],
)
def test_beyond_that_it_is_refused_at_its_field(changes: dict[str, Any], at: str) -> None:
    assert faults(**changes) == {at}


@pytest.mark.parametrize(("present", "missing"), [("lat", "lon"), ("lon", "lat")])
def test_lat_and_lon_come_together(present: str, missing: str) -> None:
    with pytest.raises(ValidationError, match=f"{missing}: lat and lon come together"):
        read(**{present: 1})


@pytest.mark.parametrize("text", ["", " \n\t", ...])
def test_a_report_says_something(text: object) -> None:
    with pytest.raises(ValidationError, match="text: may only be empty"):
        read(text=text)


json_values = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats(allow_nan=False, allow_infinity=False)
    | st.text(st.characters(exclude_categories=["Cs"])),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(st.text(st.characters(exclude_categories=["Cs"])), inner, max_size=3)
    ),
    max_leaves=5,
)
unknown = st.dictionaries(
    st.text(st.characters(exclude_categories=["Cs"])).filter(lambda name: name not in Report.model_fields),
    json_values,
    max_size=4,
)


@given(unknown, unknown)
def test_unknown_fields_are_kept_in_photos_too(of_report: dict[str, Any], of_photo: dict[str, Any]) -> None:
    of_photo = {
        name: value for name, value in of_photo.items() if name not in ("url", "sha256", "phash", "taken_at")
    }
    report = read(**of_report, photos=[{"url": "u", **of_photo}])
    content = json.loads(report.to_json())
    assert {name: content[name] for name in of_report} == of_report
    assert {name: content["photos"][0][name] for name in of_photo} == of_photo
    assert Report.model_validate_json(report.to_json(), strict=True) == report


def test_a_report_cannot_be_changed() -> None:
    with pytest.raises(ValidationError):
        read().text = "lain"  # type: ignore[misc]
