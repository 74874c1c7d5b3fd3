"""What others feel when the incident of a crowd is closed: `python -m tests.bench.closing`.

On the embedded broker and Postgres. Each round a crowd reports one problem; then other problems are reported
at a steady rate, calm for some seconds, and then until the crowd's incident is resolved, confirmed and closed
and all of the crowd know it: of this phase those count that were published meanwhile. A report takes from its
publishing until this process has its `opened` dispatch. Of each figure the median of the rounds is shown.
"""

import argparse
import asyncio
import os
from collections.abc import Sequence
from dataclasses import dataclass
from statistics import median

from rich.console import Console
from rich.table import Table

from tests.bench import closing_words as words
from tests.bench.closing_town import TOLD, Phase, Town, town
from tests.bench.processes import unwind_at_sigterm

GROUPS = {"all": None, "the crowd's family": words.FAMILY}


@dataclass(frozen=True, slots=True)
class Round:
    """Milliseconds by group, calm and while closing; seconds until all knew, by what they were told."""

    calm: dict[str, list[float]]
    closing: dict[str, list[float]]
    told_s: dict[str, float]
    phases: tuple[Phase, Phase]


async def measured(here: Town, number: int, asked: argparse.Namespace) -> Round:
    incident_id, version = await here.gather(number, asked.reporters)
    async with here.steady(asked.rate) as calm:
        await asyncio.sleep(asked.seconds)
    async with here.steady(asked.rate) as closing:
        said = await here.close(number, incident_id, version)
    last = await here.heard(incident_id, asked.reporters)
    ended = max(last.values())
    return Round(
        {name: calm.times_ms(0, ended, family) for name, family in GROUPS.items()},
        {name: closing.times_ms(said["resolved"], ended, family) for name, family in GROUPS.items()},
        {kind: last[kind] - said[kind] for kind in TOLD},
        (calm, closing),
    )


def percentile(times: Sequence[float], share: float) -> float:
    return times[min(len(times) - 1, int(len(times) * share))]


def shown(rounds: Sequence[Round]) -> Table:
    table = Table("reports of", "phase", "reports", "p50 ms", "p99 ms", "max ms")
    for name in GROUPS:
        calm, closing = [one.calm[name] for one in rounds], [one.closing[name] for one in rounds]
        table.add_row(name, "calm", *_figures(calm))
        table.add_row("", "closing", *_figures(closing))
        ratios = (
            median(percentile(c, s) for c in closing) / median(percentile(c, s) for c in calm)
            for s in (0.5, 0.99, 1)
        )
        table.add_row("", "ratio", "", *(f"{ratio:.2f}" for ratio in ratios), end_section=True)
    return table


def _figures(rounds: Sequence[Sequence[float]]) -> list[str]:
    shares = (median(percentile(times, share) for times in rounds) for share in (0.5, 0.99, 1))
    return [f"{sum(map(len, rounds))}", *(f"{figure:.0f}" for figure in shares)]


async def main(asked: argparse.Namespace) -> None:
    console = Console(width=100)
    console.print(f"{asked.reporters:,} reporters, {asked.rate:g} others a second; load {_load()}")
    rounds = []
    async with town() as here:
        for number in range(asked.rounds):
            rounds.append(await measured(here, number, asked))
            console.print(f"round {number + 1}: load {_load()}")
        storms = await here.pool.fetchval("select count(*) from events")
    console.print(shown(rounds))
    for kind in TOLD:
        took_s = median(one.told_s[kind] for one in rounds)
        console.print(f"{kind}: all {asked.reporters:,} have it once, the last after {took_s:.1f} s")
    calm, closing = (max(one.phases[at].memory_mb for one in rounds) for at in (0, 1))
    outbox = max(one.phases[1].outbox for one in rounds)
    console.print(
        f"resolve: at most {calm:.0f} MB calm, {closing:.0f} MB closing; "
        f"{outbox} in the outbox; {storms} storms"
    )


def _load() -> str:
    return " ".join(f"{one:.1f}" for one in os.getloadavg()[:2])


if __name__ == "__main__":
    unwind_at_sigterm()
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--reporters", type=int, default=10_000)
    options.add_argument("--rate", type=float, default=50)
    options.add_argument("--seconds", type=float, default=30)
    options.add_argument("--rounds", type=int, default=3)
    asyncio.run(main(options.parse_args()))
