"""The product by number of workers: `python -m tests.bench.scale [--rounds 3] [--reports 10000]`.

As `tests.bench.product`, from two workers (1 triage + 1 resolve) to eight. Once all cores are busy more
workers carry no more, but what a report takes of the processor should stay as it was: that is what tells
of more machines. It also tells what a report leaves behind: transactions, log and rows of Postgres, and
bytes in Kafka, from which `tests.bench.scale_model` computes the rest. With --embedded it runs on the
embedded broker; --quick shows that it runs, and measures nothing.
"""

import argparse
import asyncio
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from rich.console import Console

from schemas.catalog import load
from schemas.message import Message
from tests.bench.figures import Figure, Figures, keep, show
from tests.bench.leftovers import bytes_in_kafka
from tests.bench.processes import unwind_at_sigterm
from tests.bench.product_run import WARM_UP, Run, run, warmed_up
from tests.bench.simulated import said
from tests.bench.stand import SIZE, Crew, Product, crew_of, product

CREWS = "1+1,1+2,2+2,4+4"
LOG = "select pg_current_wal_lsn() - '0/0'::pg_lsn"
TRANSACTIONS = "select pg_snapshot_xmax(pg_current_snapshot())::text::bigint"
"""Those that write."""
PARTS = ("triage", "resolve", "fold", "Postgres", "broker")
LEFT = {
    "transactions": "transactions",
    "log": "bytes of log",
    "postgres": "bytes in Postgres",
    "kafka": "bytes in Kafka",
}

console = Console(width=110)


@dataclass(frozen=True, slots=True)
class Left:
    """Of a report: transactions and bytes."""

    transactions: float
    log: float
    postgres: float
    kafka: float


async def main(
    crews: Sequence[Crew], rounds: int, total: int, warm_up: int, *, embedded: bool, kept: bool
) -> bool:
    """Whether nothing was lost or doubled."""
    messages = list(said(load(), warm_up + total))
    found: dict[str, list[tuple[Run, Left]]] = {crew.name: [] for crew in crews}
    for _ in range(rounds):
        for crew in crews:
            found[crew.name].append(await _one(crew, messages, total, embedded=embedded))
    for figures in _figures(found):
        show(figures, console)
        if kept:
            keep(figures)
    faults = [fault for runs in found.values() for one, _ in runs for fault in one.faults]
    console.print(f"{rounds} rounds of {len(messages):,} records; lost or doubled: {faults or 'nothing'}")
    return not faults


async def _one(crew: Crew, messages: Sequence[Message], total: int, *, embedded: bool) -> tuple[Run, Left]:
    async with product(crew, embedded=embedded) as stand:
        rest = await warmed_up(stand, messages, total)
        log, transactions = await _written(stand)
        one = await run(stand, rest)
        log_after, transactions_after = await _written(stand)
        await stand.postgres.execute("vacuum full")
        stays = await stand.postgres.fetchval(SIZE) - stand.empty_bytes
        kafka = sum((await bytes_in_kafka(stand.settings)).values())
        console.print(
            f"{crew.name}: {one.reports_s:,.0f} reports/s, {1e3 * _workers_s(one):,.2f} ms a report"
        )
        return one, Left(
            (transactions_after - transactions) / len(rest),
            (log_after - log) / len(rest),
            stays / len(messages),
            kafka / len(messages),
        )


async def _written(stand: Product) -> tuple[int, int]:
    """Bytes of Postgres' log, and transactions that wrote."""
    return int(await stand.postgres.fetchval(LOG)), await stand.postgres.fetchval(TRANSACTIONS)


def _parts(one: Run) -> Mapping[str, float]:
    """`fold` is a part of resolve."""
    return {**one.cpu_s, "fold": one.stages_s["resolve: fold"]}


def _workers_s(one: Run) -> float:
    return one.cpu_s["triage"] + one.cpu_s["resolve"]


def _figures(found: dict[str, list[tuple[Run, Left]]]) -> list[Figures]:
    first = next(iter(found))
    rates = [Figure(crew, tuple(one.reports_s for one, _ in runs)) for crew, runs in found.items()]
    spent = [
        Figure(f"{crew}: {part}", tuple(1e6 * _parts(one)[part] for one, _ in runs))
        for crew, runs in found.items()
        for part in PARTS
    ]
    left = [
        Figure(f"{crew}: {what}", tuple(getattr(one, name) for _, one in runs))
        for crew, runs in found.items()
        for name, what in LEFT.items()
    ]
    return [
        Figures("scale", "Reports through the product, by number of workers", "reports/s", rates, first),
        Figures(
            "scale_cpu", "The processor's time by part and number of workers", "µs of CPU a report", spent
        ),
        Figures("scale_left", "What a report leaves behind, by number of workers", "a report", left),
    ]


if __name__ == "__main__":
    unwind_at_sigterm()
    asked = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    asked.add_argument("--rounds", type=int, default=3)
    asked.add_argument("--reports", type=int, default=10_000)
    asked.add_argument("--warm-up", type=int, default=WARM_UP, help="reports before them")
    asked.add_argument("--crews", default=CREWS, help="each triage+resolve")
    asked.add_argument("--embedded", action="store_true")
    asked.add_argument("--quick", action="store_true")
    given = asked.parse_args()
    if given.quick:
        given.rounds, given.reports, given.warm_up, given.crews = 1, 1_000, 1_000, "1+1,2+2"
    chosen = [crew_of(word) for word in given.crews.split(",")]
    right = main(
        chosen, given.rounds, given.reports, given.warm_up, embedded=given.embedded, kept=not given.quick
    )
    sys.exit(0 if asyncio.run(right) else 1)
