"""Keeps a child process alive: started again after each death, but not without end."""

import asyncio
import signal
import sys
import time
from collections import deque
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from schemas.plain_error import PlainError
from streams.logs import logger
from streams.stack.guard import Guard

STOP_S = 25.0
"""How long a child may take to stop: a worker ends itself after 20 s (`failfast.STOPPING_S`)."""
FIRST_DELAY_S = 0.2
LAST_DELAY_S = 5.0
DEATHS_MAX = 10
WINDOW_S = 60.0

log = logger(__name__)


class GaveUpError(PlainError):
    """A child died too often in too short a time."""


@dataclass(frozen=True, slots=True)
class Child:
    """A process to keep. Its output goes to `log`, or to ours when there is none."""

    name: str
    command: Sequence[str]
    environment: Mapping[str, str]
    log: Path | None = None


@dataclass(slots=True)
class Deaths:
    """When a child died, as far back as the window reaches."""

    times: deque[float] = field(default_factory=deque)

    def delay_s(self, now: float) -> float | None:
        """Count one death; how long to wait before the next start, or None to give up.

        The wait doubles with each death within the window.
        """
        self.times.append(now)
        while now - self.times[0] > WINDOW_S:
            self.times.popleft()
        if len(self.times) >= DEATHS_MAX:
            return None
        delay_s: float = FIRST_DELAY_S * 2 ** (len(self.times) - 1)
        return min(delay_s, LAST_DELAY_S)


async def keep(child: Child) -> None:
    """Run the child until cancelled, then stop it. Raises `GaveUpError`."""
    deaths = Deaths()
    while True:
        code = await _run(child)
        delay_s = deaths.delay_s(time.monotonic())
        if delay_s is None:
            raise GaveUpError(f"{child.name} died {DEATHS_MAX} times within {WINDOW_S:.0f} s; giving up")
        log.warning("a worker ended and is started again", worker=child.name, code=code, delay_s=delay_s)
        await asyncio.sleep(delay_s)


async def _run(child: Child) -> int:
    process = await _start(child)
    with Guard(process.pid, signal.SIGTERM):
        try:
            return await process.wait()
        finally:
            if process.returncode is None:
                await _stop(child, process)


async def _start(child: Child) -> asyncio.subprocess.Process:
    # A session of its own: Ctrl-C reaches us alone, and we stop the children in order.
    if child.log is None:
        return await _spawn(child, sys.stderr.fileno())
    with child.log.open("ab") as output:
        return await _spawn(child, output.fileno())


async def _spawn(child: Child, output: int) -> asyncio.subprocess.Process:
    return await asyncio.create_subprocess_exec(
        *child.command,
        env=child.environment,
        stdin=asyncio.subprocess.DEVNULL,
        stdout=output,
        stderr=output,
        start_new_session=True,
    )


async def _stop(child: Child, process: asyncio.subprocess.Process) -> None:
    process.terminate()
    try:
        async with asyncio.timeout(STOP_S):
            await process.wait()
    except TimeoutError:
        log.warning("a worker did not stop and is killed", worker=child.name, within_s=STOP_S)
    finally:
        if process.returncode is None:
            process.kill()
            await process.wait()
