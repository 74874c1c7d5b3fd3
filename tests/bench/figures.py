"""What a bench measured: the same figure of several candidates, each once a round; shown, kept and drawn.

Candidates of one round are measured right after each other, so their ratio is taken within the round, and the
median of these ratios counts. What a machine did meanwhile then weighs on both.
"""

import json
import os
import platform
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from pathlib import Path
from statistics import median

from rich.console import Console
from rich.table import Table

RESULTS = Path(__file__).parent / "results"


@dataclass(frozen=True, slots=True)
class Figure:
    """`runs` has one value a round."""

    name: str
    runs: tuple[float, ...]

    @property
    def median(self) -> float:
        return median(self.runs)


@dataclass(frozen=True, slots=True)
class Figures:
    """One figure in `unit` of several candidates; `ratio_to` is the one that others are compared with."""

    bench: str
    title: str
    unit: str
    rows: Sequence[Figure]
    ratio_to: str | None = None

    def ratio(self, row: Figure) -> float | None:
        """The median of the ratios within each round."""
        reference = next((one for one in self.rows if one.name == self.ratio_to), None)
        if reference is None:
            return None
        return median(mine / its for mine, its in zip(row.runs, reference.runs, strict=True))


def show(figures: Figures, console: Console | None = None) -> None:
    """Print the table."""
    table = Table("", "median", "least", "most", *_ratio_head(figures), title=figures.title)
    for row in figures.rows:
        ratio = figures.ratio(row)
        table.add_row(
            row.name,
            *(f"{value:,.4g}" if value < 1_000 else f"{value:,.0f}" for value in _span(row)),
            *([] if ratio is None else [f"{ratio:.2f}"]),
        )
    table.caption = f"{figures.unit}; {max(len(row.runs) for row in figures.rows)} rounds"
    (console or Console(width=110)).print(table)


def keep(figures: Figures, folder: Path = RESULTS) -> Path:
    """Write them as JSON, with the machine and the day; returns the file."""
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / f"{figures.bench}.json"
    held = {
        **asdict(figures),
        "ratios": {row.name: figures.ratio(row) for row in figures.rows},
        "day": f"{datetime.now(UTC):%Y-%m-%d}",
        "machine": {
            "cores": os.cpu_count(),
            "system": platform.platform(),
            "python": platform.python_version(),
        },
    }
    path.write_text(json.dumps(held, indent=1) + "\n")
    return path


def _ratio_head(figures: Figures) -> Sequence[str]:
    return [f"of {figures.ratio_to}"] if figures.ratio_to else []


def _span(row: Figure) -> tuple[float, float, float]:
    return row.median, min(row.runs), max(row.runs)
