"""`sinergi evaluate duplicates`: how well reports of one incident are found, where people know them."""

import dataclasses
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Annotated

import typer

from schemas.catalog import load
from streams.cli.configured import configured
from streams.cli.errors import CommandError
from streams.cli.output import print_json, print_line
from streams.core.areas import areas_of
from streams.core.kinds import kinds_of
from streams.learning.duplicate_figures import DuplicateFigures, duplicate_figures
from streams.learning.labelled_file import epoch_s
from streams.learning.linked import Linked, read_linked
from streams.learning.streaming import stream
from streams.weights import load_duplicates


def duplicates(
    file: Annotated[
        Path,
        typer.Argument(
            help="CSV with the columns report_id, reported_at, category, incident_id, and as far as known "
            "lat, lon, text, source, label_quality, address, closed_at."
        ),
    ],
    *,
    from_half: Annotated[
        bool, typer.Option("--from-half", help="Score the later half of the time only.")
    ] = False,
    since: Annotated[
        str, typer.Option(help="Score reports from this moment on only; with an offset.", metavar="TIME")
    ] = "",
    weights: Annotated[
        Path | None, typer.Option(help="Folder with other weights to try.", metavar="DIR")
    ] = None,
    json: Annotated[bool, typer.Option("--json", help="Print one JSON object.")] = False,
) -> None:
    """Decide each report at its arrival, in order of time, by the code that workers run.

    `label_quality`: linked, linked_out (the incident is known), none (nobody looked), anything else (in the
    stream, not scored). Earlier reports than those scored are streamed all the same. Speed is that of one
    core, in time of the processor.
    """
    settings = configured()
    model = load_duplicates(weights or settings.weights)
    catalog = load(settings.catalog)
    reports = read_linked(file, kinds_of(catalog), model, areas_of(catalog))
    began = time.process_time()
    decided = stream(reports, model)
    spent_s = time.process_time() - began
    figures = duplicate_figures(decided, _since(reports, since, from_half=from_half))
    per_second = round(len(reports) / spent_s)
    if json:
        print_json(dataclasses.asdict(figures) | {"reports_per_second": per_second})
    else:
        for line in _lines(figures, per_second):
            print_line(line)


def _since(reports: list[Linked], since: str, *, from_half: bool) -> float:
    if from_half and since:
        raise CommandError("--from-half and --since say the same; give one of them")
    if from_half:
        return (reports[0].sighting.at + reports[-1].sighting.at) / 2
    if not since:
        return float("-inf")
    try:
        return epoch_s(since)
    except ValueError as error:
        raise CommandError(f"--since {since}: {error}") from error


def _lines(figures: DuplicateFigures, per_second: int) -> Iterator[str]:
    yield f"reports                   {figures.n}"
    yield f"of a known incident       {figures.labelled}"
    yield f"recall                    {figures.recall:.1%}"
    yield f"B-cubed F1                {figures.b3_f1:.3f}"
    yield f"pairwise F1               {figures.pair_f1:.3f}"
    yield f"hidden incidents          {figures.hidden_incident_rate:.1%}"
    yield f"absorbed, not labelled    {figures.absorbed_unlabelled:.1%}"
    yield f"asks                      {figures.ask_share:.1%}"
    yield f"recall if answered        {figures.recall_if_answered:.1%}"
    yield f"reports per second        {per_second:,}"
