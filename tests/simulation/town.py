"""What is published before and during a schedule: a few towns, the same records in each of its schedules."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from functools import cache
from random import Random

from tests.unit.core.reports import NOON

TOWNS = 16
"""So many are in memory, so that what triage makes of a record is worked out once."""
REPORTS, BAD, AGAIN, REUSED = 6, 1, 1, 1
_TEXTS = ("banjir di anggrek", "banjir di cempaka", "selokan mampet", "lampu jalan mati", "ktp hilang")


@dataclass(frozen=True, slots=True)
class Published:
    """A record of a channel, at the broker's time in milliseconds since the epoch."""

    topic: str
    key: bytes
    value: bytes
    at_ms: int


@cache
def town(number: int) -> Sequence[Published]:
    """The records in the order in which they are published: reports, some of them again, some spoilt."""
    random = Random(number)  # noqa: S311
    said = [(f"r{n}", random.choice(_TEXTS), n) for n in range(REPORTS)]
    again = [random.choice(said) for _ in range(AGAIN)]
    reused = [(id, f"{text} lagi", n) for id, text, n in random.sample(said, REUSED)]
    values = [_report(id, text, n) for id, text, n in [*said, *again, *reused]]
    values += [b'{"id": "bad"'] * BAD
    random.shuffle(values)
    first_ms = int(NOON.timestamp() * 1000)
    return [
        Published("reports.sorot", str(random.randrange(4)).encode(), value, first_ms + n)
        for n, value in enumerate(values)
    ]


def _report(id: str, text: str, minute: int) -> bytes:
    at = NOON + timedelta(minutes=minute)
    fields = {"id": id, "text": text, "reported_at": at.isoformat(), "reporter": f"w{minute % 4}"}
    return json.dumps(fields).encode()
