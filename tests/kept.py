"""A key as a store holds it, without a store."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from schemas.incident import Incident


@dataclass(frozen=True, slots=True)
class KeptIncidents:
    """As `schemas.kept.Kept`."""

    key: str
    incidents: Sequence[tuple[Incident, Mapping[str, datetime]]]

    def __len__(self) -> int:
        return len(self.incidents)

    def read(self) -> Sequence[tuple[Incident, Mapping[str, datetime]]]:
        """There they are."""
        return self.incidents
