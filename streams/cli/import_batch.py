"""`sinergi import`: a batch that the people of a channel hand over."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Annotated
from zoneinfo import ZoneInfo

import typer

from schemas.catalog import load
from schemas.catalog.models import Catalog
from schemas.toml_source import Mistake, Mistakes
from streams.cli import interruptible
from streams.cli.chosen import channel_in, zone_of
from streams.cli.columns import say_what_is_added
from streams.cli.configured import configured
from streams.cli.errors import FAILURE, INTERRUPTED
from streams.cli.import_mapping import SourcedMapping, mapping_of
from streams.cli.import_told import as_json, check_report, print_wrong, sections, write_report
from streams.cli.output import print_error, print_json
from streams.cli.progress import bar, progress
from streams.cli.sections import print_sections
from streams.cli.summary import figures, missing, reasons, summary
from streams.replay.batch import Batch, look
from streams.replay.files import has_cells, read_with_faults
from streams.replay.reports import Forming
from streams.replay.resume import Resumed, send_rest
from streams.replay.rows import Layout, Row
from streams.replay.run import Patience
from streams.settings import Settings

ROWS = 200_000
FILE_BYTES = 128 << 20
"""What is looked at is held in memory until it is sent, so that nobody changes it in between."""


def import_(
    file: Annotated[Path, typer.Argument(help="CSV, JSON lines (.jsonl, .ndjson), .xlsx, .xls or .ods.")],
    *,
    channel: Annotated[str, typer.Option(help="The channel that the reports come from.")],
    mapping: Annotated[
        Path | None, typer.Option(metavar="FILE", help="TOML: how its columns are fields of a report.")
    ] = None,
    map: Annotated[
        list[str] | None, typer.Option(metavar="COLUMN=FIELD", help="A column that is a field.")
    ] = None,
    sheet: Annotated[str | None, typer.Option(help="Which sheet. [default: the only one shown]")] = None,
    header_line: Annotated[
        int | None, typer.Option(min=1, help="Line of the columns' names. [default: the first not empty]")
    ] = None,
    zone: Annotated[
        str | None, typer.Option(help="Time zone of times without offset. [default: the city's]")
    ] = None,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Say what is wrong, and send nothing.")] = False,
    skip_wrong: Annotated[bool, typer.Option("--skip-wrong", help="Send the rows that are right.")] = False,
    again: Annotated[bool, typer.Option("--again", help="Send all, whatever was sent before.")] = False,
    report: Annotated[
        Path | None, typer.Option(metavar="FILE.csv", help="Write all rows that are wrong.")
    ] = None,
    wait: Annotated[bool, typer.Option("--wait", help="Wait until Postgres has every record.")] = False,
    patience_s: Annotated[
        float, typer.Option(min=1, help="Give up when nothing more arrives for so many seconds.")
    ] = 60,
    json: Annotated[bool, typer.Option("--json", help="Print one JSON object.")] = False,
) -> None:
    """Look at every row of a file as triage will, say what is wrong by line, and publish the others.

    Nothing is sent if any row is wrong, unless --skip-wrong. Stopped or killed, it goes on where it was
    when it is run again. Rows without an id get one of file name and content, so keep the file's name.
    Exit code 1 if a row is wrong and was not to be skipped, or a record is lost.
    """
    settings = configured()
    catalog = load(settings.catalog)
    channel = channel_in(catalog, channel)
    known = mapping_of(mapping, map or [], catalog.categories)
    if report:
        check_report(report, file, mapping)
    reading = _Reading(file, channel, known, known.layout(sheet, header_line), zone_of(catalog, zone))
    batch = reading.look(catalog)
    if report:
        write_report(report, batch.wrong)
    telling = _Telling(file, channel, batch, dry_run=dry_run, json=json)
    if dry_run or not batch.right or (batch.wrong and not skip_wrong):
        telling.not_sent()
    else:
        sending = _Sending(settings, patience_s if wait else None, again=again)
        telling.sent(sending.run(channel, file, batch))


@dataclass(frozen=True, slots=True)
class _Reading:
    file: Path
    channel: str
    sourced: SourcedMapping
    layout: Layout
    zone: ZoneInfo

    def look(self, catalog: Catalog) -> Batch:
        """Everything, at most so much. Raises `Mistakes`."""
        forming = Forming(self.file.stem, self.zone, cells=has_cells(self.file))
        batch = look(self._rows(), self.sourced.mapping, forming, self.channel, catalog.categories)
        if not batch.rows:
            raise self._mistake("holds no rows")
        self.sourced.check(self.file, batch.columns)
        say_what_is_added(self.file, forming)
        return batch

    def _rows(self) -> Iterator[Row]:
        if self.file.is_file() and self.file.stat().st_size > FILE_BYTES:
            raise self._mistake(f"has more than {FILE_BYTES >> 20} MiB; hand it over in parts")
        for number, row in enumerate(read_with_faults(self.file, self.layout), 1):
            if number > ROWS:
                raise self._mistake(f"has more than {ROWS:,} rows; hand it over in parts")
            yield row

    def _mistake(self, message: str) -> Mistakes:
        return Mistakes([Mistake(self.file, 1, message)])


@dataclass(slots=True)
class _Sending:
    settings: Settings
    wait_s: float | None
    again: bool = field(kw_only=True)
    _resumed: Resumed | None = None

    def run(self, channel: str, file: Path, batch: Batch) -> Resumed:
        """Until it is over or Ctrl-C; exits with the code of that."""
        if not interruptible.run(self._send(channel, file, batch)) or self._resumed is None:
            print_error("stopped; the same command goes on from there")
            raise typer.Exit(INTERRUPTED)
        return self._resumed

    async def _send(self, channel: str, file: Path, batch: Batch) -> None:
        with progress() as shown:

            def patience(before: int) -> Patience:
                left = len(batch.right) - before
                if before:
                    print_error(f"goes on after {before:,} of {len(batch.right):,} records")
                published = bar(shown, "published", left)
                waited = 0 if self.wait_s is None else left
                return Patience(self.wait_s, published, bar(shown, "in Postgres", waited))

            self._resumed = await send_rest(
                self.settings, channel, file, batch.right, again=self.again, patience=patience
            )


@dataclass(frozen=True, slots=True)
class _Telling:
    file: Path
    channel: str
    batch: Batch
    dry_run: bool = field(kw_only=True)
    json: bool = field(kw_only=True)

    def not_sent(self) -> None:
        """Exits with 1 if a row is wrong."""
        self._tell(None)
        if self.batch.wrong:
            if not self.dry_run:
                print_error("nothing was sent; mend the rows that are wrong, or leave them out: --skip-wrong")
            raise typer.Exit(FAILURE)

    def sent(self, resumed: Resumed) -> None:
        """Exits with 1 if a record is not where it should be."""
        self._tell(resumed)
        if resumed.outcome is None:
            print_error(f"all {resumed.before:,} were sent before, and are sent once more only with --again")
        elif missing(resumed.outcome):
            raise typer.Exit(FAILURE)

    def _tell(self, resumed: Resumed | None) -> None:
        outcome = resumed.outcome if resumed else None
        if self.json:
            before = {"sent_before": resumed.before, "published": 0} if resumed else {}
            became = {**figures(outcome), "rejected_by": reasons(outcome)} if outcome else {}
            there = {"file": str(self.file), "channel": self.channel, "dry_run": self.dry_run}
            print_json({**there, **as_json(self.batch), **before, **became})
            return
        print_sections([*sections(self.batch), *(summary("Import", outcome) if outcome else [])])
        print_wrong(self.batch.wrong)
