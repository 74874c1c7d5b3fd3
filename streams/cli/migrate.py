"""`sinergi migrate`: Postgres' schema."""

import asyncio
from typing import Annotated

import typer

from sinks.migrate import migrate as apply
from sinks.sql import Migration
from streams.cli.configured import configured
from streams.cli.output import print_json, print_line
from streams.connections import postgres
from streams.settings import Settings


def migrate(*, json: Annotated[bool, typer.Option("--json", help="Print one JSON object.")] = False) -> None:
    """Bring the schema of Postgres up to this version of the code. What is there already stays."""
    applied = asyncio.run(_migrate(configured()))
    names = [f"{step.number:04} {step.name}" for step in applied]
    if json:
        print_json({"applied": names})
    else:
        print_line("\n".join(f"applied {name}" for name in names) or "nothing to apply")


async def _migrate(settings: Settings) -> list[Migration]:
    async with postgres(settings.postgres, wait_s=settings.postgres.wait_s, unchecked=True) as pool:
        return await apply(pool)
