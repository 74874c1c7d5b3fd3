import json
from datetime import UTC, datetime, timedelta, timezone
from typing import Literal

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ConfigDict, ValidationError

from schemas.contract import Contract, Latitude, Longitude, Timestamp


class Moment(Contract):
    at: Timestamp


class Point(Contract):
    lat: Latitude
    lon: Longitude


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("2026-11-24T08:30:00+07:00", datetime(2026, 11, 24, 1, 30, tzinfo=UTC)),
        ("2026-11-24T01:30:00Z", datetime(2026, 11, 24, 1, 30, tzinfo=UTC)),
        ("2026-11-24t01:30:00z", datetime(2026, 11, 24, 1, 30, tzinfo=UTC)),
        ("2026-11-24 01:30:00-00:00", datetime(2026, 11, 24, 1, 30, tzinfo=UTC)),
        ("2026-11-24T01:30:00.5Z", datetime(2026, 11, 24, 1, 30, 0, 500_000, tzinfo=UTC)),
        ("2026-11-24T01:30:00.123456789Z", datetime(2026, 11, 24, 1, 30, 0, 123_456, tzinfo=UTC)),
    ],
)
def test_rfc_3339_is_understood(written: str, meant: datetime) -> None:
    assert Moment.model_validate_json(json.dumps({"at": written}), strict=True).at == meant


@pytest.mark.parametrize(
    "written",
    [
        "2026-11-24T08:30:00",
        "2026-11-24",
        "2026-11-24T08:30Z",
        "20261124T083000Z",
        "2026-11-24T08:30:00+0700",
        "2026-11-24T08:30:00+07",
        "2026-11-24T08:30:00 WIB",
        " 2026-11-24T08:30:00Z",
        "2026-11-24T08:30:00Z\n",
        "2026-13-24T08:30:00Z",
        "2026-02-29T08:30:00Z",
        "2026-11-24T25:30:00Z",
        "2026-11-24T08:30:60Z",
        "2026-11-24T08:30:00+24:00",
        "٢٠٢٦-11-24T08:30:00Z",
        "1969-12-31T23:59:59Z",
        "2101-01-01T00:00:00Z",
        "0000-01-01T00:00:00Z",
        1_795_000_000,
        "1795000000",
        None,
        True,
    ],
)
def test_anything_else_is_refused(written: object) -> None:
    with pytest.raises(ValidationError):
        Moment.model_validate_json(json.dumps({"at": written}))


offsets = st.integers(-23 * 60 - 59, 23 * 60 + 59).map(lambda minutes: timezone(timedelta(minutes=minutes)))


@given(st.datetimes(datetime(1970, 1, 2), datetime(2100, 12, 30), timezones=offsets))  # noqa: DTZ001
def test_every_moment_survives_the_wire(at: datetime) -> None:
    moment = Moment(at=at)
    again = Moment.model_validate_json(moment.to_json(), strict=True)
    assert again.at == at
    assert again.at.utcoffset() == at.utcoffset()
    assert again.to_json() == moment.to_json()


@pytest.mark.parametrize("lat", [-90.1, 90.1, float("nan"), float("inf"), None, "x"])
def test_a_latitude_is_on_earth(lat: object) -> None:
    with pytest.raises(ValidationError):
        Point.model_validate({"lat": lat, "lon": 0})


@pytest.mark.parametrize("lon", [-180.1, 180.1, float("-inf"), None])
def test_a_longitude_is_on_earth(lon: object) -> None:
    with pytest.raises(ValidationError):
        Point.model_validate({"lat": 0, "lon": lon})


def test_readers_ignore_what_a_later_version_adds() -> None:
    point = Point.model_validate_json('{"lat": 1, "lon": 2, "alt": 3}')
    assert json.loads(point.to_json()) == {"lat": 1, "lon": 2}


def test_json_is_utf_8_without_escapes() -> None:
    class Words(Contract):
        text: str

    assert Words(text="é\u2028").to_json() == '{"text":"é\u2028"}'.encode()


@pytest.mark.parametrize("extra", ["allow", "ignore"])
def test_what_we_make_is_as_if_it_had_been_looked_at(extra: Literal["allow", "ignore"]) -> None:
    class Where(Contract):
        model_config = ConfigDict(extra=extra)

        point: Point
        words: str = ""

    point = Point.made({"lat": 1.5, "lon": 2.0})
    made, looked_at = (
        Where.made({"point": point, "words": "é"}),
        Where(point=Point(lat=1.5, lon=2), words="é"),
    )
    assert made == looked_at
    assert made.to_json() == looked_at.to_json()
    assert made.model_copy(update={"words": ""}) == looked_at.model_copy(update={"words": ""})
    assert made.model_extra == looked_at.model_extra
    assert made.model_fields_set == looked_at.model_fields_set
