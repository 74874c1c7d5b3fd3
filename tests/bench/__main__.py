"""All benches of how fast it is: `python -m tests.bench [NAME...] [--rounds N] [--quick]`, or `make bench`.

Runs all of tests/bench/registry.py, or those that are named, one after the other; each prints
its table and keeps it in tests/bench/results, from which the plots there are then drawn. One that fails is
told, the others go on, and the exit code is 1. --quick shows in minutes that all of them run; what they
measure then is not kept. tests/bench/README.md says what each tells and how long it takes.
"""

import argparse
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path
from time import perf_counter

from rich.console import Console

from tests.bench.processes import unwind_at_sigterm
from tests.bench.registry import BENCHES, PLOTS, Bench

ROOT = Path(__file__).parents[2]

console = Console(width=110)


def main(chosen: Sequence[Bench], options: Sequence[str], *, drawn: bool) -> bool:
    """Whether all went well."""
    failed = [bench.name for bench in chosen if not _run(bench, options)]
    if drawn and not _run(PLOTS, []):
        failed.append(PLOTS.name)
    if failed:
        console.print(f"failed: {', '.join(failed)}")
    return not failed


def _run(bench: Bench, options: Sequence[str]) -> bool:
    """In a process of its own: what one leaves in memory must not weigh on the next."""
    console.rule(bench.name)
    began = perf_counter()
    with subprocess.Popen([sys.executable, "-m", bench.module, *options], cwd=ROOT) as running:
        try:
            code = running.wait()
        except SystemExit:
            running.terminate()  # And wait: it ends what it started.
            raise
    console.print(f"{bench.name}: exit code {code} after {perf_counter() - began:,.0f} s")
    return code == 0


if __name__ == "__main__":
    unwind_at_sigterm()
    named = {bench.name: bench for bench in BENCHES}
    asked = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    asked.add_argument("names", nargs="*", metavar="NAME", help=", ".join(named))
    asked.add_argument("--rounds", type=int, help="instead of as many as each takes by itself")
    asked.add_argument("--quick", action="store_true")
    given = asked.parse_args()
    if unknown := [name for name in given.names if name not in named]:
        asked.error(f"no such bench: {', '.join(unknown)}; there are {', '.join(named)}")
    wanted = [named[name] for name in given.names] or BENCHES
    more = [*(["--rounds", str(given.rounds)] if given.rounds else []), *(["--quick"] if given.quick else [])]
    sys.exit(0 if main(wanted, more, drawn=not given.quick) else 1)
