"""Recorded reports through the rules of one side, and what became of each."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import TypeAlias

from schemas.catalog.models import Urgency
from schemas.classified import ClassifiedReport, ReportKey
from schemas.incident import Decision, Recorded
from schemas.rejection import Rejection, reject
from sinks.recorded import Original
from streams.core.fold import fold
from streams.core.incidents import OpenIncidents
from streams.core.storms import Storms
from streams.core.understand import Knowledge, understand
from streams.whatif.partitions import Partition
from streams.whatif.rule_set import RuleSet

EXCERPT = 160
"""Letters of a text that are kept."""

Understood: TypeAlias = tuple[ReportKey, ClassifiedReport | Rejection]


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of one report, and the evidence. `text` is the beginning of what it said, masked."""

    incident: str
    decision: Decision
    category: str
    urgency: Urgency
    reason: str
    text: str


@dataclass(frozen=True, slots=True)
class Refused:
    """Why a report would not have been taken in."""

    code: str
    reason: str


@dataclass(slots=True)
class Trial:
    """Takes reports in turn, as `triage` and `resolve` would, and remembers those that count."""

    rule_set: RuleSet
    outcomes: dict[ReportKey, Outcome] = field(default_factory=dict)
    refused: dict[ReportKey, Refused] = field(default_factory=dict)
    opened: Counter[str] = field(default_factory=Counter)
    """Incidents that each agency was told of for the first time."""
    dispatches: Counter[str] = field(default_factory=Counter)
    _incidents: OpenIncidents = field(init=False)
    _storms: Storms = field(init=False)

    def __post_init__(self) -> None:
        self._incidents = self.rule_set.rules.no_incidents()
        self._storms = Storms.of(self.rule_set.rules.sky)

    def take(self, reports: Iterable[Understood], *, counts: bool) -> None:
        """Decide reports; without `counts` they are only there for later ones to join."""
        taken: list[ClassifiedReport] = []
        for key, report in reports:
            if isinstance(report, ClassifiedReport):
                taken.append(report)
            elif counts:
                self.refused[key] = Refused(report.code, report.reason)
        # Each was recorded once, so no id comes twice.
        folded = fold(taken, self._incidents, {}, self.rule_set.rules, self._storms)
        if not counts:
            return
        self.outcomes |= {one.report.report_key: _outcome(one) for one in folded.recorded}
        self.opened.update(told.agency for told in folded.dispatches if told.kind == "opened")
        self.dispatches.update(told.agency for told in folded.dispatches)

    @property
    def partition(self) -> Partition:
        """Which incident each report is in."""
        return {key: outcome.incident for key, outcome in self.outcomes.items()}


def understand_all(originals: Sequence[Original], knowledge: Knowledge) -> list[Understood]:
    """What `triage` makes of them by this knowledge."""
    return [(original.key, _understand(original, knowledge)) for original in originals]


def _understand(original: Original, knowledge: Knowledge) -> ClassifiedReport | Rejection:
    if original.channel in knowledge.channels:
        return understand(original.value, original.channel, original.origin, knowledge)
    return reject(
        original.origin,
        original.value,
        code="unknown_channel",
        reason=f"the catalog has no channel {original.channel!r}",
    )


def _outcome(recorded: Recorded) -> Outcome:
    report, link = recorded.report, recorded.link
    return Outcome(
        link.incident_id,
        link.decision,
        report.classification.category,
        report.grade.urgency,
        link.evidence,
        report.masked_text[:EXCERPT],
    )
