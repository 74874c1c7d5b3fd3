"""`python -m tests.simulation`: schedules a minute, or one of them to read."""

import argparse
import logging
import sys
import time

from tests.simulation.cores import in_place
from tests.simulation.schedule import Outcome, run


def main() -> int:
    """0 if nothing was wrong."""
    parser = argparse.ArgumentParser(prog="python -m tests.simulation", description=__doc__)
    parser.add_argument("--schedules", type=int, default=1_000)
    parser.add_argument("--seed", type=int, default=0, help="of the first schedule; the others follow")
    parser.add_argument("--replay", type=int, metavar="SEED", help="run this one and show its trace")
    parser.add_argument("--core", choices=("cheap", "real"), default="cheap")
    asked = parser.parse_args()
    logging.disable(logging.CRITICAL)
    with in_place(asked.core):
        if asked.replay is not None:
            return _show(run(asked.replay, core=asked.core))
        return _search(asked.seed, asked.schedules, asked.core)


def _search(first: int, schedules: int, core: str) -> int:
    began, began_cpu, strikes = time.monotonic(), time.process_time(), 0
    for seed in range(first, first + schedules):
        outcome = run(seed, core=core)
        strikes += outcome.strikes
        if outcome.violations:
            _show(outcome)
            _say(f"again: python -m tests.simulation --core {core} --replay {seed}")
            return 1
    took_s, cpu_s = time.monotonic() - began, time.process_time() - began_cpu
    _say(
        f"{schedules} schedules, {strikes} strikes, 0 violations",
        f"{schedules / took_s * 60:.0f} a minute; {schedules / cpu_s * 60:.0f} a minute of one core",
    )
    return 0


def _show(outcome: Outcome) -> int:
    _say(*outcome.lines())
    _say(f"seed {outcome.seed}: {len(outcome.violations)} violations", *outcome.violations)
    return 1 if outcome.violations else 0


def _say(*lines: str) -> None:
    sys.stdout.writelines(f"{line}\n" for line in lines)


if __name__ == "__main__":
    sys.exit(main())
