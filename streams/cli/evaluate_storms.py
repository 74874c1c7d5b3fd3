"""`sinergi evaluate storms`: the events that a file of reports would have given, in memory."""

import dataclasses
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import Annotated

import typer

from schemas.catalog import load
from schemas.catalog.models import Catalog
from schemas.classified import ClassifiedReport
from schemas.rejection import Origin, Rejection
from schemas.toml_source import nearest
from schemas.topics import reports
from streams.cli.chosen import channel_in, zone_of
from streams.cli.configured import configured
from streams.cli.errors import CONFIGURATION, CommandError
from streams.cli.output import print_error, print_json, print_line
from streams.core.rules import Rules
from streams.core.tell_event import area_words
from streams.core.understand import Knowledge, understand
from streams.learning.storms import FoundEvent, StormFigures, storm_figures
from streams.replay.files import has_cells, read
from streams.replay.reports import Forming
from streams.weights import load as load_weights
from streams.weights import load_duplicates


def storms(
    file: Annotated[Path, typer.Argument(help="CSV (.csv) or JSON lines; columns are fields of a report.")],
    *,
    channel: Annotated[str, typer.Option(help="The channel that the reports come from.")] = "sorot",
    category: Annotated[
        str | None, typer.Option(help="What was picked in rows that pick nothing.", metavar="CATEGORY")
    ] = None,
    json: Annotated[bool, typer.Option("--json", help="Print one JSON object.")] = False,
) -> None:
    """Replay reports in the order in which they were said and show the storms that are noticed.

    Nothing is known of the time before: normal is what the catalog guesses, until the file says more. Times
    without offset are the city's.
    """
    settings = configured()
    catalog = load(settings.catalog)
    if category is not None and category not in catalog.categories:
        hint = nearest(category, catalog.categories)
        raise CommandError(f"--category: unknown category {category!r}; {hint}", CONFIGURATION)
    knowledge = Knowledge.of(catalog, load_weights(settings.weights))
    understood = list(_understood(file, channel_in(catalog, channel), category, catalog, knowledge))
    good = [report for report in understood if isinstance(report, ClassifiedReport)]
    figures = storm_figures(good, Rules.of(catalog, load_duplicates(settings.weights)))
    if len(good) < len(understood):
        print_error(f"{len(understood) - len(good)} rows are refused")
    if json:
        print_json(dataclasses.asdict(figures))
    else:
        for line in _lines(figures, catalog):
            print_line(line)


def _understood(
    file: Path, channel: str, category: str | None, catalog: Catalog, knowledge: Knowledge
) -> Iterator[ClassifiedReport | Rejection]:
    forming = Forming(file.stem, zone_of(catalog, None), cells=has_cells(file))
    for number, row in enumerate(read(file)):
        if category and row.fields is not None:
            row = row.having({"category": category} | row.fields)  # noqa: PLW2901
        record = forming.record(row)
        origin = Origin(topic=reports(channel), partition=0, offset=number)
        yield understand(record.value, channel, origin, knowledge)


def _lines(figures: StormFigures, catalog: Catalog) -> Iterator[str]:
    yield f"reports        {figures.reports}"
    yield f"in the city    {figures.reports - figures.outside}"
    yield f"incidents      {figures.incidents}"
    yield f"events         {len(figures.events)}"
    for event in figures.events:
        yield ""
        yield from _event_lines(event, catalog)


def _event_lines(event: FoundEvent, catalog: Catalog) -> Iterator[str]:
    ends = _minute(event.until) if event.until else "goes on at the end of the file"
    yield f"{catalog.categories[event.category].label} ({event.urgency}), {event.id}"
    yield f"  first report {_minute(event.since)}"
    yield f"  noticed      {_minute(event.noticed_at)}, {event.lead_minutes:.0f} minutes after it:"
    yield f"               {event.observed} incidents within the window, {event.expected:.2g} expected"
    yield f"  calm since   {ends}"
    held = f"{event.incidents} incidents, {event.voices} voices"
    yield f"  holds        {held}, in {len(event.kelurahan)} kelurahan:"
    yield f"               {area_words(event.areas, catalog)}"
    yield f"  agencies     heard of it {event.messages} times"


def _minute(moment: str) -> str:
    return f"{datetime.fromisoformat(moment):%Y-%m-%d %H:%M}"
