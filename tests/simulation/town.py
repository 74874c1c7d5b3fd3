"""What is published before and during a schedule: a few towns, the same records in each of its schedules."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from functools import cache
from random import Random

from tests.unit.core.reports import NOON

TOWNS = 8
"""So many are in memory, so that what triage makes of a record is worked out once."""
REPORTS, SPOILT = (2, 5), (1, 2)
"""Of each so many at least and at most: small towns are cheap, and large ones fill chunks."""
POISON = "racun"
"""The id of the report that is poisonous."""
_TEXTS = ("banjir di anggrek", "banjir di cempaka", "selokan mampet", "lampu jalan mati", "entah apa")


@dataclass(frozen=True, slots=True)
class Published:
    """A record of a channel, at the broker's time in milliseconds since the epoch."""

    topic: str
    key: bytes
    value: bytes
    at_ms: int


@cache
def town(number: int, *, poisonous: bool = False) -> Sequence[Published]:
    """The records in the order in which they are published: reports, some of them again, some spoilt.

    A poisonous one has a report more, on which the core fails.
    """
    random = Random(number)
    said = [(f"r{n}", random.choice(_TEXTS), n) for n in range(random.randint(*REPORTS))]
    values = [_report(*one) for one in said]
    for _ in range(random.randint(*SPOILT)):
        id, text, n = random.choice(said)
        values.append(random.choice((_report(id, text, n), _report(id, f"{text} lagi", n), b'{"id": "bad"')))
    if poisonous:
        values.append(_report(POISON, _TEXTS[0], len(said)))
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
