"""Report -> dispatch: `python -m tests.bench.latency [--rounds 5] [--rates 10,100,1000] [--burst 10000]`.

Three channels speak at a steady rate, and once in a burst; reporters are answered too. What counts for a
report is the time from the moment at which its channel began to send it (the record's time stamp) until the
broker had the dispatch that it caused (stamped by the broker): p50, p99 and the longest, in milliseconds,
each time stamp being exact to one. Nothing is read while it is measured. First 20,000 reports warm up, and
before each phase all that was published has been worked off. A rate is held where all is worked off within a
second of its last report; where not, its figures say how long the queue had become.

Alike to `tests.bench.product` in all else: a Kafka of its own, or --embedded, which stamps no dispatch, so
that the time ends there when resolve begins to send it; --crew 1+1; --quick to see that it runs.
"""

import argparse
import asyncio
import sys
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from time import perf_counter, time

from rich.console import Console

from schemas.catalog import load
from schemas.message import Message
from schemas.passage import passage_of
from tests.bench.figures import Figure, Figures, keep, show
from tests.bench.processes import unwind_at_sigterm
from tests.bench.product_run import WARM_UP
from tests.bench.simulated import said
from tests.bench.stand import Crew, Product, crew_of, product
from tests.e2e.logs import Logs

HELD_S = 1.0
SENT_S = 0.002
"""So often what is due is sent."""

console = Console(width=110)


@dataclass(frozen=True, slots=True)
class Phase:
    """So many reports at a rate a second, or all at once where that is None."""

    reports: int
    rate: float | None

    @property
    def name(self) -> str:
        """As the table shows it."""
        return f"{self.rate:,.0f}/s" if self.rate else f"burst of {self.reports:,}"


@dataclass(frozen=True, slots=True)
class Span:
    """When a phase of a round was published, in seconds since the epoch, and when it was worked off."""

    phase: Phase
    began: float
    ended: float
    drained: float


async def main(
    crew: Crew, phases: Sequence[Phase], rounds: int, warm_up: int, *, embedded: bool, kept: bool
) -> bool:
    """Whether nothing was lost or doubled."""
    total = warm_up + rounds * sum(phase.reports for phase in phases)
    messages = iter(list(said(load(), total)))
    async with product(crew, embedded=embedded) as stand:
        await _publish(stand, Phase(warm_up, None), messages)
        spans = [await _publish(stand, phase, messages) for _ in range(rounds) for phase in phases]
        found = await _latencies(stand, spans)
        faults = await stand.faults()
    figures = Figures(
        "latency_embedded" if embedded else "latency",
        f"From a report to its dispatch, {crew.name}",
        "ms",
        list(_rows(phases, spans, found)),
    )
    show(figures, console)
    if kept:
        keep(figures)
    _tell_held(spans)
    console.print(f"{total:,} records; lost or doubled: {faults or 'nothing'}")
    return not faults


async def _publish(stand: Product, phase: Phase, messages: Iterator[Message]) -> Span:
    """One phase, and wait until all of it is worked off."""
    began_at, began = time(), perf_counter()
    sent, confirmed = 0, []
    while sent < phase.reports:
        due = int((perf_counter() - began) * phase.rate) + 1 if phase.rate else phase.reports
        confirmed += [
            await stand.sending.send(message.topic, message.value, key=message.key)
            for message in islice(messages, min(due, phase.reports) - sent)
        ]
        sent = min(due, phase.reports)
        await asyncio.sleep(SENT_S)
    await asyncio.gather(*confirmed)
    ended_at = time()
    stand.published += phase.reports
    await stand.drained()
    return Span(phase, began_at, ended_at, time())


async def _latencies(stand: Product, spans: Sequence[Span]) -> dict[int, list[float]]:
    """By the phase's number in the spans, in milliseconds, of every report that caused a dispatch."""
    found: dict[int, list[float]] = defaultdict(list)
    async with Logs(stand.settings.kafka.brokers, ("dispatches.",)) as logs:
        await logs.catch_up()
    for record in (one for records in logs.records.values() for one in records):
        passage = passage_of(record.headers)
        if passage is None:
            continue
        arrived_ms = round(passage.arrived_at.timestamp() * 1000)
        for number, span in enumerate(spans):
            if int(span.began * 1000) <= arrived_ms <= span.ended * 1000:
                found[number].append(record.timestamp - arrived_ms)
    return found


def _rows(phases: Sequence[Phase], spans: Sequence[Span], found: dict[int, list[float]]) -> Iterator[Figure]:
    for phase in phases:
        ordered = [sorted(found[number]) for number, span in enumerate(spans) if span.phase == phase]
        for name, share in (("p50", 0.5), ("p99", 0.99), ("max", 1.0)):
            runs = tuple(one[min(len(one) - 1, int(len(one) * share))] for one in ordered)
            yield Figure(f"{phase.name}, {name}", runs)


def _tell_held(spans: Sequence[Span]) -> None:
    for phase in dict.fromkeys(span.phase for span in spans):
        late = [span.drained - span.ended for span in spans if span.phase == phase]
        held = "held" if max(late) <= HELD_S else "not held"
        console.print(
            f"{phase.name}: worked off {max(late):.1f} s after the last report at the latest: {held}"
        )


if __name__ == "__main__":
    unwind_at_sigterm()
    asked = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    asked.add_argument("--rounds", type=int, default=5)
    asked.add_argument("--rates", default="10,100,1000", help="reports a second")
    asked.add_argument("--seconds", type=float, default=10, help="of each rate")
    asked.add_argument("--burst", type=int, default=10_000, help="reports; 0 for none")
    asked.add_argument("--warm-up", type=int, default=WARM_UP, help="reports before them")
    asked.add_argument("--crew", type=crew_of, default=Crew())
    asked.add_argument("--embedded", action="store_true")
    asked.add_argument("--quick", action="store_true")
    given = asked.parse_args()
    if given.quick:
        given.rounds, given.seconds, given.burst, given.warm_up = 1, 2, 500, 1_000
    steady = [Phase(round(rate * given.seconds), rate) for rate in map(float, given.rates.split(","))]
    chosen = [*steady, *([Phase(given.burst, None)] if given.burst else [])]
    right = main(
        given.crew, chosen, given.rounds, given.warm_up, embedded=given.embedded, kept=not given.quick
    )
    sys.exit(0 if asyncio.run(right) else 1)
