"""What every peer must come to, worked out without any engine."""

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass

from tests.bench.engine.work import Town


@dataclass(frozen=True, slots=True)
class Expected:
    """How many decisions and rows there must be, and fingerprints of both that know no order."""

    records: int
    decisions: str
    rows: str


def fingerprint(parts: Iterable[bytes]) -> str:
    """The same for the same parts in any order."""
    digest = hashlib.sha256()
    for part in sorted(parts):
        digest.update(part)
        digest.update(b"\n")
    return digest.hexdigest()


def expected(records: Iterable[tuple[int, bytes, bytes]]) -> Expected:
    """Of records with their partitions, each partition's in the order in which they lie in Kafka."""
    town, offsets = Town(), dict[int, int]()
    rows, decisions = [], []
    for partition, key, value in records:
        offset = offsets.get(partition, 0)
        offsets[partition] = offset + 1
        row, decision = town.decide(key, value, offset)
        rows.append(row.rstrip("\n").encode())
        decisions.append(decision)
    return Expected(len(rows), fingerprint(decisions), fingerprint(rows))
