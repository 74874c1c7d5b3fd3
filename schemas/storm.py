"""What is remembered from one report to the next to notice storms: plain figures, kept in Postgres."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

from schemas.event import Area, Event
from schemas.incident import Point


class Occurrence(NamedTuple):
    """An incident that a citizen spoke of: of the last hours, counted at most once in a window of time.

    `at` is in epoch seconds. `event` is the event that gathered it. `spot` is where it is, if that is known.
    """

    at: float
    incident_id: str
    area: Area
    category: str
    voice: str | None
    event: str | None = None
    spot: Point | None = None


class Cell(NamedTuple):
    """How many occurrences were learned in a part of the key and of the week, weighted by their age.

    `scope` is `/` for the whole city, `kecamatan/`, `kecamatan/kelurahan`, or `#category`. `slot` is the
    hour of the week (0 to 167), 168 and the hour of the day, or 192 for all hours.
    """

    scope: str
    slot: int
    weight: float


@dataclass(frozen=True, slots=True)
class Clock:
    """The last moments reported, up to where rates were learned, and over how long (weighted); seconds."""

    latest: tuple[float, ...]
    learned_at: float
    exposure: float


@dataclass(frozen=True, slots=True)
class KeyState:
    """All that is remembered of one key `city:family`."""

    key: str
    clock: Clock
    cells: Sequence[Cell]
    occurrences: Sequence[Occurrence]
    events: Sequence[Event]
    """Those that have not ended."""


@dataclass(frozen=True, slots=True)
class KeyChanges:
    """What a batch changed of a key: the new clock and the rows to put; `gone` are occurrences to delete."""

    key: str
    clock: Clock
    cells: Sequence[Cell]
    occurrences: Sequence[Occurrence]
    gone: Sequence[Occurrence]
    events: Sequence[Event]
