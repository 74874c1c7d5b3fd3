"""A peer's process: started, told to go, asked what it has spent, and ended."""

import asyncio
import os
import signal
import subprocess
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import psutil

from tests.bench.engine.environments import CHECKOUT, Peer

READY_S = 60.0
STOPS_S = 5.0


class Failed(Exception):  # noqa: N818
    """A peer ended, or came to something else; says what."""


class Running:
    """A peer's process that was told to start with a `job`."""

    def __init__(self, peer: Peer, job: Any, process: subprocess.Popen[str]) -> None:
        self.peer, self.job, self._process = peer, job, process
        self._cpu = psutil.Process(process.pid)
        self._began_s = self.whole_cpu_s()

    def cpu_s(self) -> float:
        """Since it was told to start."""
        return self.whole_cpu_s() - self._began_s

    def whole_cpu_s(self) -> float:
        """Since there is such a process, as its own `time.process_time`."""
        return sum(self._cpu.cpu_times()[:2])

    def check(self) -> None:
        """Raises `Failed` if it has ended."""
        if self._process.poll() is not None:
            said = (Path(self.job.folder) / "log").read_text().splitlines()
            raise Failed(f"ended with {self._process.returncode}: {' '.join(said[-1:])}")


@asynccontextmanager
async def started(peer: Peer, job: Any) -> AsyncIterator[Running]:
    """Start the peer with a job (`Told`, with a folder for it), tell it to go, and end it in the end."""
    folder = Path(job.folder)
    with (folder / "log").open("w") as log:
        process = subprocess.Popen(
            [*peer.command, job.told()],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=log,
            text=True,
            cwd=folder,
            env={**os.environ, "PYTHONPATH": str(CHECKOUT)},
        )
    try:
        await asyncio.wait_for(asyncio.to_thread(process.stdout.readline), READY_S)
        process.stdin.write("go\n")
        process.stdin.flush()
        yield Running(peer, job, process)
    finally:
        await asyncio.to_thread(_end, process)


def _end(process: subprocess.Popen[str]) -> None:
    process.send_signal(signal.SIGTERM)
    try:
        process.wait(STOPS_S)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait(STOPS_S)
    process.stdin.close()
    process.stdout.close()
