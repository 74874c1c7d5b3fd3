"""EXIF -> when and where a photo was taken, and how it was held. What makes no sense is absent.

Pillow would read every tag; a stranger's file can make that costly, and we want seven of them.
"""

import re
import struct
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta, timezone, tzinfo

ENTRIES_MAX = 1_000
VALUE_BYTES_MAX = 64
FIRST_YEAR = 2000
"""A camera that does not know the time begins in 1970 or 1980."""
AHEAD_MAX = timedelta(minutes=10)
"""So far may a telephone's clock run ahead."""
DECIMALS = 7
"""About a centimetre."""

_ORIENTATION, _EXIF, _GPS = 0x0112, 0x8769, 0x8825
_TAKEN, _OFFSET = 0x9003, 0x9011
_LAT_REF, _LAT, _LON_REF, _LON = 1, 2, 3, 4
_WANTED = frozenset({_ORIENTATION, _EXIF, _GPS, _TAKEN, _OFFSET, _LAT_REF, _LAT, _LON_REF, _LON})

_ASCII, _SHORT, _LONG, _RATIONAL = 2, 3, 4, 5
_SIZES = {_ASCII: 1, _SHORT: 2, _LONG: 4, _RATIONAL: 8}
_MOMENT = re.compile(r"(\d{4}):(\d\d):(\d\d) (\d\d):(\d\d):(\d\d)")
_HOURS = re.compile(r"([+-])(\d\d):(\d\d)")


@dataclass(frozen=True, slots=True)
class Shot:
    """How a photo was taken. `orientation` is EXIF's number from 1 to 8; `lat` and `lon` come together."""

    orientation: int = 1
    taken_at: datetime | None = None
    lat: float | None = None
    lon: float | None = None


@dataclass(frozen=True, slots=True)
class _Value:
    type: int
    count: int
    raw: bytes


_Directory = Mapping[int, _Value]


@dataclass(frozen=True, slots=True)
class _Tiff:
    content: bytes
    order: str

    def unpack(self, layout: str, at: int) -> tuple[int, ...]:
        return struct.unpack_from(self.order + layout, self.content, at)

    def directory(self, at: int) -> _Directory:
        """The tags that we want; none if it does not lie within."""
        found: dict[int, _Value] = {}
        try:
            [entries] = self.unpack("H", at)
            for place in range(at + 2, at + 2 + 12 * min(entries, ENTRIES_MAX), 12):
                tag, type, count = self.unpack("HHI", place)
                size = _SIZES.get(type, 0) * count
                if tag in _WANTED and 0 < size <= VALUE_BYTES_MAX:
                    start = place + 8 if size <= 4 else self.unpack("I", place + 8)[0]
                    found.setdefault(tag, _Value(type, count, self.content[start : start + size]))
        except struct.error:
            return found
        return found

    def integer(self, value: _Value | None) -> int | None:
        if value is None or value.type not in (_SHORT, _LONG):
            return None
        width = _SIZES[value.type]
        return int.from_bytes(value.raw[:width], "little" if self.order == "<" else "big")

    def within(self, directory: _Directory, tag: int) -> _Directory:
        at = self.integer(directory.get(tag))
        return {} if at is None else self.directory(at)

    def degrees(self, value: _Value | None) -> float | None:
        if value is None or value.type != _RATIONAL or value.count != 3 or len(value.raw) != 24:
            return None
        parts = struct.unpack(self.order + "6I", value.raw)
        if not all(parts[1::2]):
            return None
        degrees, minutes, seconds = (parts[at] / parts[at + 1] for at in (0, 2, 4))
        return degrees + minutes / 60 + seconds / 3600 if minutes < 60 and seconds < 60 else None


def shot_of(exif: bytes, zone: tzinfo, now: datetime) -> Shot:
    """What EXIF tells of the photo. A time without offset is in `zone`; nothing was taken after `now`."""
    order = {b"II*\x00": "<", b"MM\x00*": ">"}.get(exif[:4])
    if order is None or len(exif) < 8:
        return Shot()
    tiff = _Tiff(exif, order)
    first = tiff.directory(tiff.unpack("I", 4)[0])
    held, inner = tiff.integer(first.get(_ORIENTATION)), tiff.within(first, _EXIF)
    taken_at = _moment(_text(inner.get(_TAKEN)), _text(inner.get(_OFFSET)), zone)
    if taken_at is not None and not datetime(FIRST_YEAR, 1, 1, tzinfo=UTC) <= taken_at <= now + AHEAD_MAX:
        taken_at = None
    lat, lon = _point(tiff, tiff.within(first, _GPS))
    return Shot(held if held and held <= 8 else 1, taken_at, lat, lon)


def _text(value: _Value | None) -> str:
    if value is None or value.type != _ASCII:
        return ""
    return value.raw.partition(b"\x00")[0].decode("ascii", "replace").strip()


def _moment(text: str, offset: str, zone: tzinfo) -> datetime | None:
    found = _MOMENT.fullmatch(text)
    if found is None:
        return None
    try:
        year, month, day, hour, minute, second = map(int, found.groups())
        return datetime(year, month, day, hour, minute, second, tzinfo=_zone(offset) or zone)
    except ValueError:
        return None


def _zone(offset: str) -> tzinfo | None:
    found = _HOURS.fullmatch(offset)
    if found is None:
        return None
    apart = timedelta(hours=int(found[2]), minutes=int(found[3]))
    if apart > timedelta(hours=14):
        return None
    return timezone(-apart if found[1] == "-" else apart)


def _point(tiff: _Tiff, gps: _Directory) -> tuple[float, float] | tuple[None, None]:
    lat = _signed(tiff.degrees(gps.get(_LAT)), _text(gps.get(_LAT_REF)), "NS", 90)
    lon = _signed(tiff.degrees(gps.get(_LON)), _text(gps.get(_LON_REF)), "EW", 180)
    if lat is None or lon is None or (lat == 0 and lon == 0):
        return None, None
    return lat, lon


def _signed(degrees: float | None, ref: str, refs: str, most: int) -> float | None:
    if degrees is None or degrees > most or ref not in tuple(refs):
        return None
    return round(degrees if ref == refs[0] else -degrees, DECIMALS)
