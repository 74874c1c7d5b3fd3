"""What broken adapters send: one record of each kind of fault, and the code it must be refused with."""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta


@dataclass(frozen=True, slots=True)
class Fault:
    """A record that must be refused."""

    at: datetime
    channel: str
    key: str
    value: bytes
    code: str


def faults(start: datetime, every: timedelta) -> Iterator[Fault]:
    """Each kind once, in turn."""
    for number, (channel, name, changes, code) in enumerate(_CHANGES, 1):
        at, id = start + number * every, f"rusak-{name}"
        yield Fault(at, channel, id, _spoilt(name, _record(id, at, changes)), code)


def reused(original: bytes, later: timedelta) -> bytes:
    """Another report under an id that was used before."""
    content = json.loads(original)
    at = datetime.fromisoformat(content["reported_at"]) + later
    content |= {"text": f"{content['text']} (laporan lain)", "reported_at": at.isoformat()}
    return json.dumps(content, ensure_ascii=False).encode()


_CHANGES: tuple[tuple[str, str, Mapping[str, object], str], ...] = (
    ("poc", "lintang", {"lat": 200.0, "lon": 106.99}, "out_of_range"),
    ("callcenter", "tanpa-zona", {"reported_at": "2026-02-02T21:40:00"}, "invalid"),
    ("sorot", "terpotong", {}, "not_json"),
    ("sorot", "tanpa-isi", {"text": "   "}, "invalid"),
    ("callcenter", "latin1", {"text": "macet di dekat kafé biru"}, "not_utf8"),
    ("poc", "tipe-teks", {"text": 42}, "wrong_type"),
    ("callcenter", "separuh-titik", {"lat": -6.24}, "invalid"),
    ("sorot", "nul", {"text": "macet\x00 di jl juanda"}, "nul"),
    ("sorot", "kategori", {"category": "traffic_jamm"}, "unknown_category"),
    ("sorot", "panjang", {"text": "macet " * 2_000}, "too_long"),
)


def _record(id: str, at: datetime, changes: Mapping[str, object]) -> bytes:
    content = {"id": id, "reported_at": at.isoformat(), "text": "macet di jl juanda", **changes}
    return json.dumps(content, ensure_ascii=False).encode()


def _spoilt(name: str, record: bytes) -> bytes:
    """Faults below JSON: what a fixed-length field and an old encoding do to a record."""
    if name == "terpotong":
        return record[: len(record) // 2]
    return record.decode().encode("latin-1") if name == "latin1" else record
