"""Rows of a key's incidents, as they came from Postgres."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

import msgspec
from asyncpg import Record

from schemas.classified import voice_of
from schemas.incident import Incident
from sinks.incident_rows import incident_of

_READ_HEARD = msgspec.json.Decoder(tuple[tuple[str, str, datetime], ...])


@dataclass(frozen=True, slots=True)
class KeptRows:
    """Rows of the statement `latest_incidents`, in the order they came in."""

    key: str
    rows: Sequence[Record]

    def __len__(self) -> int:
        return len(self.rows)

    def read(self) -> Sequence[tuple[Incident, Mapping[str, datetime]]]:
        """As `Kept.read`."""
        return [(incident_of(row), _voices(row)) for row in self.rows]


def _voices(row: Record) -> Mapping[str, datetime]:
    voices: dict[str, datetime] = {}
    for channel, reporter, at in _READ_HEARD.decode(row["heard"]) if row["heard"] else ():
        voice = voice_of(channel, reporter)
        voices[voice] = max(at, voices.get(voice, at))
    return voices
