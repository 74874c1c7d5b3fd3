"""Commands of `sinergi`, in this process: what is shown is what they do, not that Python starts."""

import asyncio
import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from typer.testing import CliRunner

from streams.cli import make_cli
from streams.settings import PostgresSettings, Settings
from tests.e2e.servers import postgres_bin
from tests.e2e.workers import told

LOGINS = Path(__file__).parents[2] / "deploy" / "logins.sql"
ANSWER_S = 60


async def sinergi(settings: Settings, *arguments: str, code: int | None = 0) -> Any:
    """What it answers as JSON; `code` is how it must end, if that matters."""
    command = [*arguments, "--json"]
    # Variables of this process are of the tests, and the command knows none of them.
    env = {**{name: None for name in os.environ if name.startswith("SINERGI_")}, **told(settings)}
    done = await asyncio.to_thread(CliRunner().invoke, make_cli(*command[:1]), command, env=env)
    assert code in {None, done.exit_code}, (arguments, done.output, done.exception)
    return json.loads(done.stdout) if done.stdout else None


async def sinergi_process(settings: Settings, *arguments: str) -> Any:
    """The same of a command that takes signals: in a process of its own."""
    command = [sys.executable, "-m", "streams.cli", *arguments, "--json"]
    done = await asyncio.to_thread(
        subprocess.run, command, env=told(settings), stdout=subprocess.PIPE, timeout=ANSWER_S, check=True
    )
    return json.loads(done.stdout)


def make_logins(settings: Settings) -> None:
    """As a superuser does, once."""
    postgres_program(*("psql", "--quiet", "--set=ON_ERROR_STOP=1", f"--file={LOGINS}"), settings.postgres.url)


def by_login(settings: Settings, process: str) -> Settings:
    """The same by the login of a process."""
    parts = urlsplit(settings.postgres.url)
    url = parts._replace(netloc=f"sinergi-{process}@{parts.netloc.rpartition('@')[2]}").geturl()
    return settings.model_copy(update={"postgres": PostgresSettings(url=url)})


def dumped(settings: Settings, file: Path) -> Path:
    """A backup."""
    postgres_program("pg_dump", "--format=custom", f"--file={file}", settings.postgres.url)
    return file


def restored(settings: Settings, backup: Path) -> None:
    """In the place of what is there."""
    url, _, name = settings.postgres.url.rpartition("/")
    postgres_program("dropdb", "--force", f"--maintenance-db={url}/postgres", name)
    postgres_program("createdb", f"--maintenance-db={url}/postgres", name)
    postgres_program("pg_restore", f"--dbname={url}/{name}", "--single-transaction", str(backup))


def postgres_program(program: str, *arguments: str) -> None:
    """One that comes with Postgres."""
    subprocess.run([postgres_bin(program), *arguments], check=True, timeout=ANSWER_S)
