"""`sinergi correct` and `sinergi undo`: what operators put right."""

import asyncio
from collections.abc import Callable
from typing import Annotated, TypeAlias

import typer
from pydantic import ValidationError

from schemas.catalog import load
from schemas.correction import (
    Apart,
    Merge,
    Move,
    NoReport,
    Reclassify,
    Reroute,
    Split,
    Undo,
    What,
    named_in,
)
from schemas.result import Result
from sinks.reading_corrections import KnownCorrection
from streams.cli.configured import configured
from streams.cli.errors import CONFIGURATION, FAILURE, CommandError, told
from streams.cli.options import By, Json, Patience
from streams.cli.output import print_json, print_line
from streams.cli.send_correction import decided, incident_of, known_correction, message_of, revisions
from streams.cli.sending import deliver, outcome, print_refusal
from streams.settings import Settings

Incident: TypeAlias = Annotated[str, typer.Argument(help="Id of the incident.", metavar="INCIDENT")]
Into: TypeAlias = Annotated[
    str, typer.Argument(help="Id of the incident that takes them in.", metavar="INTO")
]
Why: TypeAlias = Annotated[str, typer.Option(help="The reason, for those who read it later.")]


def make_correct() -> typer.Typer:
    """All that can be put right, each with an example of its use."""
    app = typer.Typer(
        help="Put an incident right; every correction can be taken back (`sinergi undo`).",
        no_args_is_help=True,
    )
    for command, example in _COMMANDS:
        app.command(epilog=f"Example: sinergi correct {example}")(told(command))
    return app


def merge(
    incident: Incident, into: Into, *, why: Why, by: By = None, patience_s: Patience = 30, json: Json = False
) -> None:
    """All reports of an incident belong to another: they are the same problem."""
    _send(lambda _: _valid(Merge, incident=incident, into=into), why, by, patience_s, json)


def split(
    incident: Incident,
    reports: Annotated[list[str], typer.Argument(help="channel:id of each report.", metavar="REPORT...")],
    *,
    why: Why,
    by: By = None,
    patience_s: Patience = 30,
    json: Json = False,
) -> None:
    """Some reports of an incident are a problem of their own."""
    _send(lambda _: _valid(Split, incident=incident, reports=reports), why, by, patience_s, json)


def move(
    report: Annotated[str, typer.Argument(help="channel:id of the report.", metavar="REPORT")],
    into: Into,
    *,
    why: Why,
    by: By = None,
    patience_s: Patience = 30,
    json: Json = False,
) -> None:
    """One report belongs to another incident."""

    def where_it_is(settings: Settings) -> What:
        incident = asyncio.run(incident_of(settings, report))
        return _valid(Move, report=report, incident=incident, into=into)

    _send(where_it_is, why, by, patience_s, json)


def reclassify(
    incident: Incident,
    category: Annotated[str, typer.Argument(help="An id of the catalog.", metavar="CATEGORY")],
    *,
    why: Why,
    by: By = None,
    patience_s: Patience = 30,
    json: Json = False,
) -> None:
    """The incident is about something else; agencies follow from it."""
    _send(lambda _: _valid(Reclassify, incident=incident, category=category), why, by, patience_s, json)


def reroute(
    incident: Incident,
    agencies: Annotated[list[str], typer.Argument(help="Ids of the catalog.", metavar="AGENCY...")],
    *,
    why: Why,
    by: By = None,
    patience_s: Patience = 30,
    json: Json = False,
) -> None:
    """Other agencies must act than the catalog says; these and no others."""
    _send(lambda _: _valid(Reroute, incident=incident, agencies=agencies), why, by, patience_s, json)


def no_report(
    incident: Incident, *, why: Why, by: By = None, patience_s: Patience = 30, json: Json = False
) -> None:
    """Nothing that an agency could act on: the incident is closed."""
    _send(lambda _: _valid(NoReport, incident=incident), why, by, patience_s, json)


def apart(
    incident: Incident,
    other: Annotated[str, typer.Argument(help="The incident it is perhaps the same as.", metavar="OTHER")],
    *,
    why: Why,
    by: By = None,
    patience_s: Patience = 30,
    json: Json = False,
) -> None:
    """The answer "no" to "perhaps the same as"; the answer "yes" is `merge`."""
    _send(lambda _: _valid(Apart, incident=incident, other=other), why, by, patience_s, json)


def undo(
    correction: Annotated[str, typer.Argument(help="Id of the correction.", metavar="CORRECTION")],
    *,
    why: Why = "dibatalkan",
    by: By = None,
    patience_s: Patience = 30,
    json: Json = False,
) -> None:
    """Take a correction back. Refused if its incidents have been corrected since."""

    def where_it_is(settings: Settings) -> What:
        known = asyncio.run(known_correction(settings, correction))
        if not known.incidents:
            raise CommandError(f"correction {correction} was refused: there is nothing to take back")
        return _valid(Undo, correction=correction, incident=known.incidents[-1])

    _send(where_it_is, why, by, patience_s, json)


def _send(
    what_of: Callable[[Settings], What], why: str, by: str | None, patience_s: float, json: bool
) -> None:
    settings = configured()
    catalog = load(settings.catalog)
    what = what_of(settings)
    seen = asyncio.run(revisions(settings, named_in(what)))
    correction = decided(what, by=by, why=why, seen=seen, catalog=catalog)
    known = asyncio.run(
        deliver(
            settings,
            message_of(correction),
            lambda reader: reader.corrections.one(correction.id),
            patience_s,
        )
    )
    _show(known, json=json)
    if known.result is Result.REFUSED:
        raise typer.Exit(FAILURE)


def _valid(kind: type[What], **fields: object) -> What:
    try:
        return kind.model_validate(fields)
    except ValidationError as error:
        first = error.errors(include_url=False)[0]
        field = ".".join(map(str, first["loc"]))
        if first["type"] == "string_pattern_mismatch":
            like = "a report, sorot:S-1" if field.startswith("report") else "an incident, bekasi:road_water:a"
            raise CommandError(
                f"{field}: {first['input']!r} is no id like that of {like}", CONFIGURATION
            ) from error
        raise CommandError(f"{field}: {first['msg']}", CONFIGURATION) from error


def _show(known: KnownCorrection, *, json: bool) -> None:
    id = known.correction.id
    if json:
        print_json({"id": id, **outcome(known), "incidents": known.incidents})
    elif known.refusal:
        print_refusal(known.refusal, id)
    else:
        print_line(f"{known.result.value.replace('_', ' ')}: correction {id}")
        for incident in known.incidents:
            print_line(f"  {incident}")
        if known.correction.what.kind != "undo":
            print_line(f"undo: sinergi undo {id}")


_COMMANDS: tuple[tuple[Callable[..., None], str], ...] = (
    (merge, "merge bekasi:road_water:a bekasi:road_water:b --why 'lubang yang sama'"),
    (split, "split bekasi:road_water:a sorot:S-1 poc:P-7 --why 'lubang yang lain'"),
    (move, "move sorot:S-1 bekasi:road_water:b --why 'lubang di seberang'"),
    (reclassify, "reclassify bekasi:road_water:a flood --why 'genangan, bukan lubang'"),
    (reroute, "reroute bekasi:road_water:a dbmsda dishub --why 'perlu pengalihan arus'"),
    (no_report, "no-report bekasi:road_water:a --why 'hanya uji coba'"),
    (apart, "apart bekasi:road_water:a bekasi:road_water:b --why 'dua lubang'"),
)
