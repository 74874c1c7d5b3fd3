"""`sinergi evaluate`: how good a stage is, on a file with known answers."""

import dataclasses
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Annotated

import typer

from schemas.catalog import load
from streams.cli.configured import configured
from streams.cli.errors import CommandError, told
from streams.cli.evaluate_duplicates import duplicates
from streams.cli.evaluate_hearing import hearing
from streams.cli.evaluate_storms import storms
from streams.cli.output import print_json, print_line
from streams.core.classify import Classifier
from streams.core.locate import Map
from streams.learning.figures import ClassificationFigures, classification_figures
from streams.learning.judging import agency_of, judge
from streams.learning.labelled import read_labelled
from streams.learning.labelled_file import labelled
from streams.learning.location import Located, LocationFigures, location_figures
from streams.learning.page import classification_page
from streams.weights import load as load_weights


def make_evaluate() -> typer.Typer:
    """All that can be evaluated, each with an example of its use."""
    app = typer.Typer(help="How good a stage is, on a file with known answers.", no_args_is_help=True)
    app.command(epilog="Example: sinergi evaluate classification keluhan.csv --json")(told(classification))
    app.command(epilog="Example: sinergi evaluate location banjir.csv --json")(told(location))
    app.command(epilog="Example: sinergi evaluate duplicates laporan.csv --from-half --json")(
        told(duplicates)
    )
    app.command(epilog="Example: sinergi evaluate storms banjir.csv --category flood")(told(storms))
    app.command(epilog="Example: sinergi evaluate hearing --reports 40000 --seed 2")(told(hearing))
    return app


def classification(
    file: Annotated[Path, typer.Argument(help="CSV with the columns text and category.")],
    *,
    html: Annotated[
        Path | None, typer.Option(help="Write a page that shows confusion and calibration.", metavar="FILE")
    ] = None,
    json: Annotated[bool, typer.Option("--json", help="Print one JSON object.")] = False,
) -> None:
    """Classify each text by itself, with no pick, and compare with the category that people gave it.

    The agency is judged by the last of the dated routes of the category in the catalog; other columns
    are ignored. Speed is that of one core, in time of the processor.
    """
    settings = configured()
    catalog = load(settings.catalog)
    if html is not None:
        _make(html)
    classifier = Classifier.of(catalog, load_weights(settings.weights))
    texts = read_labelled(file, dated=False)
    began = time.process_time()
    judged = judge(classifier, texts)
    spent_s = time.process_time() - began
    figures = classification_figures(judged, agency_of(catalog))
    if html is not None:
        html.write_text(classification_page(judged, figures, catalog), encoding="utf-8")
    per_second = round(len(judged) / spent_s) if judged else 0
    if json:
        print_json(dataclasses.asdict(figures) | {"texts_per_second": per_second})
    else:
        for line in _classification_lines(figures, per_second):
            print_line(line)
    unknown = sorted({one.truth for one in judged} - catalog.categories.keys())
    if unknown:
        sys.stderr.write(f"sinergi: not in the catalog, so never found: {', '.join(unknown)}\n")


def _make(file: Path) -> None:
    """Before the work, since nobody wants to learn after it that its result cannot be kept."""
    try:
        file.touch()
    except OSError as error:
        raise CommandError(f"{file}: {error.strerror}") from error


def location(
    file: Annotated[Path, typer.Argument(help="CSV with the columns text, place (optional), lat, lon.")],
    *,
    json: Annotated[bool, typer.Option("--json", help="Print one JSON object.")] = False,
) -> None:
    """Place each row by its words alone and compare with its coordinates.

    Other columns are ignored. A row that is said to lie outside the city counts as not placed.
    """
    settings = configured()
    rows = [*_rows(file)]  # Before the map is drawn: what is wrong with the file is told at once.
    figures = location_figures(Map.of(load(settings.catalog)), rows)
    if json:
        print_json(dataclasses.asdict(figures))
    else:
        for line in _location_lines(figures):
            print_line(line)


def _rows(file: Path) -> Iterator[Located]:
    for row in labelled(file, ("text", "lat", "lon"), ("place",)):
        yield Located(
            text=row.cells["text"],
            place=row.cells["place"],
            lat=row.number("lat", low=-90, high=90),
            lon=row.number("lon", low=-180, high=180),
        )


def _classification_lines(figures: ClassificationFigures, per_second: int) -> Iterator[str]:
    yield f"texts                    {figures.n}"
    yield f"accuracy                 {figures.accuracy:.1%}"
    yield f"macro F1                 {figures.macro_f1:.3f}"
    yield f"accuracy of the agency   {figures.agency_accuracy:.1%}"
    yield f"on the surest 80 %       {figures.accuracy_at_80:.1%}"
    yield f"calibration error        {figures.ece:.3f}"
    yield f"texts per second         {per_second:,}"
    for category, recall in figures.recall.items():
        yield f"  recall of {category:<22} {recall:.0%}"


def _location_lines(figures: LocationFigures) -> Iterator[str]:
    yield f"rows                     {figures.n}"
    yield f"placed                   {figures.placed:.1%}"
    if figures.median_m is not None and figures.p90_m is not None and figures.within is not None:
        yield f"error, median            {figures.median_m:,.0f} m"
        yield f"error, 90th percentile   {figures.p90_m:,.0f} m"
        yield f"within the stated error  {figures.within:.1%}"
