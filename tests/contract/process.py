"""A worker process of the contract tests, seen from outside."""

import asyncio
import contextlib
import os
import signal
import sys
from collections.abc import Callable


class Worker:
    """A worker process, and what it said."""

    def __init__(self, name: str, on_line: Callable[[str], None]) -> None:
        self.name = name
        self.log = ""
        self._on_line = on_line
        self._said = asyncio.Condition()
        self._lines: list[str] = []

    async def start(self, environment: dict[str, str], *arguments: str) -> None:
        clean = {name: value for name, value in os.environ.items() if not name.startswith("SINERGI_")}
        self._process = await asyncio.create_subprocess_exec(
            *(sys.executable, "-m", "tests.contract.worker", *arguments),
            env=clean | environment,
            stdout=asyncio.subprocess.PIPE,
            stderr=asyncio.subprocess.PIPE,
        )
        self._readers = asyncio.gather(self._read_lines(), self._read_log())

    async def said(self, start: str) -> None:
        async with self._said:
            await self._said.wait_for(lambda: any(line.startswith(start) for line in self._lines))

    def send(self, number: signal.Signals) -> None:
        self._process.send_signal(number)

    async def ended(self) -> int:
        code = await self._process.wait()
        await asyncio.shield(self._readers)
        return code

    async def kill(self) -> None:
        with contextlib.suppress(ProcessLookupError):
            self._process.kill()
        await self.ended()

    async def _read_lines(self) -> None:
        async for line in self._process.stdout:
            if not line.endswith(b"\n"):  # Killed in the middle of it.
                break
            text = line.decode().strip()
            self._on_line(text)
            async with self._said:
                self._lines.append(text)
                self._said.notify_all()

    async def _read_log(self) -> None:
        self.log = (await self._process.stderr.read()).decode()
