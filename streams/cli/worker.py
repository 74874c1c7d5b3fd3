"""`sinergi worker`: one agent, as Kubernetes or systemd runs it."""

from enum import StrEnum
from typing import Annotated

import typer

from streams.cli import interruptible
from streams.cli.configured import configured
from streams.cli.long_running import logged
from streams.crew import with_port_of
from streams.settings import Settings


class Role(StrEnum):
    """Which agent."""

    TRIAGE = "triage"
    RESOLVE = "resolve"
    WEBHOOKS = "webhooks"


def worker(role: Annotated[Role, typer.Argument(help="Which agent to run.")]) -> None:
    """Run one worker until SIGTERM. It ends itself at any failure: something must start it again."""
    settings = with_port_of(configured(), role)
    with logged(role.value, settings):
        _run(role, settings)


def _run(role: Role, settings: Settings) -> None:
    if role is Role.WEBHOOKS:
        from streams.webhook_worker import run_webhooks  # noqa: PLC0415

        interruptible.run(run_webhooks(settings))
        return
    # Faust takes its time to import; the other commands do without it.
    from streams.worker import run_resolve, run_triage  # noqa: PLC0415

    run = run_triage if role is Role.TRIAGE else run_resolve
    run(settings)
