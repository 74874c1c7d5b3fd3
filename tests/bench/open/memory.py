"""What an open incident takes of memory, each number of them in a process of its own."""

import gc
import subprocess
import sys
from collections.abc import Sequence

import psutil

from schemas.catalog import load
from streams.core.rules import Rules
from streams.weights import load_duplicates
from tests.bench.figures import Figure, Figures
from tests.bench.open.town import cities

FEW = 100
"""What is there anyway, for a town of one key."""


def measured(counts: Sequence[int]) -> Figures:
    """By what the process grows, indexes and all."""
    runs = [(_grows_bytes(count) / count,) for count in counts]
    rows = [Figure(f"{count:,}", run) for count, run in zip(counts, runs, strict=True)]
    return Figures("growth_memory", "An open incident, a key for each 10,000", "bytes of memory", rows)


def _grows_bytes(count: int) -> int:
    command = [sys.executable, "-m", __name__, str(count)]
    return int(subprocess.run(command, check=True, text=True, stdout=subprocess.PIPE).stdout)


def main(count: int) -> None:
    """Say how many bytes more this process has than with a few."""
    rules = Rules.of(load(), load_duplicates())
    few = cities(FEW, rules)
    gc.collect()
    before = psutil.Process().memory_info().rss
    many = cities(count, rules)
    gc.collect()
    sys.stdout.write(f"{psutil.Process().memory_info().rss - before}")
    assert len(many.held) > len(few.held)


if __name__ == "__main__":
    main(int(sys.argv[1]))
