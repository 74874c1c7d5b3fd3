"""A command that is killed at a gate in the database."""

import signal
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from streams.cli import main
from streams.settings import Settings
from tests.e2e.city import City
from tests.e2e.gate import Gate, gate
from tests.e2e.workers import told
from tests.forked import forked

REACHED_S = 60


@asynccontextmanager
async def killed(
    city: City, *command: str, at: tuple[str, str], by: Settings | None = None
) -> AsyncIterator[Gate]:
    """Killed when somebody waits at the gate (table and statement), which is closed until the block ends.

    `by` are settings of its own.
    """
    table, statement = at
    async with gate(city.settings.postgres.url, table, statement) as closed:
        process = forked(main, *command, env=told(by or city.settings))
        try:
            await city.until(closed.reached, f"somebody to write to {table}", REACHED_S)
        finally:
            process.kill()
        assert await process.wait() == -signal.SIGKILL
        yield closed
