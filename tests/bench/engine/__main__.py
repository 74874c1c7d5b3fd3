"""The same work on every engine, in two tables: reports/s of a backlog, and latency at 1,000 a second.

`python -m tests.bench.engine [--rounds 5] [--records 400000] [--latency-rounds 3] [--only NAME]... [--quick]`

They are kept where all take part. See README.md beside this file.
"""

import argparse
import asyncio
import logging
import sys
from collections.abc import Mapping, Sequence

from rich.console import Console

from tests.bench.engine.environments import Peer, furnish, peers
from tests.bench.engine.expected import Expected, expected
from tests.bench.engine.latency import RATE, Latency, latency
from tests.bench.engine.reports import reports
from tests.bench.engine.rounds import rounds
from tests.bench.engine.run import Drained, drain
from tests.bench.engine.scene import Scene, scene
from tests.bench.engine.targets import targets
from tests.bench.figures import Figure, Figures, keep, show
from tests.bench.processes import unwind_at_sigterm

BATCH = 2_000
QUICK_RECORDS = 20_000

console = Console(width=110)


async def main(
    taking_part: Sequence[Peer], records: int, drains: int, latencies: int, *, kept: bool
) -> list[str]:
    """Who failed."""
    for peer in taking_part:
        furnish(peer)
    async with scene() as place:
        filled = {
            share: await _filled(place, int(records * share)) for share in {one.share for one in taking_part}
        }

        async def drained(peer: Peer) -> Drained:
            reads, wanted = filled[peer.share]
            return await drain(peer, place, reads, wanted, batch=BATCH)

        rates, failed = await rounds(taking_part, drains, drained, console)
        _show_rates(rates, records, kept=kept)
        fit = [peer for peer in taking_part if peer.holds and peer.name not in failed]
        held, slow = await rounds(fit, latencies, lambda peer: latency(peer, place, batch=BATCH), console)
        _show_latencies(held, kept=kept)
        if slow:
            console.print(f"not held at {RATE:,} reports/s by: {', '.join(slow)}")
    return failed


async def _filled(place: Scene, number: int) -> tuple[str, Expected]:
    """A topic with so many reports, and what they come to."""
    topic, records = await place.topic("reports"), list(reports(number))
    await place.fill(topic, records)
    return topic, expected(records)


def _show_rates(drained: Mapping[str, Sequence[Drained]], records: int, *, kept: bool) -> None:
    if not drained:
        return
    reference = "limit" if "limit" in drained else None
    rates = [Figure(name, tuple(one.per_s for one in runs)) for name, runs in drained.items()]
    title = f"Engine, same work: {records:,} reports of a backlog"
    figures = Figures("engine", title, "reports/s", rates, reference)
    steady = [Figure(name, tuple(one.steady_per_s for one in runs)) for name, runs in drained.items()]
    begun = Figures("engine_steady", f"{title}, from the first decision on", "reports/s", steady, reference)
    cpu = [Figure(name, tuple(one.cpu_us for one in runs)) for name, runs in drained.items()]
    spent = Figures("engine_cpu", "Engine, CPU of the peer's process", "µs a report", cpu, reference)
    for one in (figures, begun, spent):
        _show(one, kept=kept)
    for line in targets(figures):
        console.print(line)


def _show_latencies(held: Mapping[str, Sequence[Latency]], *, kept: bool) -> None:
    for part in ("p50", "p99", "max") if held else ():
        rows = [Figure(name, tuple(getattr(one, part) for one in runs)) for name, runs in held.items()]
        title = f"Engine, report to decision at {RATE:,} reports/s: {part}"
        _show(Figures(f"engine_{part}", title, "ms", rows), kept=kept)


def _show(figures: Figures, *, kept: bool) -> None:
    show(figures, console)
    if kept:
        keep(figures)


if __name__ == "__main__":
    unwind_at_sigterm()
    logging.getLogger("aiokafka").setLevel(logging.ERROR)  # It tells of each topic that was dropped.
    known = peers()
    asked = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    asked.add_argument("--rounds", type=int, default=5)
    asked.add_argument("--records", type=int, default=400_000)
    asked.add_argument("--latency-rounds", type=int, default=3)
    asked.add_argument("--quick", action="store_true", help="only whether all run")
    asked.add_argument("--only", action="append", choices=sorted(known), help="may be given again and again")
    given = asked.parse_args()
    chosen = [peer for name, peer in known.items() if not given.only or name in given.only]
    if given.quick:
        given.records, given.rounds, given.latency_rounds = QUICK_RECORDS, 1, 1
    whole = len(chosen) == len(known) and not given.quick
    sys.exit(
        1 if asyncio.run(main(chosen, given.records, given.rounds, given.latency_rounds, kept=whole)) else 0
    )
