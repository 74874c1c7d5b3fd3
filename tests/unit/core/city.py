"""What Postgres does for the fold, in a few dictionaries: keep everything and give it back."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime

from schemas.classified import ClassifiedReport, ReportKey
from schemas.dispatch import Dispatch
from schemas.feedback import Feedback
from schemas.incident import Incident, Recorded
from schemas.rejection import Rejection
from streams.core.fold import Rules, fold, report_key
from streams.core.incidents import OpenIncidents
from tests.unit.core.catalog import small_catalog
from tests.unit.core.model import MODEL

CATALOG = small_catalog()
RULES = Rules.of(CATALOG, MODEL)


@dataclass(slots=True)
class Kept:
    """All that the batches so far came to."""

    recorded: list[Recorded] = field(default_factory=list)
    incidents: dict[str, Incident] = field(default_factory=dict)
    dispatches: list[Dispatch] = field(default_factory=list)
    feedback: list[tuple[str, Feedback]] = field(default_factory=list)
    rejections: list[Rejection] = field(default_factory=list)
    redelivered: list[ReportKey] = field(default_factory=list)

    def digests(self, reports: Sequence[ClassifiedReport]) -> dict[ReportKey, str]:
        """As `Batch.digests`."""
        asked = {report_key(report) for report in reports}
        return {report_key(r.report): r.report.digest for r in self.recorded if report_key(r.report) in asked}

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
    incidents = kept.open_incidents()
    for batch in batches:
        if reload:
            incidents = kept.open_incidents()
        folded = fold(batch, incidents, kept.digests(batch), RULES)
        kept.recorded += folded.recorded
        kept.incidents |= folded.incidents
        kept.dispatches += folded.dispatches
        kept.feedback += folded.feedback
        kept.rejections += folded.rejections
        kept.redelivered += folded.redelivered
    return kept
