"""What Sinergi's engine must reach against the others, and what it does. Pure."""

from collections.abc import Iterator
from dataclasses import replace

from tests.bench.figures import Figures

OURS = ("sinergi, overlapped", "sinergi")
"""The first of these that took part counts."""
FAUST = ("Faust take", "Faust per event")
NO_RIVALS = {*OURS, "limit"}


def targets(figures: Figures) -> Iterator[str]:
    """A line for each target whose both sides took part; ratios are medians of those within a round."""
    medians = {row.name: row.median for row in figures.rows}
    ours = next((name for name in OURS if name in medians), None)
    rivals = sorted(medians.keys() - NO_RIVALS, key=medians.__getitem__)
    if ours is None:
        return
    best = rivals[-1] if rivals else ""
    stock = max((name for name in FAUST if name in medians), key=medians.__getitem__, default="")
    wanted = (("limit", 0.5), (best, 1.1), ("bytewax", 1.8), ("quixstreams", 4.0), (stock, 13.0))
    for other, least in wanted:
        if other in medians:
            row = next(row for row in figures.rows if row.name == ours)
            ratio = replace(figures, ratio_to=other).ratio(row)
            assert ratio is not None
            verdict = "reached" if ratio >= least else "missed"
            yield f"{ours} / {other}: {ratio:.2f} (at least {least}): {verdict}"
