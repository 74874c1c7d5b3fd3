"""`sinergi replay`: a file of reports through everything."""

import asyncio
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, TypeAlias
from zoneinfo import ZoneInfo

import typer

from schemas.catalog import load
from schemas.toml_source import Mistake, Mistakes, nearest
from streams.cli.chosen import channel_in, zone_of
from streams.cli.configured import configured
from streams.cli.errors import CONFIGURATION, FAILURE, CommandError
from streams.cli.output import print_error, print_json
from streams.cli.progress import bar, progress
from streams.cli.sections import print_sections
from streams.cli.summary import figures, reasons, summary
from streams.replay.files import CSV, read
from streams.replay.pace import Pace, factor_of
from streams.replay.reports import Forming, Outgoing
from streams.replay.run import Outcome, Patience, publish

Renamed: TypeAlias = Mapping[str, str]

_LINES = 10


def replay(
    file: Annotated[Path, typer.Argument(help="CSV (.csv) or JSON lines (.jsonl, .ndjson).")],
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
    script = _Script(file, _renamed(map or []), zone_of(catalog, zone))
    pace = Pace(_factor(speed))
    channel = channel_in(catalog, channel)
    rows, formed = script.survey()
    _say_what_is_added(file, formed)
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

    def records(self, forming: Forming | None = None) -> Iterator[Outgoing]:
        forming = forming or self._forming()
        for row in read(self.file):
            try:
                yield forming.record(row)
            except ValueError as error:
                raise Mistakes([Mistake(self.file, row.line, str(error))]) from error

    def survey(self) -> tuple[int, Forming]:
        """Read it all once: how many rows there are, and what is wrong, before any is published."""
        forming = self._forming()
        rows = sum(1 for _ in self.records(forming))
        if unknown := self.renamed.keys() - forming.columns:
            raise Mistakes(
                [
                    Mistake(self.file, 1, f"--map: no column {name!r}; {nearest(name, forming.columns)}")
                    for name in sorted(unknown)
                ]
            )
        return rows, forming

    def _forming(self) -> Forming:
        return Forming(self.file.stem, self.renamed, self.zone, cells=self.file.suffix.lower() in CSV)


def _renamed(pairs: list[str]) -> Renamed:
    renamed = {}
    for pair in pairs:
        column, equals, name = pair.partition("=")
        if not (equals and column and name):
            raise CommandError(f"--map: {pair!r} is not COLUMN=FIELD", CONFIGURATION)
        renamed[column.strip()] = name.strip()
    return renamed


def _factor(speed: str) -> float | None:
    try:
        return factor_of(speed)
    except ValueError as error:
        raise CommandError(f"--speed: {error}", CONFIGURATION) from error


def _say_what_is_added(file: Path, formed: Forming) -> None:
    if formed.without_offset:
        print_error(f"{formed.without_offset} times without offset are taken for {formed.zone.key} (--zone)")
    if formed.without_id:
        print_error(f"{formed.without_id} rows without id get one of {file.name} and their content")


def _tell(outcome: Outcome, file: Path, channel: str, *, json: bool) -> None:
    if json:
        print_json(
            {"file": str(file), "channel": channel, **figures(outcome), "rejected_by": reasons(outcome)}
        )
    else:
        print_sections(summary(outcome))
    for line, reason in outcome.sending.unsent:
        print_error(f"line {line} was not taken by Kafka: {reason}")
    lost = outcome.settlement.lost if outcome.settlement else []
    if lost:
        first = ", ".join(str(sent.record.line) for sent in lost[:_LINES])
        print_error(f"{len(lost)} records are not in Postgres (lines {first} ...); do both workers run?")
    if lost or outcome.sending.unsent:
        raise typer.Exit(FAILURE)
