"""Commands that ask Postgres, on one of their own."""

import json
import os
from pathlib import Path

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
