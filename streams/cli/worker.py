"""`sinergi worker`: one agent, as Kubernetes or systemd runs it."""

from enum import StrEnum
from typing import Annotated

import typer

from streams.cli import interruptible
from streams.cli.configured import configured
from streams.cli.long_running import logged
from streams.settings import Settings
from streams.stack.crew import with_port_of


class Role(StrEnum):
    """Which agent."""

    TRIAGE = "triage"
    RESOLVE = "resolve"
    WEBHOOKS = "webhooks"
    WATCH = "watch"


def worker(role: Annotated[Role, typer.Argument(help="Which agent to run.")]) -> None:
    """Run one worker until SIGTERM. It ends itself at any failure: something must start it again.

    `watch` alone goes on while Kafka or Postgres is away, since it must tell of it.
    """
    settings = with_port_of(configured(), role)
    with logged(role.value, settings):
        _run(role, settings)


def _run(role: Role, settings: Settings) -> None:
    # Faust takes its time to import; the other commands do without it.
    from streams.workers.resolve import run_resolve  # noqa: PLC0415
    from streams.workers.triage import run_triage  # noqa: PLC0415
    from streams.workers.watch import run_watch  # noqa: PLC0415
    from streams.workers.webhooks import run_webhooks  # noqa: PLC0415

    match role:
        case Role.TRIAGE:
            run_triage(settings)
        case Role.RESOLVE:
            run_resolve(settings)
        case Role.WEBHOOKS:
            interruptible.run(run_webhooks(settings))
        case Role.WATCH:
            interruptible.run(run_watch(settings))
