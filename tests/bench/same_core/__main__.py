"""The product's pure core on other engines: `python -m tests.bench.same_core [--reports 20000] [--rounds 5]`.

One stream of a simulated city's reports goes through triage, and what that makes of it through resolve,
called from Sinergi's own transport, bytewax, quixstreams and stock Faust. Each stage drains a backlog by
itself. The broker is an Apache Kafka of the bench's own, or with --embedded the embedded one. Who comes to
other messages, incidents or links than the core alone fails, and the exit code is then 1. --only NAME takes
some, and --quick shows that all run; neither is kept. See README.md beside this file.
"""

import argparse
import asyncio
import logging
import sys
from collections.abc import Mapping, Sequence

from rich.console import Console

from schemas.catalog import load
from schemas.message import Message
from schemas.topics import CLASSIFIED
from tests.bench.engine.environments import Peer, furnish
from tests.bench.engine.rounds import rounds
from tests.bench.figures import Figure, Figures, keep, show
from tests.bench.processes import unwind_at_sigterm
from tests.bench.same_core.drain import Drained, Source, alone, bare, drain
from tests.bench.same_core.place import Place, place
from tests.bench.same_core.taking_part import taking_part
from tests.bench.simulated import said

STAGES = ("triage", "resolve")
OURS = "sinergi"
CORE = Peer("the core alone", "")
"""Takes part with no process, no Kafka and no Postgres."""
QUICK_REPORTS = 6_000
"""More than one batch."""

console = Console(width=110)


async def main(peers: Sequence[Peer], reports: int, number: int, *, embedded: bool, kept: bool) -> list[str]:
    """Who failed, with the stage."""
    for peer in peers:
        furnish(peer)
    failed: list[str] = []
    async with place(embedded=embedded) as here:
        sources = {
            share: await _sources(here, share, reports) for share in {one.share for one in (CORE, *peers)}
        }
        for stage in STAGES:

            async def drained(peer: Peer, stage: str = stage) -> Drained:
                source = sources[peer.share][stage]
                return bare(source) if peer is CORE else await drain(peer, here, source)

            console.rule(stage)
            found, wrong = await rounds([CORE, *peers], number, drained, console)
            failed += [f"{name} at {stage}" for name in wrong]
            _show(stage, found, "_embedded" if embedded else "", kept=kept)
    return failed


async def _sources(here: Place, share: float, reports: int) -> Mapping[str, Source]:
    """A stream of reports for triage; what the core alone makes of it, for resolve."""
    published = list(said(load(), int(reports * share)))
    found, messages = {}, published
    for stage in STAGES:
        topics = await here.fill(f"{share}", messages)
        records = await here.read(dict.fromkeys(await here.ends(topics), 0))
        made, outcome = await alone(here, stage, topics, records)
        found[stage] = Source(stage, topics, records, outcome)
        messages = _as_published([one for one in made if one.topic == CLASSIFIED], published)
    return found


def _as_published(classified: Sequence[Message], published: Sequence[Message]) -> Sequence[Message]:
    """In the order of the reports, which is that of their time."""
    order = {message.key: number for number, message in enumerate(published)}
    return sorted(classified, key=lambda one: order[dict(one.headers)["ce_id"].partition(b"/")[2]])


def _show(stage: str, found: Mapping[str, Sequence[Drained]], suffix: str, *, kept: bool) -> None:
    reference = OURS if OURS in found else None
    for part, unit in (("per_s", "reports/s"), ("cpu_us", "µs of CPU a report")) if found else ():
        rows = [Figure(name, tuple(getattr(one, part) for one in runs)) for name, runs in found.items()]
        bench = f"same_core_{stage}{'_cpu' if part == 'cpu_us' else ''}{suffix}"
        figures = Figures(bench, f"The same core on other engines: {stage}", unit, rows, reference)
        show(figures, console)
        if kept:
            keep(figures)


if __name__ == "__main__":
    unwind_at_sigterm()
    logging.getLogger("aiokafka").setLevel(logging.ERROR)
    known = taking_part()
    asked = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    asked.add_argument("--reports", type=int, default=20_000)
    asked.add_argument("--rounds", type=int, default=5)
    asked.add_argument("--embedded", action="store_true")
    asked.add_argument("--only", action="append", choices=sorted(known), help="may be given again and again")
    asked.add_argument("--quick", action="store_true")
    given = asked.parse_args()
    if given.quick:
        given.reports, given.rounds = QUICK_REPORTS, 1
    chosen = [peer for name, peer in known.items() if not given.only or name in given.only]
    whole = len(chosen) == len(known) and not given.quick
    wrong = asyncio.run(main(chosen, given.reports, given.rounds, embedded=given.embedded, kept=whole))
    if wrong:
        console.print(f"failed: {', '.join(wrong)}")
    sys.exit(1 if wrong else 0)
