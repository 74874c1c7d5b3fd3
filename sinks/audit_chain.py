"""The chain of the audit log: each row holds the hash of the one before. Pure."""

import hashlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Self

HASH_BYTES = 32
NONE = bytes(HASH_BYTES)
"""What the first row has before it."""


@dataclass(frozen=True, slots=True)
class Row:
    """A row of `audit`, every column as the text that was hashed; `at` is UTC, to the microsecond."""

    number: int
    at: str
    login: str
    account: str
    named: str
    what: str
    of: str
    details: str
    previous_hash: bytes
    hash: bytes


@dataclass(frozen=True, slots=True)
class Head:
    """The number and hash of a row: whoever keeps them elsewhere knows of all before it."""

    number: int
    hash: bytes

    def __str__(self) -> str:
        return f"{self.number}:{self.hash.hex()}"

    @classmethod
    def read(cls, text: str) -> Self:
        """As it is written. Raises `ValueError`."""
        number, _, hash = text.partition(":")
        head = cls(int(number), bytes.fromhex(hash))
        if head.number < 0 or len(head.hash) != HASH_BYTES:
            raise ValueError(f"{text!r} is not like 12:5f...")
        return head


EMPTY = Head(0, NONE)


@dataclass(frozen=True, slots=True)
class Fault:
    """What is wrong at a row."""

    number: int
    why: str


def hash_of(row: Row) -> bytes:
    """SHA-256 of all columns but the last, each as bytes:text, so that no two rows have one form."""
    parts = (
        str(row.number),
        row.at,
        row.login,
        row.account,
        row.named,
        row.what,
        row.of,
        row.details,
        row.previous_hash.hex(),
    )
    return hashlib.sha256("".join(f"{len(part.encode())}:{part}" for part in parts).encode()).digest()


def faults(rows: Iterable[Row], before: Head) -> Iterator[Fault]:
    """What is wrong with rows that should follow `before`; after a fault it goes on from what is there."""
    for row in rows:
        if row.number != before.number + 1:
            yield Fault(row.number, f"follows {before.number}: rows between them are missing")
        elif row.previous_hash != before.hash:
            yield Fault(row.number, f"does not follow {before.number} as that is now")
        if row.hash != hash_of(row):
            yield Fault(row.number, "was changed after it was written")
        before = Head(row.number, row.hash)
