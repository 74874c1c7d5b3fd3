"""What is said in `tests.bench.closing`: by a crowd of one problem, of many others, and by who fixes it.

Others are said 25 minutes apart, each at a moment of its own: so no storm gathers them, each can be told
by its moment, and a place is free again, since nobody spoke of it for 30 days, when its turn comes back.
"""

import hashlib
import json
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

from schemas.message import Message
from schemas.topics import progress, reports

FAMILY = "road_water"
"""Of the crowd's problem."""

AGENCY, OPERATOR = "dbmsda", "poc"
AGENCIES = (AGENCY, "dishub", "dlh", "satpolpp")
"""Who must act on the others."""

_BEGIN = datetime(2026, 1, 1, tzinfo=UTC)
_APART = timedelta(minutes=25)
_SOUTH, _WEST = -6.34, 106.915
_ROWS, _COLUMNS = 26, 20
_GRID_DEGREES = 0.005
"""550 m."""
_CROWD_DEGREES = 0.00003
"""3 m."""
_CROWDS = "jalan rusak dan berlubang"
_OTHERS = (
    (_CROWDS, FAMILY),
    ("macet parah depan pasar", "traffic"),
    ("buang sampah sembarangan di lahan kosong", "environment"),
    ("pedagang kaki lima jualan di trotoar", "order"),
)


def crowd(round: int, reporters: int, at: int) -> Iterator[Message]:
    """So many reporters of one problem, in the middle between four others."""
    lat, lon = _spot_of(round)
    for number in range(reporters):
        away = _CROWD_DEGREES * (number % 2)
        yield _report(
            f"crowd-{round}-{number}", _moment(at) + timedelta(seconds=1), _CROWDS, lat + away, lon + away
        )


def other(number: int) -> Message:
    """A problem of its own, at least 550 m from others of its kind and 380 m from the crowd's."""
    text, _ = _OTHERS[number % len(_OTHERS)]
    row, column = divmod(number // len(_OTHERS) % (_ROWS * _COLUMNS), _COLUMNS)
    return _report(f"other-{number}", _moment(number), text, *_place(row, column))


def family_of(number: int) -> str:
    """Of an `other`."""
    return _OTHERS[number % len(_OTHERS)][1]


def number_of(opened_at: datetime) -> int | None:
    """Which `other` opened an incident; None for one of a crowd."""
    number, rest = divmod(opened_at - _BEGIN, _APART)
    return None if rest else number


def resolved(round: int, incident_id: str, version: int, at: int) -> Message:
    """The agency's word, with a photo that shows it."""
    lat, lon = _spot_of(round)
    done = _moment(at) + timedelta(hours=1)
    photo = {
        "url": f"https://foto.example/{round}.jpg",
        "phash": hashlib.sha256(f"fixed-{round}".encode()).hexdigest()[:16],
        "taken_at": (done - timedelta(minutes=5)).isoformat(),
        "lat": lat,
        "lon": lon,
    }
    return _said(AGENCY, f"resolved-{round}", incident_id, version, done, said="resolved", photos=[photo])


def confirmed(round: int, incident_id: str, version: int, at: int) -> Message:
    """The operator's word: it is confirmed and closed."""
    done = _moment(at) + timedelta(hours=2)
    return _said(OPERATOR, f"confirmed-{round}", incident_id, version, done, said="confirmed")


def _moment(number: int) -> datetime:
    return _BEGIN + number * _APART


def _place(row: float, column: float) -> tuple[float, float]:
    return _SOUTH + row * _GRID_DEGREES, _WEST + column * _GRID_DEGREES


def _spot_of(round: int) -> tuple[float, float]:
    row, column = divmod(round, _COLUMNS - 1)
    return _place(row + 0.5, column + 0.5)


def _report(id: str, at: datetime, text: str, lat: float, lon: float) -> Message:
    content = {
        "id": id,
        "reported_at": at.isoformat(),
        "text": text,
        "reporter": f"warga-{id}",
        "lat": round(lat, 7),
        "lon": round(lon, 7),
        "accuracy_m": 8,
    }
    return Message(reports("sorot"), id.encode(), json.dumps(content).encode(), ())


def _said(agency: str, id: str, incident_id: str, version: int, at: datetime, **what: object) -> Message:
    content = {
        "id": id,
        "incident_id": incident_id,
        "version": version,
        "at": at.isoformat(),
        "by": "petugas-7",
    }
    return Message(progress(agency), incident_id.encode(), json.dumps(content | what).encode(), ())
