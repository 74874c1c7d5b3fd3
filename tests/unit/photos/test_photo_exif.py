"""What EXIF tells of time and place; nonsense is absent and never an error."""

import struct
from datetime import UTC, datetime, timedelta, timezone
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from streams.photos.exif import Shot, shot_of
from tests.unit.photos.pictures import exif_of, written

BEKASI = ZoneInfo("Asia/Jakarta")
NOW = datetime(2026, 11, 24, 2, 0, tzinfo=UTC)
MOMENTS = (datetime(2000, 1, 2), datetime(2026, 11, 23))  # noqa: DTZ001  (the offset is drawn beside it)


def shot(**told: object) -> Shot:
    return shot_of(exif_of(**told), BEKASI, NOW)  # type: ignore[arg-type]


@given(
    taken_at=st.datetimes(*MOMENTS),
    hours=st.integers(-12, 14),
    lat=st.floats(-90, 90).filter(bool),
    lon=st.floats(-180, 180),
    orientation=st.integers(1, 8),
    endian=st.sampled_from("<>"),
)
def test_what_a_camera_writes_is_read(
    taken_at: datetime, hours: int, lat: float, lon: float, orientation: int, endian: str
) -> None:
    found = shot(
        taken_at=written(taken_at),
        offset=f"{hours:+03}:00",
        lat=lat,
        lon=lon,
        orientation=orientation,
        endian=endian,
    )
    assert found.orientation == orientation
    assert found.taken_at == taken_at.replace(microsecond=0, tzinfo=timezone(timedelta(hours=hours)))
    if found.lat is not None and found.lon is not None:
        assert (found.lat, found.lon) == (pytest.approx(lat, abs=1e-6), pytest.approx(lon, abs=1e-6))
    else:  # so near a whole minute or the ends of the earth that writing it rounds it over
        assert abs(lat) < 1e-6 or 60 in _rounded(lat) or 60 in _rounded(lon) or abs(lat) > 89.9999


def _rounded(degrees: float) -> tuple[int, int]:
    minutes = abs(degrees) % 1 * 60
    return round(minutes, 5).__ceil__(), round(minutes % 1 * 60, 3).__ceil__()


def test_a_time_without_offset_is_the_citys() -> None:
    assert shot(taken_at="2026:11:24 08:30:00").taken_at == datetime(2026, 11, 24, 1, 30, tzinfo=UTC)


@pytest.mark.parametrize(
    "taken_at",
    [
        "0000:00:00 00:00:00",
        "2026:02:30 08:00:00",
        "1980:01:01 00:00:00",
        "2026-11-24T08:30:00",
        "2026:11:24 09:30:00",
        "9999:12:31 23:59:59",
        "    :  :     :  :  ",
    ],
)
def test_a_time_that_cannot_be_is_absent(taken_at: str) -> None:
    assert shot(taken_at=taken_at, lat=-6.2, lon=107.0) == Shot(1, None, -6.2, 107.0)


@pytest.mark.parametrize("offset", ["+99:00", "WIB", "+7:00", "-15:00"])
def test_an_offset_that_cannot_be_gives_way_to_the_citys(offset: str) -> None:
    found = shot(taken_at="2026:11:23 08:30:00", offset=offset)
    assert found.taken_at == datetime(2026, 11, 23, 8, 30, tzinfo=BEKASI)


@pytest.mark.parametrize(("lat", "lon"), [(0.0, 0.0), (91.0, 10.0), (-6.2, 180.5)])
def test_a_place_that_cannot_be_is_absent(lat: float, lon: float) -> None:
    assert (shot(lat=lat, lon=lon).lat, shot(lat=lat, lon=lon).lon) == (None, None)


def test_a_place_without_its_hemisphere_or_with_a_zero_below_is_absent() -> None:
    whole = exif_of(lat=-6.25, lon=107.0)
    assert shot_of(whole, BEKASI, NOW).lat == -6.25
    assert shot_of(whole.replace(b"S\x00\x00\x00", b"Q\x00\x00\x00"), BEKASI, NOW) == Shot()
    degrees = struct.pack("<2I", 6, 1)
    assert degrees in whole
    assert shot_of(whole.replace(degrees, struct.pack("<2I", 6, 0)), BEKASI, NOW) == Shot()


@given(
    st.binary(max_size=300), st.sampled_from([b"", b"II*\x00\x08\x00\x00\x00", b"MM\x00*\x00\x00\x00\x08"])
)
def test_no_bytes_are_an_error(noise: bytes, start: bytes) -> None:
    found = shot_of(start + noise, BEKASI, NOW)
    assert 1 <= found.orientation <= 8


@given(
    st.lists(st.tuples(st.integers(0, 10_000), st.integers(0, 255)), min_size=1, max_size=20), st.integers(0)
)
def test_no_broken_exif_is_an_error(edits: list[tuple[int, int]], cut: int) -> None:
    exif = bytearray(exif_of(taken_at="2026:11:23 08:30:00", offset="+07:00", lat=-6.2, lon=107.0))
    for place, byte in edits:
        exif[place % len(exif)] = byte
    found = shot_of(bytes(exif[: len(exif) - cut % 50]), BEKASI, NOW)
    assert (found.lat is None) == (found.lon is None)
    assert found.lat is None or -90 <= found.lat <= 90


def test_directories_that_go_round_in_circles_end() -> None:
    entries = b"".join(struct.pack("<HHII", tag, 4, 1, 8) for tag in (0x8769, 0x8825))
    assert shot_of(b"II*\x00\x08\x00\x00\x00" + struct.pack("<H", 60_000) + entries, BEKASI, NOW) == Shot()
