"""What many open incidents cost: `python -m tests.bench.growth [--open 10000,100000,1000000] [--rounds 5]`.

Three tables: what a report costs among them, what they take of memory, and how long a worker takes until it
has them from Postgres. `--only takeover` (or time, memory) makes one of them; `--quick` shows that it runs.
"""

import argparse
import asyncio
from collections.abc import Sequence

from tests.bench.figures import Figures, keep, show
from tests.bench.open import memory, takeover, time
from tests.bench.processes import unwind_at_sigterm

PARTS = ("time", "memory", "takeover")


def measured(part: str, counts: Sequence[int], rounds: int) -> list[Figures]:
    """The tables of one part."""
    match part:
        case "takeover":
            return asyncio.run(takeover.measured(counts, rounds))
        case "memory":
            return [memory.measured(counts)]
        case _:
            return list(time.measured(counts, rounds))


def main(parts: Sequence[str], counts: Sequence[int], rounds: int, *, kept: bool) -> None:
    """Print and keep them."""
    for part in parts:
        for figures in measured(part, counts, rounds):
            show(figures)
            if kept:
                keep(figures)


if __name__ == "__main__":
    unwind_at_sigterm()
    asked = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    asked.add_argument("--open", default="10000,100000,1000000")
    asked.add_argument("--rounds", type=int, default=5)
    asked.add_argument("--only", choices=PARTS)
    asked.add_argument("--quick", action="store_true")
    given = asked.parse_args()
    numbers = [2_000, 4_000] if given.quick else [int(word) for word in given.open.split(",")]
    main(
        [given.only] if given.only else PARTS,
        numbers,
        1 if given.quick else given.rounds,
        kept=not given.quick,
    )
