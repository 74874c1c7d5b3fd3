"""`python -m tests.fuzz --minutes N --seed S [--entrance X]`: knock at every entrance, and print what came.

Exit code 1 if anything went through that should not. The inputs that did so are written into a folder.
"""

import argparse
import hashlib
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from rich.console import Console
from rich.table import Table

from tests.fuzz.brokered import WEIGHTS
from tests.fuzz.entrances import entrances
from tests.fuzz.ledger import Ledger
from tests.fuzz.saved import saved_at

_GRACE_S = 600.0
_SHOWN = 6
_FAILURE_BYTES = 2_000


def main(arguments: Sequence[str]) -> int:
    parser = argparse.ArgumentParser(prog="python -m tests.fuzz", description=__doc__)
    parser.add_argument("--minutes", type=float, default=1.0, help="for all entrances together")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--jobs", type=int, default=1, help="so many entrances at once, each on its own core")
    parser.add_argument("--entrance", action="append", help="only this one; may be repeated")
    parser.add_argument(
        "--failures", type=Path, help="folder for inputs that went through [default: a new one]"
    )
    asked = parser.parse_args(arguments)
    weights = {one.name: one.weight for one in entrances()} | dict(WEIGHTS)
    if unknown := set(asked.entrance or ()) - weights.keys():
        parser.error(f"no entrance {', '.join(sorted(unknown))}; there are {', '.join(weights)}")
    chosen = {name: weights[name] for name in asked.entrance or weights}
    began = time.monotonic()
    shares = _shares(chosen, asked.minutes * 60 * asked.jobs)
    with ThreadPoolExecutor(asked.jobs) as jobs:
        ledgers = [*jobs.map(lambda one: _tried(*one, asked.seed), shares.items())]
    console = Console(width=None if sys.stdout.isatty() else 180)
    console.print(_table(ledgers, f"seed {asked.seed}, {(time.monotonic() - began) / 60:.1f} minutes"))
    failures = asked.failures or Path(tempfile.mkdtemp(prefix="sinergi-fuzz-failures-"))
    for ledger in ledgers:
        for what, content in ledger.faults.items():
            console.print(
                f"{ledger.name}: {what}: {_written(failures, content)}", markup=False, soft_wrap=True
            )
    return 1 if any(ledger.faults or not ledger.inputs for ledger in ledgers) else 0


def _shares(weights: Mapping[str, float], seconds: float) -> dict[str, float]:
    whole = sum(weights.values())
    return {name: seconds * weight / whole for name, weight in weights.items()}


def _tried(name: str, seconds: float, seed: int) -> Ledger:
    """In a process of its own. One that dies or hangs counts as an exception, beside what it had counted."""
    with tempfile.TemporaryDirectory(prefix="sinergi-fuzz-") as folder:
        result = Path(folder) / "ledger"
        command = [sys.executable, "-m", "tests.fuzz.one", name, str(seconds), str(seed), str(result)]
        try:
            ended = subprocess.run(
                command, capture_output=True, timeout=seconds + _GRACE_S, check=False, env=os.environ
            )
            said = ended.stderr[-_FAILURE_BYTES:].decode(errors="replace")
            why = f"the process ended with {ended.returncode}: {said}" if ended.returncode else ""
        except subprocess.TimeoutExpired:
            why = "the process hangs"
        ledger = saved_at(result, name)
    if why:
        ledger.died(why)
    return ledger


def _table(ledgers: Sequence[Ledger], title: str) -> Table:
    table = Table(title=title)
    for column in ("entrance", "refused"):
        table.add_column(column, overflow="fold")
    for column in ("inputs", "accepted", "exceptions", "unaccounted", "slowest ms", "peak MiB"):
        table.add_column(column, justify="right")
    for one in ledgers:
        codes = [f"{code} {count:,}" for code, count in one.refused.most_common(_SHOWN)]
        more = f" and {len(one.refused) - _SHOWN} more" if len(one.refused) > _SHOWN else ""
        table.add_row(one.name, f"{one.refused.total():,}: {', '.join(codes)}{more}", *_figures(one))
    whole = Ledger("all")
    for one in ledgers:
        whole.add(one)
    table.add_section()
    table.add_row("all", f"{whole.refused.total():,}", *_figures(whole))
    return table


def _figures(one: Ledger) -> tuple[str, ...]:
    counts = (one.inputs, one.accepted, one.exceptions, one.unaccounted)
    return (*(f"{count:,}" for count in counts), f"{one.slowest_ms:,.1f}", f"{one.peak_mib:,.0f}")


def _written(folder: Path, content: bytes) -> Path:
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / hashlib.sha256(content).hexdigest()[:16]
    path.write_bytes(content)
    return path


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
