"""The same work on every engine: `python -m tests.bench.engine [--rounds 5] [--records 400000] [--only NAME]...`

Two tables: reports/s of a backlog, and how long a report takes at 1,000 a second. See README.md beside this file.
"""

import argparse
import asyncio
from collections import defaultdict
from collections.abc import Mapping, Sequence

import asyncpg
from rich.console import Console

from tests.bench.engine.environments import Peer, furnish, peers
from tests.bench.engine.expected import Expected, expected
from tests.bench.engine.latency import RATE, latency
from tests.bench.engine.reports import reports
from tests.bench.engine.run import Drained, Failed, drain
from tests.bench.engine.scene import Scene, Tables, scene
from tests.bench.engine.targets import targets
from tests.bench.figures import Figure, Figures, keep, show

BATCH = 2_000

console = Console(width=110)


async def main(taking_part: Sequence[Peer], rounds: int, records: int, latency_rounds: int) -> None:
    for peer in taking_part:
        furnish(peer)
    with scene() as place:
        connection = await asyncpg.connect(place.postgres)
        tables = Tables(connection)
        filled = {share: _filled(place, int(records * share)) for share in {one.share for one in taking_part}}
        drained: defaultdict[str, list[Drained]] = defaultdict(list)
        for number in range(rounds):
            for peer in _turned(taking_part, number):
                reads, wanted = filled[peer.share]
                one = await drain(peer, place, tables, reads, wanted, batch=BATCH)
                drained[peer.name].append(one)
                console.print(
                    f"{number + 1} {peer.name:22} {one.per_s:9,.0f}/s  {one.cpu_us:6.1f} µs  {one.first_s:.2f} s"
                )
        _show_rates({peer.name: drained[peer.name] for peer in taking_part if rounds}, records)
        await _latencies([peer for peer in taking_part if peer.holds], place, tables, latency_rounds)
        await connection.close()


def _filled(place: Scene, number: int) -> tuple[str, Expected]:
    """A topic with so many reports, and what they come to."""
    topic, records = place.topic("reports"), list(reports(number))
    place.fill(topic, records)
    return topic, expected(records)


def _turned(taking_part: Sequence[Peer], number: int) -> Sequence[Peer]:
    """Each is first as often as others, in turn."""
    turn = number % len(taking_part)
    return [*taking_part[turn:], *taking_part[:turn]]


def _show_rates(drained: Mapping[str, Sequence[Drained]], records: int) -> None:
    if not drained:
        return
    rows = [Figure(name, tuple(one.per_s for one in runs)) for name, runs in drained.items()]
    reference = "limit" if "limit" in drained else next(iter(drained))
    figures = Figures(
        "engine", f"The same work: {records:,} reports of a backlog", "reports/s", rows, reference
    )
    show(figures, console)
    keep(figures)
    cpu = [Figure(name, tuple(one.cpu_us for one in runs)) for name, runs in drained.items()]
    show(Figures("engine_cpu", "CPU of the peer's process", "µs a report", cpu, reference), console)
    for line in targets(figures):
        console.print(line)


async def _latencies(taking_part: Sequence[Peer], place: Scene, tables: Tables, rounds: int) -> None:
    found: dict[str, list] = {peer.name: [] for peer in taking_part}
    for number in range(rounds):
        for peer in _turned(taking_part, number):
            try:
                found[peer.name].append(await latency(peer, place, tables, batch=BATCH))
            except Failed as error:
                console.print(f"{error}")
                found[peer.name].append(None)
    held = {name: runs for name, runs in found.items() if runs and None not in runs}
    for name in found.keys() - held.keys() if rounds else ():
        console.print(f"{name} does not hold {RATE:,} reports/s")
    for part in ("p50", "p99", "max") if held else ():
        rows = [Figure(name, tuple(getattr(one, part) for one in runs)) for name, runs in held.items()]
        figures = Figures(f"engine_{part}", f"{part}, report to decision at {RATE:,} reports/s", "ms", rows)
        show(figures, console)
        keep(figures)


if __name__ == "__main__":
    known = peers()
    asked = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    asked.add_argument("--rounds", type=int, default=5)
    asked.add_argument("--records", type=int, default=400_000)
    asked.add_argument("--latency-rounds", type=int, default=3)
    asked.add_argument("--only", action="append", choices=sorted(known), help="may be given again and again")
    given = asked.parse_args()
    chosen = [peer for name, peer in known.items() if not given.only or name in given.only]
    asyncio.run(main(chosen, given.rounds, given.records, given.latency_rounds))
