"""Confusion and calibration for people who would rather look: one HTML page that needs nothing else."""

from collections import Counter
from collections.abc import Iterator, Sequence
from html import escape
from importlib.resources import files
from string import Template

from schemas.catalog.models import Catalog
from streams.core.names import label_of
from streams.learning.figures import Bin, ClassificationFigures, Judged, reliability

SIDE = 320
"""Pixels of the calibration plot."""


def classification_page(judged: Sequence[Judged], figures: ClassificationFigures, catalog: Catalog) -> str:
    """The page, in English, with the catalog's names of the categories."""
    bins = reliability(judged)
    template = Template((files("streams.learning") / "page.html").read_text(encoding="utf-8"))
    return template.substitute(
        texts=f"{figures.n:,}",
        accuracy=f"{figures.accuracy:.1%}",
        macro_f1=f"{figures.macro_f1:.3f}",
        agency_accuracy=f"{figures.agency_accuracy:.1%}",
        accuracy_at_80=f"{figures.accuracy_at_80:.1%}",
        ece=f"{figures.ece:.3f}",
        confusion="\n".join(_confusion(judged, catalog)),
        side=SIDE,
        bins="\n".join(_bins(bins)),
        bin_rows="\n".join(
            f"<tr><td>{b.n:,}</td><td>{b.confidence:.0%}</td><td>{b.accuracy:.0%}</td></tr>" for b in bins
        ),
    )


def _confusion(judged: Sequence[Judged], catalog: Catalog) -> Iterator[str]:
    """Rows: what people said; columns: what was found; shade: share of the row."""
    cells = Counter((one.truth, one.found) for one in judged)
    said = Counter(one.truth for one in judged)
    columns = sorted(said.keys() | {one.found for one in judged})
    heads = "".join(f"<th><span>{_name(found, catalog)}</span></th>" for found in columns)
    yield f"<tr><th></th>{heads}<th>n</th></tr>"
    for truth in sorted(said, key=lambda category: (-said[category], category)):
        row = "".join(_cell(cells[truth, found], said[truth], right=truth == found) for found in columns)
        yield f"<tr><th>{_name(truth, catalog)}</th>{row}<td>{said[truth]}</td></tr>"


def _cell(number: int, of: int, *, right: bool) -> str:
    if not number:
        return "<td></td>"
    kind = "right" if right else "wrong"
    return f'<td class="{kind}" style="--share:{number / of:.2f}">{number}</td>'


def _bins(bins: Sequence[Bin]) -> Iterator[str]:
    """Circles at (confidence, share that is right), their area by how many texts they hold."""
    most = max((b.n for b in bins), default=1)
    for b in bins:
        x, y, r = b.confidence * SIDE, (1 - b.accuracy) * SIDE, 3 + 13 * (b.n / most) ** 0.5
        label = f"{b.n:,} texts: {b.confidence:.0%} sure, {b.accuracy:.0%} right"
        yield f'<circle cx="{x:.1f}" cy="{y:.1f}" r="{r:.1f}"><title>{label}</title></circle>'


def _name(id: str, catalog: Catalog) -> str:
    return escape(label_of(catalog.categories, id))
