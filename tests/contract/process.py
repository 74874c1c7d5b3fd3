"""A worker process of the contract tests, seen from outside."""

import asyncio
import os
import signal
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager

from tests.contract.worker import main
from tests.forked import forked


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
        async with _pipe() as (out, lines), _pipe() as (err, log):
            self._process = forked(main, *arguments, env=clean | environment, out=out, err=err)
        self._readers = asyncio.gather(self._read_lines(lines), self._read_log(log))

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
        self._process.kill()
        await self.ended()

    async def _read_lines(self, lines: asyncio.StreamReader) -> None:
        async for line in lines:
            if not line.endswith(b"\n"):  # Killed in the middle of it.
                break
            text = line.decode().strip()
            self._on_line(text)
            async with self._said:
                self._lines.append(text)
                self._said.notify_all()

    async def _read_log(self, log: asyncio.StreamReader) -> None:
        self.log = (await log.read()).decode()


@asynccontextmanager
async def _pipe() -> AsyncIterator[tuple[int, asyncio.StreamReader]]:
    """A pipe for what is started in the block: the end to write to, and a reader of the other."""
    reading, writing = os.pipe()
    reader = asyncio.StreamReader()
    loop = asyncio.get_running_loop()
    await loop.connect_read_pipe(
        lambda: asyncio.StreamReaderProtocol(reader), os.fdopen(reading, "rb", buffering=0)
    )
    try:
        yield writing, reader
    finally:
        os.close(writing)
