"""Which photos are somebody's."""

import json
from datetime import UTC, datetime

from schemas.rejection import Origin
from schemas.report import Photo, Report
from sinks.personal import Holdings, Person, Refused, Said
from streams.personal.forget import photos_of

AT = datetime(2026, 11, 24, tzinfo=UTC)
OURS, TOLD, REFUSED = (letter * 64 for letter in "abc")


def test_photos_of_what_was_refused_are_theirs_too() -> None:
    photos = (
        Photo(url=f"https://lapor.example/photos/{OURS}.jpg?expires=1"),
        Photo(url="https://elsewhere.example/x", sha256=TOLD.upper()),
    )
    said = Said(Report(id="a", reported_at=AT, text="x", photos=photos), "i", ("k", "k"))
    address = f"https://lapor.example/photos/{REFUSED}.jpg"
    original = json.dumps({"lat": "x", "photos": [{"url": address}], "no hash": REFUSED + TOLD})
    origin = Origin(topic="reports.sorot", partition=0, offset=0)
    refused = Refused("c", origin, AT, "lat", original.encode())
    held = Holdings(Person("sorot", "dia"), (said,), (), (refused,), None)
    assert photos_of(held) == [OURS, TOLD, REFUSED]
