"""`sinergi council`: how fast the city answers, and where it hears too little."""

from datetime import datetime
from enum import StrEnum
from pathlib import Path
from typing import Annotated, TypeAlias

import typer

from schemas.catalog import load
from schemas.catalog.models import Catalog
from sinks.reading_council import cases, heard
from streams.cli.ask import ask
from streams.cli.configured import configured
from streams.cli.council_tables import answers_table, hearing_table, meanings
from streams.cli.errors import CONFIGURATION, CommandError, told
from streams.cli.options import Json
from streams.cli.output import print_error, print_json, print_line, screen
from streams.council.definitions import definitions
from streams.council.documents import answers_document, hearing_document
from streams.council.figures import rows, whole
from streams.council.hearing import OBSERVED_DAYS, heardness
from streams.council.names import names_of
from streams.council.period import Period, period_of
from streams.council.sheet import answers_csv, definitions_csv, hearing_csv

DAY_S = 86_400
ANSWER_WEEKS = 13
HEARING_WEEKS = 26
"""Second voices are few, and how people report changes slowly."""

From: TypeAlias = Annotated[
    datetime | None,
    typer.Option("--from", formats=["%Y-%m-%d"], help="The first day of first reports.", metavar="DAY"),
]
To: TypeAlias = Annotated[
    datetime | None,
    typer.Option("--to", formats=["%Y-%m-%d"], help="The last day. [default: today]", metavar="DAY"),
]
Csv: TypeAlias = Annotated[
    Path | None,
    typer.Option("--csv", help="Write it there, and beside it FILE.arti.csv with what it means."),
]


class By(StrEnum):
    """What is told apart."""

    CITY = "city"
    AGENCY = "agency"
    CATEGORY = "category"
    KELURAHAN = "kelurahan"
    WEEK = "week"


def make_council() -> typer.Typer:
    """Both, each with an example of its use."""
    app = typer.Typer(help="How fast the city answers, and where it hears too little (`hearing`).")
    example = "Example: sinergi council --by agency --from 2026-09-01 --csv jawaban.csv"
    app.callback(invoke_without_command=True, epilog=example)(told(council))
    app.command(epilog="Example: sinergi council hearing --csv pendengaran.csv")(told(hearing))
    return app


def council(
    context: typer.Context,
    *,
    by: Annotated[By, typer.Option(help="What is told apart.")] = By.CITY,
    first: From = None,
    last: To = None,
    csv: Csv = None,
    json: Json = False,
) -> None:
    """Show how fast the city answers what was first reported in a time: 13 weeks, if nothing is said.

    Times, promises kept, what was reopened, proofs rejected, recurrences, and what partners did. By agency
    it is each one's work from when it was told; else it is incidents, from the first report.
    """
    if context.invoked_subcommand:
        return
    settings = configured()
    catalog = load(settings.catalog)
    period = _period(first, last, ANSWER_WEEKS, catalog)
    found = ask(settings, lambda pool: cases(pool, by.value, *period, catalog.city.zone))
    told_of, names = rows(found, catalog), names_of(by, catalog)
    # What two agencies have to do would count twice in their sum.
    all_of_them = whole(found, catalog) if by not in {By.CITY, By.AGENCY} else None
    if csv:
        _write(csv, answers_csv(told_of, names), definitions_csv(definitions().answers))
    if json:
        document = answers_document(told_of, all_of_them, names, period, found.taken_at)
        print_json({"by": by.value, **document})
    elif not csv:
        named = [(names.get(row.group, row.group), row) for row in told_of]
        named += [(catalog.city.name, all_of_them)] if all_of_them else []
        screen().print(answers_table(named, period))
        for line in meanings():
            print_line(line)


def hearing(
    *,
    first: From = None,
    last: To = None,
    csv: Csv = None,
    json: Json = False,
) -> None:
    """Show how often citizens report, by kelurahan: from how soon a second one tells of the same thing.

    Of incidents first reported in a time: 26 weeks, if nothing is said. Where too little is known it says
    so. What it rests on is told with it.
    """
    settings = configured()
    catalog = load(settings.catalog)
    period = _period(first, last, HEARING_WEEKS, catalog)
    cells = ask(settings, lambda pool: heard(pool, *period, OBSERVED_DAYS * DAY_S))
    kecamatan = {id: one.kecamatan for id, one in catalog.kelurahan.items()}
    found = heardness(cells, kecamatan)
    names, defined = names_of(By.KELURAHAN, catalog), definitions()
    if found is None:
        print_error("no incident of this time was told of a second time; nothing can be said")
    told_of = found.kelurahan if found else ()
    if csv:
        meaning = definitions_csv(defined.hearing, defined.assumptions)
        _write(csv, hearing_csv(told_of, names), meaning)
    if json:
        print_json(hearing_document(found, names, period))
    elif not csv and found:
        screen().print(hearing_table(found, names, period))
        for line in defined.assumptions:
            print_line(line)


def _period(first: datetime | None, last: datetime | None, weeks: int, catalog: Catalog) -> Period:
    zone = catalog.city.zone
    begins, ends = (day and day.date() for day in (first, last))
    try:
        return period_of(begins, ends, weeks=weeks, today=datetime.now(zone).date(), zone=zone)
    except ValueError as error:
        raise CommandError(f"--from: {error}", CONFIGURATION) from error


def _write(file: Path, figures: str, meaning: str) -> None:
    beside = file.with_suffix(".arti.csv")
    try:
        for path, text in ((file, figures), (beside, meaning)):
            path.write_text(text, encoding="utf-8", newline="")
    except OSError as error:
        raise CommandError(f"{error.filename}: {error.strerror}") from error
    print_error(f"wrote {file} and {beside}")
