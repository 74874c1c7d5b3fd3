"""What citizens wrote goes through the whole of the core, and into no feed."""

import json
from datetime import UTC, datetime

import pytest

from schemas.classified import ClassifiedReport
from schemas.incident import Incident
from schemas.rejection import Origin
from sinks.postgres import Store
from streams.core.fold import fold
from streams.core.rules import Rules
from streams.core.understand import Knowledge, understand
from tests.integration.intake.conftest import Desk
from tests.integration.postgres.writing import TOPIC

pytestmark = pytest.mark.any_broker

FORMATS = ("geojson", "atom", "csv", "html")
LAT, LON = -6.240_131, 106.985_513
ID = "S-8812"

PERSONAL = {
    "reporter": "rahasia-7731",
    "name": "Sulastri Wijayakusuma",
    "phone": "081298765432",
    "nik": "3275014505900003",
    "house": "gang mawar nomor 17",
    "photo": "https://foto.example/rahasia.jpg",
    "words": "tetangga saya yang galak",
}


def report(knowledge: Knowledge) -> ClassifiedReport:
    record = {
        "id": ID,
        "reported_at": datetime.now(UTC).isoformat(),
        "reporter": PERSONAL["reporter"],
        "text": f"lampu jalan mati gelap gulita, {PERSONAL['words']}, nama saya {PERSONAL['name']},"
        f" hp {PERSONAL['phone']}",
        "place": f"depan rumah {PERSONAL['name']}, {PERSONAL['house']}, NIK {PERSONAL['nik']}",
        "lat": LAT,
        "lon": LON,
        "photos": [{"url": PERSONAL["photo"]}],
    }
    origin = Origin(topic="reports.sorot", partition=0, offset=0)
    found = understand(json.dumps(record).encode(), "sorot", origin, knowledge)
    assert isinstance(found, ClassifiedReport), found
    return found


async def opened(desk: Desk, report: ClassifiedReport, rules: Rules) -> Incident:
    """As `resolve` does it."""
    store = Store(desk.pool, "c")
    claim = await store.claim(TOPIC, 0)
    async with store.batch(claim, 1) as batch:
        folded = fold([report], rules.no_incidents(), {}, rules)
        await batch.record(folded.recorded, folded.incidents.values())
    [incident] = folded.incidents.values()
    return incident


async def test_nothing_personal_is_in_any_feed(desk: Desk, knowledge: Knowledge, rules: Rules) -> None:
    made = await opened(desk, report(knowledge), rules)
    assert made.place
    assert PERSONAL["house"] in made.place_words, "or the test would prove nothing"
    assert PERSONAL["words"] in made.summary

    told = [str(LAT), str(LON), ID, "gang mawar", *PERSONAL.values()]
    told += [part for name in ("name", "words") for part in PERSONAL[name].split() if len(part) > 4]
    for path in ("dishub", f"dishub/{made.place.kelurahan}", "all", f"all/{made.place.kelurahan}"):
        for format in FORMATS:
            answer = await desk.client.get(f"/feeds/{path}.{format}")
            assert made.id in answer.text, path
            assert [word for word in told if word.lower() in answer.text.lower()] == []
