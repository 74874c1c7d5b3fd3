"""A citizen who tells everything of herself, and others who write of her wherever one can write."""

import json
from collections.abc import Iterator
from datetime import datetime, timedelta, timezone

from schemas.topics import CORRECTIONS, progress, replies, reports
from tests.e2e.reports import Record

AT = datetime(2026, 11, 20, 6, 0, tzinfo=timezone(timedelta(hours=7)))
INCIDENT = "bekasi:environment:aaaaaaaaaaaaaaaa"

NAME = "Sulastri Wijayakusuma"
NIK = "3275014505900003"
PHONE = "081298765432"
EMAIL = "sulastri77@surat.example"
PLATE = "B 4821 KJX"
MASKED = (NAME, "Sulastri", "Wijayakusuma", NIK, PHONE, "0812-9876", EMAIL, PLATE, "4821")
"""What the masks promise to catch where they are told as here: nobody reads it behind triage."""

REPORTER = "warga-ref-9917"
SECRETS = {
    "unknown field": "kartu-rahasia-5512",
    "name of a field": "ibu_sulastri",
    "broken JSON": "gagang-pintu-merah",
    "header": "kepala-surat-3381",
    "officer": "petugas-bambang-s",
    "operator": "operator-ratna-k",
    "wrong key": "sorot-salah.kunci4417",
    "agent": "HapeSulastri/12.7",
    "query": "tanya-rahasia-8205",
    "idempotency key": "pesanan-milik-7740",
}
"""What is kept for those who may see originals, or not at all."""

ADDRESS = "gang mawar nomor 17"
WORDS = "tetangga yang galak"
PHOTO = "https://foto.example/sulastri-8123.jpg"
PLACE = "-6.240131"
FOR_AGENCIES = (ADDRESS, WORDS, PHOTO, PLACE)
"""Agencies must find the place, so they read it; nothing of it is in logs, metrics and pages for all."""

CRASHES = "palang pintu kereta"
TEXT = (
    f"lampu jalan mati gelap gulita, {WORDS}, nama saya {NAME}, hp {PHONE}, NIK {NIK}, {EMAIL}, mobil {PLATE}"
)


def told() -> Iterator[Record]:
    """Reports, good and bad, and words of agencies and citizens about nothing that is there."""
    yield report("S-1", text=TEXT)
    yield report(PHONE, text=TEXT)
    yield report("S-1", text=TEXT + " lagi")
    yield report("S-2", text=TEXT, category=PHONE)
    yield report("S-3", text=TEXT, supports=f"bekasi:{PHONE}")
    yield report("S-4", text=TEXT, lat=NAME)
    yield report("S-5", text=TEXT, **{SECRETS["name of a field"]: "\x00"})
    yield report("S-6", text=TEXT, photos=[{"url": PHOTO, NAME: {"lat": PHONE}}], accuracy_m=PHONE)
    broken = f'{{"id": "S-7", "text": "{TEXT}, {SECRETS["broken JSON"]}'
    yield Record(reports("sorot"), NAME.encode(), broken.encode())
    yield Record(reports("poc"), EMAIL.encode(), f"[{TEXT}]".encode() + b"\xff")
    yield word("progress-1", said="refused", why=TEXT)
    yield word("progress-2", said=NAME, why=TEXT)
    yield Record(replies("sorot"), b"k", json.dumps({"id": PHONE, "answer": NAME, "why": TEXT}).encode())
    yield correction("correction-1", {"kind": "no_report", "incident": INCIDENT})
    yield correction("correction-2", {"kind": NAME, "incident": EMAIL})


def report(id: str, **fields: object) -> Record:
    content: dict[str, object] = {
        "id": id,
        "reported_at": AT.isoformat(),
        "reporter": REPORTER,
        "place": f"depan {ADDRESS}",
        "lat": -6.240131,
        "lon": 106.985513,
        "photos": [{"url": PHOTO}],
        "nomor_kartu": SECRETS["unknown field"],
    }
    return Record(reports("sorot"), REPORTER.encode(), json.dumps(content | fields).encode(), id)


def word(id: str, *, incident: str = INCIDENT, version: int = 1, **fields: object) -> Record:
    """Of an agency."""
    content = {"id": id, "incident_id": incident, "version": version, "by": SECRETS["officer"]}
    content |= {"at": (AT + timedelta(hours=1)).isoformat()}
    return Record(progress("dishub"), incident.encode(), json.dumps(content | fields).encode())


def correction(id: str, what: dict[str, object]) -> Record:
    """Of an operator."""
    content = {"id": id, "at": (AT + timedelta(hours=2)).isoformat(), "by": SECRETS["operator"], "why": TEXT}
    return Record(CORRECTIONS, b"k", json.dumps(content | {"what": what}).encode())
