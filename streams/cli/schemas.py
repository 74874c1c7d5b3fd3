"""`sinergi schemas`: the contracts as JSON Schema."""

from pathlib import Path
from typing import Annotated

import typer

from schemas.export import export, write
from streams.cli.output import print_error, print_json


def schemas(
    *,
    write_to: Annotated[
        Path | None, typer.Option("--write", metavar="DIR", help="Write one file a contract into DIR.")
    ] = None,
) -> None:
    """Print the JSON Schemas (draft 2020-12) of what travels as one object, or write them to files."""
    if write_to is None:
        print_json(export())
        return
    for path in write(write_to):
        print_error(f"wrote {path}")
