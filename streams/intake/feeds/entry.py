"""What a feed says, whatever it is written in."""

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class Entry:
    """An incident in words, its moments in the city's own time. Labels are for people, ids for programs."""

    id: str
    title: str
    summary: str
    link: str
    category: str
    category_label: str
    urgency: str
    urgency_label: str
    step: str
    step_label: str
    reopened: int
    voices: int
    agencies: tuple[str, ...]
    agency_names: tuple[str, ...]
    kelurahan: str | None
    kelurahan_name: str | None
    kecamatan: str | None
    kecamatan_name: str | None
    lat: float | None
    lon: float | None
    error_m: int | None
    opened_at: datetime
    updated_at: datetime
    closed_at: datetime | None


@dataclass(frozen=True, slots=True)
class Feed:
    """Entries, what changed last first. `url` is where it lies, without the ending that names a format.

    `complete` is False where there are more than a feed holds.
    """

    id: str
    title: str
    subtitle: str
    author: str
    url: str
    entries: tuple[Entry, ...]
    complete: bool

    @property
    def updated_at(self) -> datetime | None:
        """When the last of its entries changed."""
        return max((entry.updated_at for entry in self.entries), default=None)
