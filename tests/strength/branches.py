"""`make coverage`: how many branches of the core the unit tests go through, by module."""

import json
import sys
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

LEAST = 95.0
"""Percent of the branches."""


def table(measured: Mapping[str, Any]) -> Iterator[str]:
    """Those that are not whole, then all; from what coverage.py writes as JSON."""
    yield f"{'module':<40} {'branches':>8} {'missed':>6} {'covered':>8}  not gone through"
    for name, one in sorted(measured["files"].items()):
        if one["missing_branches"]:
            yield _row(name, one["summary"], " ".join(f"{line}→{to}" for line, to in one["missing_branches"]))
    yield _row("all", measured["totals"], "")


def _row(name: str, figures: Mapping[str, Any], missing: str) -> str:
    share = figures["percent_branches_covered"]
    return (
        f"{name:<40} {figures['num_branches']:>8} {figures['missing_branches']:>6} {share:>7.1f}%  {missing}"
    )


def main() -> int:
    """Print the table; 1 if fewer than `LEAST` are covered."""
    measured = json.loads(Path(sys.argv[1]).read_text(encoding="utf-8"))
    sys.stdout.write("\n".join((*table(measured), "")))
    return int(measured["totals"]["percent_branches_covered"] < LEAST)


if __name__ == "__main__":
    sys.exit(main())
