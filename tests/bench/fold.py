"""What the fold costs, stage by stage: `python -m tests.bench.fold [--reports 6000] [--rounds 5]`.

Classified reports of a simulated city, and of one hot spot, are folded in chunks as `resolve` folds them.
Time is that of the processor, per report. The whole is measured with nothing in between; the stages with a
watch around each, whose own time lies in `the rest`. Neither Kafka nor Postgres is in it.
"""

import argparse
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from time import process_time
from unittest.mock import patch

from schemas.catalog import load
from schemas.classified import ClassifiedReport
from schemas.rejection import Origin
from streams.core.durations import Durations
from streams.core.fold import Folded, fold
from streams.core.rules import Rules
from streams.core.storms import Storms
from streams.core.tell import dispatch_record, feedback_record
from streams.core.tell_event import event_record
from streams.core.understand import Knowledge, understand
from streams.weights import load as load_weights
from streams.weights import load_duplicates
from tests.bench.figures import Figure, Figures, keep, show
from tests.bench.hot_key import reports as hot
from tests.bench.simulated import said

CHUNK = 500
STAGES = {
    "support": ("streams.core.fold.support_of",),
    "sighting": ("streams.core.fold.sightings_of", "streams.core.fold.incident_id"),
    "candidates": ("streams.core.dedupe.decide.resent", "streams.core.dedupe.decide.candidates"),
    "compare": ("streams.core.dedupe.decide._ranked",),
    "decide, evidence": ("streams.core.fold.dedupe",),
    "grow": ("streams.core.fold.grown_by", "streams.core.fold.recurrence"),
    "life, promises": ("streams.core.fold.reported", "streams.core.taken.standings"),
    "storms": ("streams.core.storms.Storms.take", "streams.core.storms.Storms.take_changes"),
    "hold": ("streams.core.incidents.OpenIncidents.put",),
    "dispatches": ("streams.core.fold.dispatches_of", "streams.core.fold.event_dispatches"),
    "feedback": ("streams.core.fold.feedback_of", "streams.core.fold.usually"),
    "JSON": (f"{__name__}.written",),
}


class Watch:
    """Processor seconds by stage; what a stage spends in another one counts there alone."""

    def __init__(self) -> None:
        self.spent = dict.fromkeys((*STAGES, "the rest"), 0.0)
        self._within = ["the rest"]
        self._since = process_time()

    def turn(self, stage: str) -> None:
        """What passed until now was of the stage that is on top; the next begins."""
        now = process_time()
        self.spent[self._within[-1]] += now - self._since
        self._since = now
        self._within.append(stage)

    def back(self) -> None:
        """The stage before goes on."""
        now = process_time()
        self.spent[self._within.pop()] += now - self._since
        self._since = now

    def around(self, stage: str, step: Callable[..., object]) -> Callable[..., object]:
        def watched(*args: object, **named: object) -> object:
            self.turn(stage)
            try:
                return step(*args, **named)
            finally:
                self.back()

        return watched


@contextmanager
def watched() -> Iterator[Watch]:
    """All stages, as long as it lasts."""
    watch = Watch()
    with ExitStack() as stack:
        for stage, names in STAGES.items():
            for name in names:
                at = patch(name)
                original = at.get_original()[0]
                stack.enter_context(patch(name, watch.around(stage, original)))
        yield watch
    watch.turn("the rest")


def written(folded: Folded) -> int:
    """Messages as they leave; how many bytes."""
    records = [
        *map(dispatch_record, folded.dispatches),
        *map(event_record, folded.events),
        *(feedback_record(channel, message) for channel, message in folded.feedback),
    ]
    return sum(len(record.value) for record in records)


def through(reports: Sequence[ClassifiedReport], rules: Rules) -> None:
    """All reports, from nothing."""
    incidents, storms, durations = rules.no_incidents(), Storms.of(rules.sky), Durations.of(())
    recorded: dict[tuple[str, str], str] = {}
    for start in range(0, len(reports), CHUNK):
        chunk = reports[start : start + CHUNK]
        folded = fold(chunk, incidents, recorded, rules, storms, durations=durations)
        recorded |= {one.report.report_key: one.report.digest for one in folded.recorded}
        written(folded)


def city(number: int, seed: int, knowledge: Knowledge) -> Iterator[ClassifiedReport]:
    """What triage makes of a simulated month."""
    for offset, message in enumerate(said(load(), number, seed=seed)):
        origin = Origin(topic=message.topic, partition=0, offset=offset)
        report = understand(message.value, message.topic.partition(".")[2], origin, knowledge)
        if isinstance(report, ClassifiedReport):
            yield report


def measured(reports: Sequence[ClassifiedReport], rules: Rules, rounds: int) -> list[Figure]:
    """Microseconds a report: of the whole, and of each stage."""
    runs: dict[str, list[float]] = {"the whole": []}
    for _ in range(rounds):
        began = process_time()
        through(reports, rules)
        runs["the whole"].append(1e6 * (process_time() - began) / len(reports))
        with watched() as watch:
            through(reports, rules)
        for stage, seconds in watch.spent.items():
            runs.setdefault(stage, []).append(1e6 * seconds / len(reports))
    return [Figure(name, tuple(values)) for name, values in runs.items()]


def main() -> None:
    asked = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    asked.add_argument("--reports", type=int, default=6_000)
    asked.add_argument("--rounds", type=int, default=5)
    given = asked.parse_args()
    catalog = load()
    knowledge = Knowledge.of(catalog, load_weights(None))
    rules = Rules.of(catalog, load_duplicates(None))
    for bench, title, reports in (
        ("fold-city", "a simulated month", city(given.reports, 7, knowledge)),
        ("fold-hot", "one flood in one place", hot(given.reports, knowledge, alike=True)),
        ("fold-dense", "many matters in one place", hot(given.reports, knowledge, alike=False)),
    ):
        rows = measured(list(reports), rules, given.rounds)
        figures = Figures(bench, title, "µs of the processor a report", rows, ratio_to="the whole")
        show(figures)
        keep(figures)


if __name__ == "__main__":
    main()
