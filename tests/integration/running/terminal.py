"""A running `sinergi up --embedded`, and the commands that other terminals give it."""

import asyncio
import json
import os
import re
import signal
import subprocess
import sys
import urllib.request
from collections.abc import Iterator
from contextlib import chdir, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import psutil
from typer.testing import CliRunner

from streams.cli import make_cli
from streams.stack.advert import find
from tests.waiting import wait_until

READY_S = 60.0
ANSWER_S = 60.0
SINERGI = (sys.executable, "-m", "streams.cli")


@dataclass(frozen=True, slots=True)
class Terminal:
    """A directory in which commands are given."""

    folder: Path
    up: subprocess.Popen[bytes]

    def run(self, *arguments: str) -> subprocess.CompletedProcess[str]:
        """In this process where it can be: each start of Python takes a second."""
        return self._process(*arguments) if _in_a_loop() else self._invoked(*arguments)

    def _invoked(self, *arguments: str) -> subprocess.CompletedProcess[str]:
        gone: dict[str, str | None] = {name: None for name in os.environ if name.startswith("SINERGI_")}
        with chdir(self.folder):
            done = CliRunner().invoke(make_cli(*arguments[:1]), arguments, env=gone | environment())
        if done.exception and not isinstance(done.exception, SystemExit):
            raise done.exception
        return subprocess.CompletedProcess(arguments, done.exit_code, done.stdout, done.stderr)

    def _process(self, *arguments: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [*SINERGI, *arguments],
            cwd=self.folder,
            env=environment(),
            capture_output=True,
            text=True,
            timeout=ANSWER_S,
            check=False,
        )

    def answer(self, *arguments: str) -> Any:
        result = self.run(*arguments, "--json")
        assert result.returncode == 0, result.stderr
        return json.loads(result.stdout)

    def page(self, worker: str, path: str) -> str:
        """What a worker says of itself; raises `URLError` if it is not well."""
        said = (self.folder / "up.log").read_text()
        [address] = re.findall(rf"^  {worker} +(http://\S+)/metrics$", said, re.MULTILINE)
        with urllib.request.urlopen(f"{address}/{path}", timeout=ANSWER_S) as response:
            return response.read().decode()

    def postgres(self) -> str:
        """The address of its Postgres, as other commands find it."""
        return find(self.folder / ".sinergi")["SINERGI_POSTGRES_URL"]

    def worker(self, role: str) -> psutil.Process:
        """The worker process of now."""
        found: list[psutil.Process] = []

        def running() -> bool:
            found[:] = [child for child in psutil.Process(self.up.pid).children() if _is_worker(child, role)]
            return bool(found)

        wait_until(running, f"a worker {role}", READY_S)
        return found[0]


@dataclass(frozen=True, slots=True)
class Follower:
    """A command that goes on, and what it has said so far."""

    process: subprocess.Popen[bytes]
    out: Path
    err: Path

    def shown(self, words: str, times: int = 1) -> str:
        """All it showed, once these words are among it."""
        wait_until(lambda: self.out.read_text().count(words) >= times, words, ANSWER_S)
        return self.out.read_text()

    def interrupt(self) -> int:
        self.process.send_signal(signal.SIGINT)
        return self.process.wait(ANSWER_S)


@contextmanager
def following(terminal: Terminal, folder: Path, *arguments: str) -> Iterator[Follower]:
    """A follower that has begun."""
    out, err = folder / "out", folder / "err"
    with out.open("wb") as stdout, err.open("wb") as stderr:
        process = subprocess.Popen(
            [*SINERGI, "agency", "follow", *arguments],
            cwd=terminal.folder,
            env=environment(),
            stdout=stdout,
            stderr=stderr,
        )
    try:
        wait_until(
            lambda: "following" in err.read_text() or process.poll() is not None, "following", ANSWER_S
        )
        yield Follower(process, out, err)
    finally:
        process.kill()
        process.wait(ANSWER_S)


def environment() -> dict[str, str]:
    """Without the clock: what these tests report was said on another day, and all of it would come due."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith("SINERGI_")}
    return kept | {"SINERGI_WEB_PORT": "0", "SINERGI_CLOCK_TICK_S": "0", "SINERGI_LOG_FORMAT": "text"}


def _in_a_loop() -> bool:
    """Commands run a loop of their own, which a test that has one cannot hold."""
    try:
        asyncio.get_running_loop()
    except RuntimeError:
        return False
    return True


def _is_worker(process: psutil.Process, role: str) -> bool:
    try:
        return process.cmdline()[-2:] == ["worker", role]
    except psutil.Error:
        return False


def write(path: Path, *lines: object) -> str:
    path.write_text("\n".join(line if isinstance(line, str) else json.dumps(line) for line in lines))
    return str(path)


def said(id: str, **fields: object) -> dict[str, object]:
    return {"id": id, "reported_at": "2026-11-24T08:30:00+07:00", "text": "Pohon tumbang"} | fields
