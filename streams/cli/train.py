"""`sinergi train`: weights from labelled files."""

import asyncio
from dataclasses import asdict
from pathlib import Path
from typing import Annotated

import typer

from schemas.catalog import load
from sinks.placed import placed
from streams.cli.configured import configured
from streams.cli.errors import CommandError, told
from streams.cli.output import print_json, print_line
from streams.connections import postgres
from streams.core.areas import areas_of
from streams.core.kinds import kinds_of
from streams.learning.corpus import read_corpus
from streams.learning.corrected import corrected
from streams.learning.duplicates import TooFewLinksError, train_duplicates, untrained
from streams.learning.duplicates_card import duplicates_card
from streams.learning.linked import Linked, read_linked
from streams.learning.logistic import NotSettledError
from streams.weights import CLASSIFICATION, DUPLICATES, duplicates_file
from streams.weights.terms_file import write


def make_train() -> typer.Typer:
    """All that can be trained, each with an example of its use."""
    app = typer.Typer(help="Weights from labelled files.", no_args_is_help=True)
    app.callback()(_trains)
    app.command(epilog="Example: sinergi train classification --data labels --write weights")(
        told(classification)
    )
    app.command(epilog="Example: sinergi train duplicates --data links --write weights")(told(duplicates))
    return app


def _trains() -> None:
    """Weights from labelled files."""


def classification(
    *,
    data: Annotated[Path, typer.Option(help="Folder with the labelled files.")],
    write_to: Annotated[Path, typer.Option("--write", help="Folder for weights and card.")] = Path("weights"),
    json: Annotated[bool, typer.Option("--json", help="Print one JSON object.")] = False,
) -> None:
    """Train what `triage` classifies by, and write it with a card that says how good it is.

    The same data give the same files, byte for byte. Workers use them by `SINERGI_WEIGHTS=FOLDER`.
    """
    try:
        # Here, since workers are installed without what only training needs.
        from streams.learning.classification import TooFewMonthsError, train_classification  # noqa: PLC0415
        from streams.learning.model_card import model_card  # noqa: PLC0415
    except ImportError as error:
        raise CommandError(f"training needs more: pip install 'sinergi[learning]' ({error})") from error
    catalog = load(configured().catalog)
    _make(write_to)
    corpus = read_corpus(data)
    try:
        training = train_classification(corpus, catalog)
    except TooFewMonthsError as error:
        raise CommandError(f"{data}: {error}") from error
    written = write_to / CLASSIFICATION
    card = written.with_suffix(".md")
    write(training.weights, written, f"Made by `sinergi train classification`; {card.name} says of what.")
    card.write_text(model_card(corpus, training, catalog), encoding="utf-8")
    if json:
        print_json({"weights": str(written), "card": str(card), "tested": len(training.judged)})
    else:
        print_line(f"wrote {written} and {card}")


def duplicates(
    *,
    data: Annotated[Path, typer.Option(help="Folder with CSV files as `sinergi evaluate duplicates` reads.")],
    write_to: Annotated[Path, typer.Option("--write", help="Folder for model and card.")] = Path("weights"),
    from_corrections: Annotated[
        bool, typer.Option("--from-corrections", help="Learn too from what operators decided, in Postgres.")
    ] = False,
    json: Annotated[bool, typer.Option("--json", help="Print one JSON object.")] = False,
) -> None:
    """Train what `resolve` tells reports of one incident from others by, with a card that says how well.

    Each file of the folder counts alike. The same files give the same model and card, byte for byte. Compare
    them with those in place by `sinergi evaluate duplicates --weights FOLDER` and `sinergi whatif`.
    """
    files = {path.stem: path for path in sorted(data.glob("*.csv"))}
    if not files:
        raise CommandError(f"{data}: holds no .csv file")
    _make(write_to)
    base = untrained()
    reports = {name: read_linked(path, {}, base) for name, path in files.items()}
    try:
        training = train_duplicates(reports, base, asyncio.run(_corrected()) if from_corrections else ())
    except (TooFewLinksError, NotSettledError) as error:
        raise CommandError(f"{data}: {error}") from error
    written = write_to / DUPLICATES
    card = written.with_suffix(".md")
    comment = f"Made by `sinergi train duplicates`; {card.name} says of what."
    duplicates_file.write(training.model, written, comment)
    card.write_text(duplicates_card(reports, training), encoding="utf-8")
    if json:
        tested = {name: asdict(found) for name, found in training.tested.items()}
        print_json({"weights": str(written), "card": str(card), "tested": tested})
    else:
        print_line(f"wrote {written} and {card}")


async def _corrected() -> list[Linked]:
    settings = configured()
    async with postgres(settings.postgres) as pool:
        catalog = load(settings.catalog)
        return corrected(await placed(pool), kinds_of(catalog), areas_of(catalog))


def _make(folder: Path) -> None:
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise CommandError(f"{folder}: {error.strerror}") from error
