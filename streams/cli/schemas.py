"""`sinergi schemas`: the contracts as documents."""

from pathlib import Path
from typing import Annotated

import typer

from schemas.documents.json_schema import json_schemas
from schemas.documents.released import frozen
from schemas.documents.writing import as_json, write
from streams.cli.errors import CommandError
from streams.cli.output import print_error, print_json


def schemas(
    *,
    write_to: Annotated[
        Path | None,
        typer.Option("--write", metavar="DIR", help="Write them, the AsyncAPI document and a page into DIR."),
    ] = None,
    freeze: Annotated[
        Path | None,
        typer.Option(metavar="DIR", help="Keep what this version promises in DIR, for good."),
    ] = None,
) -> None:
    """Print the JSON Schemas (draft 2020-12) of what travels as one object, or write files."""
    if write_to is not None:
        _tell(write(_documents(), write_to))
    if freeze is not None:
        if freeze.exists():
            raise CommandError(f"{freeze} is there: what was released stays as it is")
        _tell(write({name: as_json(kept) for name, kept in frozen().items()}, freeze))
    if write_to is None and freeze is None:
        print_json(json_schemas())


def _documents() -> dict[str, str]:
    try:
        # Here, since workers are installed without what only the page needs.
        from schemas.documents.files import documents  # noqa: PLC0415
    except ImportError as error:
        raise CommandError(f"the page needs more: pip install 'sinergi[intake]' ({error})") from error
    return documents()


def _tell(paths: list[Path]) -> None:
    for path in paths:
        print_error(f"wrote {path}")
