"""Results as plots: `python -m tests.bench.draw`, each JSON file of tests/bench/results an SVG beside it.

A bar is the median, the line over it reaches from the least to the most. Colours are such that they can be
read on white and on black, and the same figures make the same file.
"""

import argparse
import json
from collections.abc import Iterator, Mapping
from pathlib import Path
from statistics import median
from typing import Any

from matplotlib import rc_context
from matplotlib.axes import Axes
from matplotlib.backends.backend_svg import FigureCanvasSVG
from matplotlib.figure import Figure

from tests.bench.figures import RESULTS

INK = "#7a7f87"
"""Of words and lines: in the middle between white and black."""
BAR, CHOSEN = "#6b93c7", "#d98c3f"
"""`CHOSEN` is the bar with which others are compared."""
WIDTH_IN, ROW_IN, FRAME_IN = 8.0, 0.32, 1.1
STYLE = {
    "svg.fonttype": "none",
    "svg.hashsalt": "sinergi",
    "font.size": 10,
    "text.color": INK,
    "axes.edgecolor": INK,
    "axes.labelcolor": INK,
    "xtick.color": INK,
    "ytick.color": INK,
}


def draw(folder: Path = RESULTS) -> Iterator[Path]:
    """Draw all that is there; yields each file once it is written."""
    for path in sorted(folder.glob("*.json")):
        yield _write(json.loads(path.read_text()), path.with_suffix(".svg"))


def _write(held: Mapping[str, Any], path: Path) -> Path:
    with rc_context(STYLE):
        figure = Figure(figsize=(WIDTH_IN, FRAME_IN + ROW_IN * len(held["rows"])), layout="constrained")
        FigureCanvasSVG(figure)
        _bars(figure.subplots(), held)
        # Without a date, so that what has not changed is the same file.
        figure.savefig(path, format="svg", transparent=True, metadata={"Date": None})
    return path


def _bars(axes: Axes, held: Mapping[str, Any]) -> None:
    names = [row["name"] for row in held["rows"]]
    runs = [row["runs"] for row in held["rows"]]
    middles = [median(one) for one in runs]
    reach = [
        [middle - min(one) for middle, one in zip(middles, runs, strict=True)],
        [max(one) - middle for middle, one in zip(middles, runs, strict=True)],
    ]
    colours = [CHOSEN if name == held["ratio_to"] else BAR for name in names]
    places = range(len(names))
    axes.barh(places, middles, xerr=reach, color=colours, ecolor=INK, capsize=3, height=0.7)
    axes.set_yticks(places, names)
    axes.invert_yaxis()
    for place, middle, one in zip(places, middles, runs, strict=True):
        axes.annotate(_short(middle), (max(one), place), (5, 0), textcoords="offset points", va="center")
    axes.margins(x=0.12)
    axes.set_xlim(left=0)
    axes.spines[["top", "right"]].set_visible(False)
    axes.set_xlabel(f"{held['unit']}; median, least and most of {max(map(len, runs))} rounds")
    when = f"{held['day']}, {held['machine']['cores']} cores"
    axes.set_title(f"{held['title']} ({when})", fontsize=10, loc="left")


def _short(value: float) -> str:
    return f"{value:,.3g}" if value < 1_000 else f"{value:,.0f}"


if __name__ == "__main__":
    argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    ).parse_args()
    for plot in draw():
        print(plot.name)  # noqa: T201
