"""Worker processes under a supervisor that starts them again, as systemd would."""

import asyncio
import re
import signal
import sys
import urllib.error
import urllib.request
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path
from types import MappingProxyType
from typing import Literal

from streams.cli import main
from streams.failfast import STOPPING_S
from streams.ports import free_port
from streams.settings import Settings, WebSettings
from streams.settings.source import environment_of
from tests.e2e.servers import Guard
from tests.forked import Forked, forked
from tests.waiting import until

Role = Literal["triage", "resolve", "webhooks", "watch", "intake", "board"]

CODE = Path(__file__).parents[2]
"""What is tested; a worker may run other code, of another folder."""

READY_S = 120.0
_POLL_S = 0.1
STOP_S = STOPPING_S
"""The longest that SIGTERM may take: then the worker ends itself, with another exit code."""

_OWN_COMMANDS = ("intake", "board")
_SINERGI = (sys.executable, "-m", "streams.cli")


class Worker:
    """One worker. `exits` holds the exit code of every process it was so far; it is told `more` variables.

    `forks` where its start is not what matters, and no other code: see `tests.forked`.
    """

    def __init__(
        self,
        role: Role,
        number: int,
        settings: Settings,
        guard: Guard,
        code: Path = CODE,
        more: Mapping[str, str] = MappingProxyType({}),
        *,
        forks: bool = False,
    ) -> None:
        self.role = role
        self.name = f"{role}-{number}"
        self.exits: list[int] = []
        self.log = settings.folder / f"{self.name}.log"
        self._port = free_port()
        self._guard = guard
        self._code = code
        self._more = more
        self._forks = forks
        pages = {"board": settings.board} if role == "board" else {"intake": settings.intake}
        self._settings = settings.model_copy(
            update={
                "web": WebSettings(port=self._port),
                "folder": settings.folder / self.name,
                **{name: one.model_copy(update={"port": self._port}) for name, one in pages.items()},
            }
        )
        self._process: asyncio.subprocess.Process | Forked | None = None
        self._killed: asyncio.subprocess.Process | Forked | None = None
        self._supervisor: asyncio.Task[None] | None = None

    async def start(self) -> None:
        """Start it, and keep it alive."""
        await self._spawn()
        self._supervisor = asyncio.create_task(self._supervise())

    async def stop(self) -> int:
        """SIGTERM; the exit code. Raises `TimeoutError` after `STOP_S`."""
        assert self._process
        assert self._supervisor
        self._supervisor.cancel()
        self._process.terminate()
        async with asyncio.timeout(STOP_S):
            return await self._process.wait()

    async def retire(self) -> int:
        """SIGTERM, whatever it is at; the exit code, which is that of SIGKILL after `STOP_S`."""
        assert self._process
        assert self._supervisor
        self._supervisor.cancel()
        self._supervisor = None
        if self._process.returncode is None:
            self._process.terminate()
            with suppress(TimeoutError):
                async with asyncio.timeout(STOP_S + 5):
                    return await self._process.wait()
            self._process.kill()
        return await self._process.wait()

    @property
    def supervised(self) -> bool:
        """Whether it is meant to run."""
        return self._supervisor is not None

    async def end(self) -> None:
        """SIGKILL, for good."""
        if self._process and self._supervisor:
            self._supervisor.cancel()
            if self._process.returncode is None:
                self._process.kill()
            await self._process.wait()

    @property
    def address(self) -> str:
        """Host and port of its pages."""
        return f"127.0.0.1:{self._port}"

    @property
    def pid(self) -> int | None:
        """Of the process as it is now; None where it does not run."""
        return self._process.pid if self._process and self._process.returncode is None else None

    @property
    def alive(self) -> bool:
        """Whether it runs: one that was killed does not until its supervisor has started it again."""
        running = self._process is not None and self._process.returncode is None
        return running and self._process is not self._killed

    def signal(self, number: signal.Signals) -> None:
        """Send a signal to the process as it is now."""
        assert self._process
        self._process.send_signal(number)
        if number is signal.SIGKILL:
            self._killed = self._process

    def said(self, pattern: str) -> bool:
        """Whether a line of its log matches."""
        return re.search(pattern, self.log.read_text()) is not None

    async def ready(self) -> None:
        """Wait until it has taken over its partitions."""
        await until(self.is_ready, f"{self.name} to be ready", READY_S, _POLL_S)

    async def is_ready(self) -> bool:
        return (await self.page("healthz/ready"))[0] == 200

    async def page(self, path: str) -> tuple[int, str]:
        """The status and text of a page of its web server; status 0 if there is no answer."""
        return await asyncio.to_thread(_get, f"http://{self.address}/{path}")

    async def _spawn(self) -> None:
        command = [self.role] if self.role in _OWN_COMMANDS else ["worker", self.role]
        env = {**told(self._settings), **self._more}
        with self.log.open("ab") as log:
            if self._forks:
                self._process = forked(
                    main, *command, env=env, out=log.fileno(), err=log.fileno(), group=self._guard.group
                )
                return
            self._process = await asyncio.create_subprocess_exec(
                *_SINERGI,
                *command,
                stdin=asyncio.subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                env=env,
                cwd=self._code,
                process_group=self._guard.group,
            )

    async def _supervise(self) -> None:
        while True:
            assert self._process
            self.exits.append(await self._process.wait())
            await self._spawn()


def told(settings: Settings) -> dict[str, str]:
    """The variables of what is not as by default: older code refuses those that it does not know."""
    usual = environment_of(Settings())
    return {name: value for name, value in environment_of(settings).items() if usual.get(name) != value}


def _get(url: str) -> tuple[int, str]:
    try:
        with urllib.request.urlopen(url, timeout=2) as response:
            return response.status, response.read().decode()
    except urllib.error.HTTPError as error:
        with error:
            return error.code, error.read().decode()
    except OSError:
        return 0, ""
