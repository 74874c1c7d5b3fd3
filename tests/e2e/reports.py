"""A seeded stream of reports in which it is known who speaks of what.

Problems lie more than 200 m apart and those who report one stand within 10 m of it, so that which
report comes first, and over which channel, cannot change who belongs together.
"""

import json
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta, timezone
from random import Random

from schemas.topics import channel_of, reports

CHANNELS = ("callcenter", "poc", "sorot")

BEGIN = datetime(2026, 11, 20, 6, 0, tzinfo=timezone(timedelta(hours=7)))
_STEP_S = 2
_SOUTH, _WEST = -6.34, 106.915
_GRID_DEGREES = 0.005
"""550 m."""
_ROWS, _COLUMNS = 26, 20
_MEMBER_DEGREES = 0.00006
"""7 m, so that no two reports of one problem are more than 20 m apart."""

# Words of one category of the catalog each, so that a problem's reports have one category.
_TEXTS = (
    ("macet parah depan pasar", "macet total, antrean kendaraan mengular", "kemacetan lagi, padat merayap"),
    ("buang sampah sembarangan di lahan kosong", "tps liar, sampah liar menumpuk"),
    ("pju padam, gelap gulita", "lampu jalan mati", "penerangan jalan umum padam"),
    ("banjir belum surut", "genangan, kali meluap", "banjir sedada, terjebak, butuh perahu karet"),
    ("jalan rusak dan berlubang", "aspal mengelupas, jalan berlubang"),
    ("pohon tumbang nutup jalan", "dahan pohon patah, minta dipangkas"),
)
_PRIVATE = ("sudah sebulan ktp belum jadi", "urus akta kelahiran dan kartu keluarga lama sekali")

_MALFORMED: tuple[bytes | None, ...] = (
    None,
    b"",
    b"\xff\xfe\x00",
    b'{"id": "',
    b'["not", "a", "report"]',
    b'{"id": "m1", "reported_at": "2026-11-20T06:00:00", "text": "tanpa zona waktu"}',
    b'{"id": "m2", "reported_at": "2026-11-20T06:00:00+07:00", "text": "x", "lat": 200, "lon": 107}',
    b'{"id": "m3", "reported_at": "2026-11-20T06:00:00+07:00", "text": "nul \\u0000"}',
    b'{"id": "m4", "reported_at": "2026-11-20T06:00:00+07:00", "text": "x", "category": "meteor"}',
    b'{"id": 5, "reported_at": "2026-11-20T06:00:00+07:00", "text": "id"}',
)


@dataclass(frozen=True, slots=True)
class Record:
    """What somebody publishes. One that must be refused has no `id`; `problem` is what a report speaks of."""

    topic: str
    key: bytes
    value: bytes | None
    id: str | None = None
    problem: str | None = None
    headers: tuple[tuple[str, bytes], ...] = ()

    @property
    def channel(self) -> str:
        """Of a report."""
        return channel_of(self.topic)


def stream(seed: int, total: int, *, crowd: int = 0) -> list[Record]:
    """So many records: reports of many problems, resends, redeliveries, ids used twice, malformed ones.

    `crowd` reports speak of one problem.
    """
    random = Random(seed)
    said = list(_said(random, total * 9 // 10, crowd))
    random.shuffle(said)
    records = [_record(random, number, *matter) for number, matter in enumerate(said)]
    for number in range(total - len(records)):
        at = random.randrange(len(records))
        records.insert(*_nuisance(random, records, at, number))
    return records


def together(records: Iterable[Record]) -> set[frozenset[tuple[str, str]]]:
    """Which reports (channel, id) speak of one problem."""
    groups: dict[str, set[tuple[str, str]]] = defaultdict(set)
    for record in records:
        if record.id is not None and record.problem is not None:
            groups[record.problem].add((record.channel, record.id))
    return {frozenset(group) for group in groups.values()}


def _said(
    random: Random, number: int, crowd: int
) -> Iterator[tuple[str, Sequence[str], tuple[float, float] | None, str]]:
    """Problem, what may be said of it, where it is, and who speaks; crowds of some problems, few of most."""
    cells = [(row, column) for row in range(_ROWS) for column in range(_COLUMNS)]
    random.shuffle(cells)
    while number > 0:
        row, column = cells.pop()
        problem, place = f"p{row}-{column}", (_SOUTH + row * _GRID_DEGREES, _WEST + column * _GRID_DEGREES)
        if random.random() < 0.1:
            yield f"{problem}-alone", random.choice(_TEXTS), None, f"u{problem}"
            yield f"{problem}-own", _PRIVATE, place, f"u{problem}"
            number -= 2
            continue
        texts = random.choice(_TEXTS)
        size, crowd = crowd or min(number, random.choice((1, 2, 3, 5, 8, 13, 21, 34))), 0
        for voice in range(size):
            # Every fifth says it again.
            yield problem, texts, place, f"u{problem}-{voice - (voice % 5 == 4)}"
        number -= size


def _record(
    random: Random,
    number: int,
    problem: str,
    texts: Sequence[str],
    place: tuple[float, float] | None,
    who: str,
) -> Record:
    # A citizen keeps to one channel, and nine in ten give a reference.
    channel = CHANNELS[sum(who.encode()) % 3]
    content: dict[str, object] = {
        "id": f"r{number}",
        "reported_at": (BEGIN + timedelta(seconds=number * _STEP_S)).isoformat(),
        "text": random.choice(texts),
    }
    if random.random() < 0.9:
        content["reporter"] = who
    if place:
        content["lat"], content["lon"] = (
            round(degrees + random.uniform(-_MEMBER_DEGREES, _MEMBER_DEGREES), 7) for degrees in place
        )
        content["accuracy_m"] = random.choice((5, 8, 12))
    if random.random() < 0.1:
        photo = {"url": f"https://example.org/{number}.jpg", "phash": f"{random.getrandbits(64):016x}"}
        content["photos"] = [photo]
    return _of(channel, content, problem)


def _nuisance(random: Random, records: Sequence[Record], at: int, number: int) -> tuple[int, Record]:
    """Where to insert what: the same record again, its id with other content, or a malformed one."""
    after = random.randrange(at + 1, min(at + 200, len(records)) + 1)
    earlier = records[at]
    kind = random.random()
    if kind < 0.5:
        return after, earlier
    if kind < 0.6 and earlier.value and earlier.id:
        other = json.loads(earlier.value) | {"remark": number}
        return after, Record(earlier.topic, earlier.key, json.dumps(other).encode())
    topic = reports(random.choice(CHANNELS))
    return after, Record(topic, b"malformed-%d" % number, random.choice(_MALFORMED))


def _of(channel: str, content: dict[str, object], problem: str) -> Record:
    id = str(content["id"])
    return Record(reports(channel), id.encode(), json.dumps(content).encode(), id, problem)
