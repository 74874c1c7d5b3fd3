"""The work that every peer does with every record: bytes -> a row and a decision. Pure, and of no engine.

A report is decoded and its five fields are checked, its category is told by 50 words, and it joins the
nearest incident of that category in its district within 50 m and an hour, or opens one. A district
remembers its last 50 incidents. What is no report gets a row and a decision that say so.
"""

from collections import defaultdict
from math import cos, radians
from typing import Annotated, TypeAlias

import msgspec

RADIUS_M = 50.0
WINDOW_S = 3_600
OPEN_MAX = 50
CATEGORIES = {
    "banjir": "air banjir genangan meluap selokan gorong drainase",
    "jalan": "lubang berlubang aspal trotoar jembatan rusak",
    "macet": "macet parkir angkot kendaraan tersendat simpang lampu",
    "sampah": "sampah bau menumpuk tps limbah kotor",
    "pohon": "pohon tumbang dahan ranting taman rumput",
    "api": "kebakaran asap api terbakar gosong hangus",
    "listrik": "listrik padam kabel tiang gardu gelap",
    "ketertiban": "tawuran bising balap preman mabuk ribut",
}
"""Categories with their words, 50 in all."""

Outcome: TypeAlias = tuple[str, bytes]
"""A line for COPY (see `COLUMNS`), and the decision as JSON."""

COLUMNS = ("id", "district", "category", "incident", "distance_m", "at")
TABLE = (
    "create table {table} (id text, district text, category text, incident text, distance_m int, at bigint)"
)

_M_PER_DEGREE = 111_320.0
_M_PER_DEGREE_EAST = _M_PER_DEGREE * cos(radians(-6.25))
_CATEGORY_OF = {word: category for category, words in CATEGORIES.items() for word in words.split()}


class Report(msgspec.Struct, frozen=True, gc=False):
    """What a citizen said; `at` in seconds since 1970."""

    id: Annotated[str, msgspec.Meta(pattern=r"^[A-Z]{2}-[0-9]{1,12}$")]
    at: Annotated[int, msgspec.Meta(ge=0)]
    text: Annotated[str, msgspec.Meta(min_length=1, max_length=2_000)]
    lat: Annotated[float, msgspec.Meta(ge=-6.5, le=-6.0)]
    lon: Annotated[float, msgspec.Meta(ge=106.5, le=107.5)]


class Decision(msgspec.Struct, frozen=True, gc=False):
    """What was decided; `distance_m` from the incident's first report, -1 where it opens one."""

    report: str
    district: str
    category: str
    incident: str
    distance_m: int


Place: TypeAlias = tuple[float, float, int, str, str]
"""North and east in metres, when it was opened, category and id of an incident."""

_decode = msgspec.json.Decoder(Report).decode
_encode = msgspec.json.Encoder().encode


class Town:
    """The open incidents of all districts, and what is decided by them."""

    def __init__(self) -> None:
        self._open: defaultdict[bytes, list[Place]] = defaultdict(list)

    def decide(self, key: bytes, value: bytes, offset: int) -> Outcome:
        """The records of a key, in their order."""
        district = key.decode()
        try:
            report = _decode(value)
        except msgspec.DecodeError:
            return _outcome(f"XX-{district}-{offset}", district, "unreadable", "", -1, 0)
        category = _category(report.text)
        north_m, east_m = report.lat * _M_PER_DEGREE, report.lon * _M_PER_DEGREE_EAST
        places = self._open[key]
        nearest = _nearest(places, north_m, east_m, report.at - WINDOW_S, category)
        if nearest:
            square_m, incident = nearest
            return _outcome(report.id, district, category, incident, int(square_m**0.5), report.at)
        incident = f"I-{report.id}"
        places.append((north_m, east_m, report.at, category, incident))
        if len(places) > OPEN_MAX:
            del places[0]
        return _outcome(report.id, district, category, incident, -1, report.at)


def _category(text: str) -> str:
    """The one that most words speak for, of equal ones the first."""
    found = [_CATEGORY_OF[word] for word in text.lower().split() if word in _CATEGORY_OF]
    return max(found, key=found.count, default="lain")


def _nearest(
    places: list[Place], north_m: float, east_m: float, since: int, category: str
) -> tuple[float, str] | None:
    best, found = RADIUS_M * RADIUS_M, None
    least_m, most_m = north_m - RADIUS_M, north_m + RADIUS_M
    for north, east, at, kind, incident in places:
        if kind == category and least_m <= north <= most_m and at >= since:
            square = (north - north_m) ** 2 + (east - east_m) ** 2
            if square <= best:
                best, found = square, incident
    return (best, found) if found else None


def _outcome(id: str, district: str, category: str, incident: str, distance_m: int, at: int) -> Outcome:
    row = f"{id}\t{district}\t{category}\t{incident}\t{distance_m}\t{at}\n"
    return row, _encode(Decision(id, district, category, incident, distance_m))
