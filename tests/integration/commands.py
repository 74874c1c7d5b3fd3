"""Commands that ask a Postgres of the test's own, and what others do there meanwhile."""

import asyncio

import asyncpg
from typer.testing import CliRunner, Result

from streams.cli import make_cli


def run(*arguments: str) -> Result:
    return CliRunner().invoke(make_cli(*arguments[:1]), arguments)


def execute(database: str, *statements: str) -> None:
    async def executed() -> None:
        connection = await asyncpg.connect(database)
        for statement in statements:
            await connection.execute(statement)
        await connection.close()

    asyncio.run(executed())
