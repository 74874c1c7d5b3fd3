"""A snapshot of Postgres through two rule sets at once, page by page."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from schemas.classified import ReportKey
from sinks.recorded import Original, Snapshot
from streams.whatif.change import Change
from streams.whatif.compare import compare
from streams.whatif.rule_set import RuleSet
from streams.whatif.trial import Trial, understand_all


@dataclass(frozen=True, slots=True)
class Span:
    """What counts was recorded from `since` until `until`; what it may join, from `warm_up_since` on."""

    warm_up_since: datetime
    since: datetime
    until: datetime

    @classmethod
    def of(cls, since: datetime, until: datetime, *rule_sets: RuleSet) -> "Span":
        """As much before it as any of the rules looks back."""
        back = timedelta(days=max(one.reach_days for one in rule_sets))
        return cls(since - back, since, until)


@dataclass(frozen=True, slots=True)
class Replayed:
    """What a replay came to, and how long it took; `read` also counts reports that do not count."""

    span: Span
    change: Change
    read: int
    seconds: float

    @property
    def reports_per_second(self) -> int:
        """From Postgres to the comparison, both sides."""
        return round(self.read / self.seconds) if self.seconds else 0


async def replay(
    seen: Snapshot, span: Span, before: RuleSet, after: RuleSet, advance: Callable[[int], None]
) -> Change:
    """Decide what was recorded by both, and compare; `advance` is told of each page's reports."""
    trials = Trial(before), Trial(after)
    recorded: dict[ReportKey, str] = {}
    async for page in seen.pages(span.warm_up_since, span.since):
        _take(page, trials, counts=False)
        advance(len(page))
    async for page in seen.pages(span.since, span.until):
        _take(page, trials, counts=True)
        recorded |= {original.key: original.incident for original in page}
        advance(len(page))
    return compare(*trials, recorded)


def _take(page: Sequence[Original], trials: tuple[Trial, Trial], *, counts: bool) -> None:
    before, after = trials
    knowledge = before.rule_set.knowledge
    understood = understand_all(page, knowledge)
    before.take(understood, counts=counts)
    if after.rule_set.knowledge is not knowledge:
        understood = understand_all(page, after.rule_set.knowledge)
    after.take(understood, counts=counts)
