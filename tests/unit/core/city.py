"""What Postgres does for the fold, in a few dictionaries: keep everything and give it back."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime

from schemas.classified import ClassifiedReport, ReportKey
from schemas.dispatch import Dispatch
from schemas.event import Event, EventDispatch
from schemas.feedback import Feedback
from schemas.incident import Incident, Recorded
from schemas.rejection import Rejection
from schemas.storm import Cell, Clock, KeyChanges, KeyState, Occurrence
from streams.core.fold import fold
from streams.core.incidents import OpenIncidents
from streams.core.rules import Rules
from streams.core.storms import Storms
from tests.unit.core.catalog import small_catalog
from tests.unit.core.model import MODEL

CATALOG = small_catalog()
RULES = Rules.of(CATALOG, MODEL)


@dataclass(slots=True)
class KeptStorms:
    """The tables of storms, of one key."""

    clock: Clock | None = None
    cells: dict[tuple[str, int], float] = field(default_factory=dict)
    occurrences: dict[tuple[float, str], Occurrence] = field(default_factory=dict)
    events: dict[str, Event] = field(default_factory=dict)

    def put(self, changes: KeyChanges) -> None:
        """As `Batch.record_storms`."""
        self.clock = changes.clock
        self.cells |= {(cell.scope, cell.slot): cell.weight for cell in changes.cells}
        for old in changes.gone:
            self.occurrences.pop((old.at, old.incident_id), None)
        self.occurrences |= {(one.at, one.incident_id): one for one in changes.occurrences}
        self.events |= {event.id: event for event in changes.events}

    def state(self, key: str) -> KeyState:
        """As `Store.storms`."""
        assert self.clock
        cells = [Cell(scope, slot, weight) for (scope, slot), weight in self.cells.items()]
        events = [event for event in self.events.values() if event.until is None]
        return KeyState(key, self.clock, cells[::-1], list(self.occurrences.values())[::-1], events[::-1])


@dataclass(slots=True)
class Kept:
    """All that the batches so far came to."""

    recorded: list[Recorded] = field(default_factory=list)
    incidents: dict[str, Incident] = field(default_factory=dict)
    dispatches: list[Dispatch] = field(default_factory=list)
    feedback: list[tuple[str, Feedback]] = field(default_factory=list)
    rejections: list[Rejection] = field(default_factory=list)
    redelivered: list[ReportKey] = field(default_factory=list)
    events: list[EventDispatch] = field(default_factory=list)
    tables: dict[str, KeptStorms] = field(default_factory=dict)

    def storms(self) -> Storms:
        """As a worker that starts has them."""
        return Storms.of(RULES.sky, [tables.state(key) for key, tables in self.tables.items()])

    def put_storms(self, changes: Sequence[KeyChanges]) -> None:
        """As `Batch.record_storms`."""
        for one in changes:
            self.tables.setdefault(one.key, KeptStorms()).put(one)

    def digests(self, reports: Sequence[ClassifiedReport]) -> dict[ReportKey, str]:
        """As `Batch.digests`."""
        asked = {report.report_key for report in reports}
        return {r.report.report_key: r.report.digest for r in self.recorded if r.report.report_key in asked}

    def open_incidents(self) -> OpenIncidents:
        """As `Store.open_incidents`: in order of id, with each voice's last moment, in UTC."""
        loaded = RULES.no_incidents()
        for id, incident in sorted(self.incidents.items()):
            loaded.put(incident, self._voices(id))
        return loaded

    def _voices(self, incident_id: str) -> dict[str, datetime]:
        voices: dict[str, datetime] = {}
        for one in self.recorded:
            voice, at = one.report.voice, one.report.report.reported_at.astimezone(UTC)
            if voice and one.link.incident_id == incident_id:
                voices[voice] = max(at, voices.get(voice, at))
        return voices


def run(batches: Sequence[Sequence[ClassifiedReport]], *, reload: bool = False) -> Kept:
    """Fold batch after batch; with `reload`, as if the worker died after each."""
    kept = Kept()
    incidents, storms = kept.open_incidents(), kept.storms()
    for batch in batches:
        if reload:
            incidents, storms = kept.open_incidents(), kept.storms()
        folded = fold(batch, incidents, kept.digests(batch), RULES, storms)
        kept.put_storms(folded.storms)
        kept.events += folded.events
        kept.recorded += folded.recorded
        kept.incidents |= folded.incidents
        kept.dispatches += folded.dispatches
        kept.feedback += folded.feedback
        kept.rejections += folded.rejections
        kept.redelivered += folded.redelivered
    return kept
