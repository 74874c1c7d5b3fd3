"""`sinergi train`: weights from labelled files."""

from pathlib import Path
from typing import Annotated

import typer

from schemas.catalog import load
from streams.cli.configured import configured
from streams.cli.errors import CommandError, told
from streams.cli.output import print_json, print_line
from streams.learning.corpus import read_corpus
from streams.weights import CLASSIFICATION
from streams.weights.terms_file import write


def make_train() -> typer.Typer:
    """All that can be trained, each with an example of its use."""
    app = typer.Typer(help="Weights from labelled files.", no_args_is_help=True)
    app.callback()(_trains)
    app.command(epilog="Example: sinergi train classification --data labels --write weights")(
        told(classification)
    )
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
    try:
        write_to.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise CommandError(f"{write_to}: {error.strerror}") from error
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
