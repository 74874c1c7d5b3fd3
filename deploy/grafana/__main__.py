"""`python -m deploy.grafana --write FOLDER | --check`: dashboards from the boards."""

import sys
from pathlib import Path
from typing import Annotated

import typer

from deploy.grafana import written


def main(
    *,
    write: Annotated[
        Path | None, typer.Option(help="Make this folder hold the dashboards, and no other .json files.")
    ] = None,
    check: Annotated[
        bool, typer.Option("--check", help="End with 1 if deploy/grafana/dashboards is not as written anew.")
    ] = False,
) -> None:
    """Draw the dashboards from the boards in deploy/grafana/boards."""
    if write is None and not check:
        raise typer.BadParameter("nothing to do: give --write FOLDER or --check")
    if write is not None:
        written.write(write)
    if check and (wrong := written.differing(written.DASHBOARDS)):
        sys.stderr.write(f"not as the boards say: {', '.join(wrong)}; run make dashboards\n")
        raise typer.Exit(1)


if __name__ == "__main__":
    typer.run(main)
