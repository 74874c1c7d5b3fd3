"""`sinergi schemas`: the contracts as documents."""

from pathlib import Path
from typing import Annotated

import typer

from schemas.documents.json_schema import json_schemas
from schemas.documents.released import broken_since, frozen, versions
from schemas.documents.writing import as_json, write
from streams.cli.errors import FAILURE, CommandError
from streams.cli.output import print_error, print_json, print_line


def schemas(
    *,
    write_to: Annotated[
        Path | None,
        typer.Option("--write", metavar="DIR", help="Write them, the AsyncAPI document and a page into DIR."),
    ] = None,
    check: Annotated[
        bool, typer.Option("--check", help="Say what breaks whoever relies on a released version; 1 if any.")
    ] = False,
    freeze: Annotated[
        Path | None,
        typer.Option(metavar="DIR", help="Keep what this version promises in DIR, for good."),
    ] = None,
) -> None:
    """Print the JSON Schemas (draft 2020-12) of what travels as one object, check them, or write files."""
    if check:
        _check()
    if write_to is not None:
        _tell(write(_documents(), write_to))
    if freeze is not None:
        if freeze.exists():
            raise CommandError(f"{freeze} is there: what was released stays as it is")
        _tell(write({name: as_json(kept) for name, kept in frozen().items()}, freeze))
    if write_to is None and freeze is None and not check:
        print_json(json_schemas())


def _check() -> None:
    kept = versions()[::-1]
    found = [f"{version}: {broken}" for version in kept for broken in broken_since(version)]
    for line in found:
        print_error(f"breaks who relies on {line}")
    if found:
        raise typer.Exit(FAILURE)
    print_line(f"nothing breaks who relies on {', '.join(kept)}")


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
