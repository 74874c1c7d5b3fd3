"""Named statements and ordered migrations, read from the files beside this one."""

import hashlib
import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import TypeAlias

import asyncpg

Connection: TypeAlias = "asyncpg.pool.PoolConnectionProxy[asyncpg.Record]"
Pool: TypeAlias = "asyncpg.Pool[asyncpg.Record]"

_NAME = re.compile(r"^-- name: (\w+)$", re.MULTILINE)
_MIGRATION = re.compile(r"(\d{4})_(\w+)\.sql")
_NEEDS = re.compile(r"^-- needs (\d{4}): \S", re.MULTILINE)


@dataclass(frozen=True, slots=True, order=True)
class Migration:
    """One step of the schema. A step that was applied is never changed; `checksum` holds it to that."""

    number: int
    name: str
    text: str

    @property
    def checksum(self) -> str:
        """SHA-256 of the text."""
        return hashlib.sha256(self.text.encode()).hexdigest()

    @property
    def needs(self) -> int:
        """The last step that code must know to work on the schema from this one on; 0: older code may.

        A line of the text says it: `-- needs 0014: why`.
        """
        found = _NEEDS.search(self.text)
        return int(found[1]) if found else 0


@cache
def queries() -> Mapping[str, str]:
    """The statements of `queries/*.sql` by name.

    Each begins with a line `-- name: it`. What is to be said of it stands below that line: above it would be
    the end of the statement before. Raises ValueError for a name that is used twice.
    """
    found: dict[str, str] = {}
    for file in (files("sinks") / "queries").iterdir():
        _, *parts = _NAME.split(file.read_text(encoding="utf-8"))
        for name, statement in zip(parts[::2], parts[1::2], strict=True):
            if name in found:
                raise ValueError(f"{file.name}: there is another statement {name}")
            found[name] = statement.strip()
    return found


def migrations() -> list[Migration]:
    """All steps in order. Raises ValueError when a number is missing or used twice."""
    found = sorted(
        Migration(int(name[1]), name[2], entry.read_text(encoding="utf-8"))
        for entry in (files("sinks") / "migrations").iterdir()
        if (name := _MIGRATION.fullmatch(entry.name))
    )
    if [step.number for step in found] != list(range(1, len(found) + 1)):
        raise ValueError(f"migrations are not numbered from 1 without a gap: {[s.number for s in found]}")
    return found
