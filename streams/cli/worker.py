"""`sinergi worker`: one agent, as Kubernetes or systemd runs it."""

from enum import StrEnum
from typing import Annotated

import typer

from streams.cli.configured import configured
from streams.crew import with_port_of


class Role(StrEnum):
    """Which agent."""

    TRIAGE = "triage"
    RESOLVE = "resolve"


def worker(role: Annotated[Role, typer.Argument(help="Which agent to run.")]) -> None:
    """Run one worker until SIGTERM. It ends itself at any failure: something must start it again."""
    # Faust takes its time to import; the other commands do without it.
    from streams.worker import run_resolve, run_triage  # noqa: PLC0415

    run = run_triage if role is Role.TRIAGE else run_resolve
    run(with_port_of(configured(), role))
