"""`sinergi simulate`: a city's reports with the truth beside them, for tests and load."""

import sys
from datetime import datetime
from enum import StrEnum
from itertools import filterfalse
from pathlib import Path
from random import Random
from typing import Annotated

import typer

from schemas.catalog import load
from streams.cli.chosen import channel_in, zone_of
from streams.cli.configured import configured
from streams.cli.errors import CONFIGURATION, CommandError
from streams.cli.output import print_error
from streams.simulator.city.stream import City
from streams.simulator.city.writing import csv_lines, json_lines

BEGINS = datetime(2026, 1, 5)  # noqa: DTZ001  (a Monday, of whatever zone the city has)


class Format(StrEnum):
    """What is written."""

    CSV = "csv"
    JSONL = "jsonl"


def simulate(
    *,
    reports: Annotated[int, typer.Option(min=1, max=100_000_000, help="So many, of all channels.")] = 10_000,
    seed: Annotated[int, typer.Option(help="The same seed gives the same bytes.")] = 1,
    days: Annotated[int, typer.Option(min=1, max=3_660, help="Spread over so many days.")] = 30,
    begins: Annotated[datetime, typer.Option(formats=["%Y-%m-%d"], help="The first day.")] = BEGINS,
    quiet: Annotated[
        float, typer.Option(min=0, max=0.9, help="Share of the kelurahan that tell of a third as much.")
    ] = 0.0,
    format: Annotated[Format, typer.Option(help="csv for evaluate, jsonl for replay.")] = Format.CSV,
    channel: Annotated[
        str | None, typer.Option(help="Write only this channel's, as replay takes one at a time.")
    ] = None,
    write: Annotated[Path | None, typer.Option(metavar="FILE", help="Into a file, not to stdout.")] = None,
) -> None:
    """Write the reports of a simulated city in order of time, each with the incident that it speaks of.

    jsonl has some deliveries twice, as brokers do, on top of the number of reports; csv has none. The
    truth stands in a field of its own, which nothing in Sinergi reads.
    """
    catalog = load(configured().catalog)
    wanted = channel and channel_in(catalog, channel)
    begins = begins.replace(tzinfo=zone_of(catalog, None))
    city = City.of(catalog, begins, days, Random(seed), quiet=quiet)  # noqa: S311  (a game, not a secret)
    if wanted and wanted not in city.channels:
        known = ", ".join(sorted(city.channels))
        said = f"nobody of the simulated city speaks by {wanted}, but by {known}"
        raise CommandError(f"{said}: write one of these, and replay it as {wanted}", CONFIGURATION)
    told = filterfalse(lambda one: wanted and one.said.channel != wanted, city.deliveries(reports))
    lines = csv_lines(told, begins) if format is Format.CSV else json_lines(told, begins)
    if write is None:
        sys.stdout.writelines(lines)
        return
    try:
        with write.open("w", encoding="utf-8", newline="") as file:
            file.writelines(lines)
    except OSError as error:
        raise CommandError(f"{write}: {error.strerror}") from error
    print_error(f"wrote {write}")
