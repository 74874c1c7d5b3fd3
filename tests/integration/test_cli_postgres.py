"""Commands that ask Postgres, on one of their own."""

import asyncio
import json
import os
from pathlib import Path

import asyncpg
import pytest
from typer.testing import CliRunner, Result

from streams.cli import make_cli


@pytest.fixture(autouse=True)
def elsewhere(database: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    for name in [name for name in os.environ if name.startswith("SINERGI_")]:
        monkeypatch.delenv(name)  # What the tests are told is no setting.
    monkeypatch.setenv("SINERGI_POSTGRES_URL", database)


def run(*arguments: str) -> Result:
    return CliRunner().invoke(make_cli(), arguments)


def test_before_migrations_each_says_what_to_run() -> None:
    commands = (
        ("key", "add", "sorot", "--name", "aplikasi"),
        ("key", "list"),
        ("key", "revoke", "sorot-1"),
        ("webhook", "list"),
        ("explain", "sorot:1"),
        ("status", "sorot:1"),
    )
    for command in commands:
        result = run(*command)
        assert (result.exit_code, result.stdout) == (1, ""), command
        assert result.stderr.startswith("sinergi: migrations are missing: 0001 "), command
        assert result.stderr.endswith("; run `sinergi migrate`\n"), command


def test_lists_are_objects_with_a_list_in_them() -> None:
    assert run("migrate").exit_code == 0
    assert json.loads(run("key", "list", "--json").stdout) == {"keys": []}
    assert json.loads(run("webhook", "list", "--json").stdout) == {"webhooks": []}
    assert json.loads(run("webhook", "failed", "--json").stdout) == {"failed": []}


def test_check_tells_of_a_newer_database_on_which_workers_refuse_to_start(
    database: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SINERGI_KAFKA_BROKERS", "127.0.0.1:1")
    assert run("migrate").exit_code == 0
    execute(database, "insert into migrations values (900, 'of_tomorrow', 'x', now(), 900)")
    [line] = json.loads(run("check", "--json").stdout)["checks"]["postgres"]
    assert line.startswith("the database is too new for this code: 0900 of_tomorrow")


def execute(database: str, statement: str) -> None:
    async def executed() -> None:
        connection = await asyncpg.connect(database)
        await connection.execute(statement)
        await connection.close()

    asyncio.run(executed())
