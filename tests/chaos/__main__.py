"""`python -m tests.chaos --minutes 30 --seed N`: a table, and exit code 1 at any fault."""

import argparse
import asyncio
import secrets
import sys
import tempfile
from pathlib import Path

from tests.chaos.run import Plan, run
from tests.chaos.schedule import LONG
from tests.chaos.table import lines


def main() -> int:
    """Run it, and tell."""
    parser = argparse.ArgumentParser(prog="python -m tests.chaos", description=__doc__)
    parser.add_argument("--minutes", type=float, default=30, help="how long it is disturbed")
    parser.add_argument("--seed", type=int, default=None, help="the same seed draws the same schedule")
    parser.add_argument("--round", type=int, default=0, help="the round of the schedule to begin with")
    parser.add_argument("--rate", type=float, default=10, help="reports a second")
    parser.add_argument(
        "--folder", type=Path, default=None, help="where everything is kept; a new one by default"
    )
    said = parser.parse_args()
    seed = secrets.randbelow(1 << 31) if said.seed is None else said.seed
    folder = said.folder or Path(tempfile.mkdtemp(prefix="sinergi-chaos-"))
    folder.mkdir(parents=True, exist_ok=True)
    plan = Plan(seed, said.minutes * 60, LONG, said.rate, folder, said.round)
    sys.stderr.write(f"seed {seed}, kept in {folder}\n")
    verdict = asyncio.run(run(plan))
    told = "\n".join([*lines(plan, verdict), ""])
    (folder / "table.md").write_text(told)
    sys.stdout.write(told)
    return 1 if verdict.faults else 0


if __name__ == "__main__":
    sys.exit(main())
