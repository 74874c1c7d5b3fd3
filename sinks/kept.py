"""Rows of a key's incidents, as they came from Postgres."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from asyncpg import Record

from schemas.classified import voice_of
from schemas.incident import Incident
from sinks.incident_rows import incident_of


@dataclass(frozen=True, slots=True)
class KeptRows:
    """Rows of the statements `latest_incidents` and `voices`."""

    key: str
    incidents: Sequence[Record]
    voices: Sequence[Record]

    def __len__(self) -> int:
        return len(self.incidents)

    def read(self) -> Sequence[tuple[Incident, Mapping[str, datetime]]]:
        """As `Kept.read`."""
        voices: defaultdict[str, dict[str, datetime]] = defaultdict(dict)
        for row in self.voices:
            voices[row["incident_id"]][voice_of(row["channel"], row["reporter"])] = row["last_at"]
        return [(incident_of(row), voices.get(row["id"], {})) for row in self.incidents]
