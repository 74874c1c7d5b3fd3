"""What the model of Postgres holds, and what one transaction has written to it."""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any

import asyncpg
from faust.types import TP

from schemas.classified import ReportKey
from schemas.incident import Incident, Recorded
from schemas.message import Message
from schemas.rejection import Rejection
from schemas.storm import KeyChanges
from sinks.keyring import Key
from sinks.postgres import Reach
from tests.simulation.process import Process
from tests.simulation.world import LostConnectionError
from tests.unit.core.city import KeptStorms

if TYPE_CHECKING:
    from tests.simulation.database import Database


@dataclass(slots=True)
class Consumed:
    """A row of `consumed`, and who took the partition over last: that no statement looks at."""

    next_offset: int | None = None
    epoch: int = 0
    owner: object = None


@dataclass(slots=True)
class Tables:
    """What is committed. Links carry their place in the log, as `links.position` does."""

    consumed: dict[TP, Consumed] = field(default_factory=dict)
    reports: dict[ReportKey, Recorded] = field(default_factory=dict)
    positions: dict[str, list[tuple[int, ReportKey]]] = field(default_factory=lambda: defaultdict(list))
    incidents: dict[str, Incident] = field(default_factory=dict)
    rejections: dict[tuple[str, int, int], Rejection] = field(default_factory=dict)
    progress: dict[tuple[str, str], str] = field(default_factory=dict)
    outbox: dict[TP, dict[Reach, Message]] = field(default_factory=lambda: defaultdict(dict))
    storms: dict[str, KeptStorms] = field(default_factory=dict)
    keys: dict[str, Key] = field(default_factory=dict)
    suspects: dict[TP, Mapping[str, Any]] = field(default_factory=dict)


@dataclass(slots=True)
class Transaction:
    """What one has written and not committed: it alone sees it.

    Where it takes several partitions on, there is one such of each. They write the same, but for the outbox;
    `parts` are all of them, and what becomes of one becomes of all.
    """

    database: "Database"
    tp: TP
    owner: object
    epoch: int
    process: Process | None
    next_offset: int = 0
    open: bool = True
    cut: bool = False
    reports: dict[ReportKey, tuple[int, Recorded]] = field(default_factory=dict)
    incidents: dict[str, Incident] = field(default_factory=dict)
    rejections: list[Rejection] = field(default_factory=list)
    progress: dict[tuple[str, str], str] = field(default_factory=dict)
    outbox: dict[Reach, Message] = field(default_factory=dict)
    storms: list[KeyChanges] = field(default_factory=list)
    cleared: bool = False
    parts: list["Transaction"] = field(default_factory=list, repr=False, compare=False)

    def __post_init__(self) -> None:
        self.parts.append(self)

    def beside(self, tp: TP, epoch: int) -> "Transaction":
        """The same of another partition."""
        return replace(self, tp=tp, epoch=epoch, outbox={}, cleared=False)

    def check(self) -> None:
        """Raises `LostConnectionError` where the server ended it."""
        if not self.open:
            raise LostConnectionError("the connection is closed")

    def incident(self, id: str) -> Incident | None:
        """As this transaction sees it."""
        return self.incidents.get(id) or self.database.tables.incidents.get(id)

    def digest(self, key: ReportKey) -> str | None:
        """Of a report that this transaction sees."""
        own = self.reports.get(key)
        found = own[1] if own else self.database.tables.reports.get(key)
        return found.report.digest if found else None

    def record(self, recorded: Recorded) -> None:
        """Raises `UniqueViolationError`, as the primary key of `reports` does."""
        key = recorded.report.report_key
        if self.digest(key) is not None:
            raise asyncpg.UniqueViolationError(f"reports {key}")
        self.reports[key] = (self.database.next_position(), recorded)

    def reach_of(self, id: str) -> int | None:
        """The place of an incident's last report."""
        known = [position for position, _ in self.database.tables.positions.get(id, ())]
        own = [position for position, one in self.reports.values() if one.link.incident_id == id]
        return max((*known, *own), default=None)
