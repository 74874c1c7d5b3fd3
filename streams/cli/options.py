"""Options that several commands share."""

from typing import Annotated, TypeAlias

import typer

By: TypeAlias = Annotated[
    str | None, typer.Option(help="Your account, never a name. [default: the login name]", metavar="ACCOUNT")
]
Patience: TypeAlias = Annotated[float, typer.Option(min=1, help="How long to wait for the outcome.")]
Json: TypeAlias = Annotated[bool, typer.Option("--json", help="Print one JSON object.")]
At: TypeAlias = Annotated[
    str | None,
    typer.Option(help="When it was; without offset in the city's time. [default: now]", metavar="TIME"),
]
Id: TypeAlias = Annotated[str | None, typer.Option(help="Chosen by you. [default: a new one]")]
ReportName: TypeAlias = Annotated[str, typer.Argument(help="channel:id of the report.", metavar="REPORT")]
