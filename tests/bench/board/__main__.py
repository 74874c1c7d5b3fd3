"""The board with ten thousand open incidents in a real Chromium: `python -m tests.bench.board [--minutes N]`.

A whole system runs, as `sinergi up --embedded` makes it. The page is loaded anew several times by browsers
that have nothing of it yet; then one window stays open while incidents are opened, told again and
closed, twenty a second. Each minute is a round: how long the page was busy or stood still, how soon it
answers a key, and what memory it holds after garbage was collected.
"""

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path
from tempfile import TemporaryDirectory

from rich.console import Console

from tests.bench.board.changing import changing
from tests.bench.board.loading import loads
from tests.bench.board.process import BoardProcess
from tests.bench.board.watching import Minute, minutes
from tests.bench.figures import Figure, Figures, keep, show
from tests.bench.processes import unwind_at_sigterm
from tests.board.chromium import MISSING, PATH, chromium
from tests.board.town import town
from tests.integration.board.incidents import open_incidents

OPEN = 10_000
LOADS = 7
CHANGES_A_S = 20
MINUTES = 10
LEVEL = 1.1
"""So many times what was held at first may be held at last: of three minutes each the middle one."""


def measured(rounds: int, lasting: int, minute_s: float) -> tuple[Figures, ...]:
    with (
        TemporaryDirectory(prefix="sinergi-") as folder,
        town(Path(folder)) as here,
        chromium() as browser,
    ):
        here.account("ani")
        ids = here.ask(lambda pool: open_incidents(pool, "kota", 0, OPEN - 1))
        board = BoardProcess.of(here)
        loaded = loads(browser, here, OPEN, rounds)
        with changing(here, ids, CHANGES_A_S) as changed:
            seen = list(minutes(browser, here, board, changed, lasting, minute_s))
    return loaded, *_of_minutes(seen, minute_s)


def _of_minutes(seen: Sequence[Minute], minute_s: float) -> tuple[Figures, ...]:
    what = f"{OPEN:,} open incidents, {CHANGES_A_S} changes a second, each round {minute_s:g} s"

    def rows(names: dict[str, str]) -> list[Figure]:
        return [Figure(words, tuple(getattr(one, name) for one in seen)) for name, words in names.items()]

    felt = {
        "gap_ms": "longest gap between frames",
        "gap_p99_ms": "gap between frames, 99 %",
        "task_ms": "longest task",
        "key_ms": "a key until it is painted, longest",
    }
    held = {
        "heap_mb": "heap of the page, after garbage",
        "resident_mb": "its process, resident",
        "board_mb": "the board, resident",
    }
    return (
        Figures("board_changes", f"While it changes: {what}", "milliseconds", rows(felt)),
        Figures("board_memory", f"What is held: {what}", "MB at the end of each round", rows(held)),
        Figures(
            "board_cpu",
            f"What it takes: {what}",
            "processor, share of one core",
            rows({"page_share": "the page", "board_share": "the board"}),
        ),
    )


def is_level(runs: Sequence[float]) -> bool:
    """Whether the most of the last three is no more than that of the first three, but for `LEVEL`.

    The page's heap goes to and fro between two sizes, 2 MB apart, and may begin at either.
    """
    return max(runs[-3:]) <= LEVEL * max(runs[:3])


def main(given: argparse.Namespace) -> bool:
    """Whether memory stayed level, and no window was too slow."""
    lasting, minute_s = (3, 5.0) if given.quick else (given.minutes, 60.0)
    found = measured(1 if given.quick else given.rounds, lasting, minute_s)
    for figures in found:
        show(figures)
        if not given.quick:
            keep(figures)
    level = {row.name: is_level(row.runs) for row in found[2].rows}
    Console().print(", ".join(f"{name}: {'level' if one else 'GROWS'}" for name, one in level.items()))
    return all(level.values())


if __name__ == "__main__":
    unwind_at_sigterm()
    if PATH is None:
        sys.exit(MISSING)
    told = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    told.add_argument("--rounds", type=int, default=LOADS, help="times that the page is loaded anew")
    told.add_argument("--minutes", type=int, default=MINUTES, help="so long the window stays open")
    told.add_argument("--quick", action="store_true", help="seconds instead of minutes, not kept")
    sys.exit(0 if main(told.parse_args()) else 1)
