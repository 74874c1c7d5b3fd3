"""`sinergi replay`: a file of reports through everything."""

import asyncio
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated
from zoneinfo import ZoneInfo

import typer

from schemas.catalog import load
from schemas.toml_source import Mistake, Mistakes
from streams.cli.chosen import channel_in, zone_of
from streams.cli.columns import no_column, renamed, say_what_is_added
from streams.cli.configured import configured
from streams.cli.errors import CONFIGURATION, FAILURE, CommandError
from streams.cli.output import print_json
from streams.cli.progress import bar, progress
from streams.cli.sections import print_sections
from streams.cli.summary import figures, missing, reasons, summary
from streams.replay.files import has_cells, read
from streams.replay.pace import Pace, factor_of
from streams.replay.reports import Forming, Outgoing
from streams.replay.rows import Renamed, Row, rename
from streams.replay.run import Outcome, Patience, publish


def replay(
    file: Annotated[Path, typer.Argument(help="CSV (.csv), JSON lines (.jsonl, .ndjson) or a spreadsheet.")],
    *,
    channel: Annotated[str, typer.Option(help="The channel that the reports come from.")],
    speed: Annotated[str, typer.Option(help="max, or how many times faster than it was, like 60x.")] = "max",
    map: Annotated[
        list[str] | None,
        typer.Option(metavar="COLUMN=FIELD", help="A column that is a field of another name."),
    ] = None,
    zone: Annotated[
        str | None, typer.Option(help="Time zone of times without offset. [default: the city's]")
    ] = None,
    wait: Annotated[bool, typer.Option(help="Wait until Postgres has every record.")] = True,
    patience_s: Annotated[
        float, typer.Option(min=1, help="Give up when nothing more arrives for so many seconds.")
    ] = 60,
    json: Annotated[bool, typer.Option("--json", help="Print one JSON object.")] = False,
) -> None:
    """Publish the rows of a file as reports of a channel, and follow each to Postgres.

    Columns are fields of a report; others go along unread. Rows without an id get one of file name
    and content, so that a second replay of the same file is a redelivery. Exit code 1 if a record
    is lost.
    """
    settings = configured()
    catalog = load(settings.catalog)
    script = _Script(file, renamed(map or []), zone_of(catalog, zone))
    pace = Pace(_factor(speed))
    channel = channel_in(catalog, channel)
    rows, formed = script.survey()
    say_what_is_added(file, formed)
    with progress() as shown:
        patience = Patience(
            patience_s if wait else None,
            published=bar(shown, "published", rows),
            settled=bar(shown, "in Postgres", rows if wait else 0),
        )
        outcome = asyncio.run(publish(settings, channel, script.records(), pace=pace, patience=patience))
    _tell(outcome, file, channel, json=json)


@dataclass(frozen=True, slots=True)
class _Script:
    """A file and how to read it; it can be read more than once."""

    file: Path
    renamed: Renamed
    zone: ZoneInfo

    def records(self) -> Iterator[Outgoing]:
        forming = self._forming()
        return (forming.record(row) for row in self._rows())

    def survey(self) -> tuple[int, Forming]:
        """Read it all once: how many rows there are, and what is wrong, before any is published."""
        forming, rows = self._forming(), 0
        columns: set[str] = set()
        for row in self._rows(columns):
            forming.record(row)
            rows += 1
        if unknown := self.renamed.keys() - columns:
            raise Mistakes([no_column(self.file, name, columns) for name in sorted(unknown)])
        return rows, forming

    def _rows(self, columns: set[str] | None = None) -> Iterator[Row]:
        """Renamed; `columns` takes up those that the file has."""
        for row in read(self.file):
            if columns is not None:
                columns.update(row.columns or row.fields or ())
            try:
                yield row if row.fields is None else row.having(rename(row.fields, self.renamed))
            except ValueError as error:
                raise Mistakes([Mistake(self.file, row.line, str(error))]) from error

    def _forming(self) -> Forming:
        return Forming(self.file.stem, self.zone, cells=has_cells(self.file))


def _factor(speed: str) -> float | None:
    try:
        return factor_of(speed)
    except ValueError as error:
        raise CommandError(f"--speed: {error}", CONFIGURATION) from error


def _tell(outcome: Outcome, file: Path, channel: str, *, json: bool) -> None:
    if json:
        print_json(
            {"file": str(file), "channel": channel, **figures(outcome), "rejected_by": reasons(outcome)}
        )
    else:
        print_sections(summary("Replay", outcome))
    if missing(outcome):
        raise typer.Exit(FAILURE)
