"""The product end to end: `python -m tests.bench.product [--rounds 5] [--reports 40000] [--crews 1+1,2+2]`.

Reports of a simulated city's three channels go through triage, resolve, Postgres, and out to agencies and
reporters. In each round each crew (so many triage + so many resolve) has a broker, a Postgres and workers of
its own, is warmed up, and is then given all reports at once; the time ends when all are in Postgres and all
that follows was sent. It tells reports/s; what each part took of the processor; how much of what the workers
took is the pure core; and what a report leaves behind. What is lost or doubled, by `tests/checker`, ends it
with exit code 1. The broker is an Apache Kafka of the bench's own, or with --embedded the embedded one.
Everything shares this machine's cores, the publisher too. --quick shows that it runs, and measures nothing.
"""

import argparse
import asyncio
import sys
from collections.abc import Sequence

from rich.console import Console
from rich.table import Table

from schemas.catalog import load
from schemas.message import Message
from tests.bench.figures import Figure, Figures, keep, show
from tests.bench.leftovers import show_leftovers
from tests.bench.processes import unwind_at_sigterm
from tests.bench.product_run import CORE, WARM_UP, Run, run, warmed_up
from tests.bench.simulated import said
from tests.bench.stand import Crew, crew_of, product

console = Console(width=110)


async def main(
    crews: Sequence[Crew], rounds: int, total: int, warm_up: int, *, embedded: bool, kept: bool
) -> bool:
    """Whether nothing was lost or doubled."""
    messages = list(said(load(), warm_up + total))
    runs: dict[str, list[Run]] = {crew.name: [] for crew in crews}
    for number in range(rounds):
        for crew in crews:
            leaves = number == rounds - 1 and crew == crews[0]
            runs[crew.name].append(await _run(crew, messages, total, embedded=embedded, leaves=leaves))
    name = "product_embedded" if embedded else "product"
    for figures in (*_figures(name, runs), *_shares(name, crews[0].name, runs[crews[0].name])):
        show(figures, console)
        if kept:
            keep(figures)
    _show_memory(crews[0].name, runs[crews[0].name][-1])
    faults = [fault for found in runs.values() for run in found for fault in run.faults]
    console.print(f"{rounds} rounds of {len(messages):,} records; lost or doubled: {faults or 'nothing'}")
    return not faults


async def _run(crew: Crew, messages: Sequence[Message], total: int, *, embedded: bool, leaves: bool) -> Run:
    async with product(crew, embedded=embedded) as stand:
        found = await run(stand, await warmed_up(stand, messages, total))
        console.print(f"{crew.name}: {found.reports_s:,.0f} reports/s, core {found.core:.0%} of the workers")
        if leaves:
            await show_leftovers(stand, len(messages), console)
        return found


def _figures(name: str, runs: dict[str, list[Run]]) -> list[Figures]:
    rates = [Figure(crew, tuple(run.reports_s for run in found)) for crew, found in runs.items()]
    title = "Reports through the product, by number of workers (triage + resolve)"
    return [Figures(name, title, "reports/s", rates, ratio_to=rates[0].name)]


def _shares(name: str, crew: str, runs: Sequence[Run]) -> list[Figures]:
    """Of one crew: CPU by part, by stage, and the core's share."""
    parts = [Figure(part, tuple(1e6 * run.cpu_s[part] for run in runs)) for part in runs[0].cpu_s]
    stages = [
        Figure(stage, tuple(1e6 * run.stages_s.get(stage, 0.0) for run in runs))
        for stage in sorted(runs[0].stages_s)
    ]
    for role in CORE:
        beside = tuple(1e6 * _beside(run, role) for run in runs)
        stages.append(Figure(f"{role}: all else", beside))
    core = [Figure("core", tuple(100 * run.core for run in runs))]
    unit = "µs of CPU a report"
    return [
        Figures(f"{name}_cpu", f"The processor's time by part, {crew}", unit, parts),
        Figures(f"{name}_stages", f"The workers' time by stage, {crew}", unit, stages),
        Figures(f"{name}_core", f"The pure core in the workers' time, {crew}", "% of CPU", core),
    ]


def _beside(run: Run, role: str) -> float:
    """What a worker took outside the stages of its main agent: reading, other agents, Faust, waiting."""
    return run.cpu_s[role] - sum(spent for stage, spent in run.stages_s.items() if stage.startswith(role))


def _show_memory(crew: str, run: Run) -> None:
    table = Table("part", "MB at the end", title=f"Memory that nobody shares, {crew}")
    for part, size in run.memory.items():
        table.add_row(part, f"{size / 1e6:,.0f}")
    console.print(table)


if __name__ == "__main__":
    unwind_at_sigterm()
    asked = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    asked.add_argument("--rounds", type=int, default=5)
    asked.add_argument("--reports", type=int, default=40_000)
    asked.add_argument("--warm-up", type=int, default=WARM_UP, help="reports before them")
    asked.add_argument("--crews", default="1+1,2+2")
    asked.add_argument("--embedded", action="store_true")
    asked.add_argument("--quick", action="store_true")
    given = asked.parse_args()
    if given.quick:
        given.rounds, given.reports, given.warm_up = 1, 1_000, 1_000
    chosen = [crew_of(word) for word in given.crews.split(",")]
    right = main(
        chosen, given.rounds, given.reports, given.warm_up, embedded=given.embedded, kept=not given.quick
    )
    sys.exit(0 if asyncio.run(right) else 1)
