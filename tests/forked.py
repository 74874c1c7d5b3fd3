"""Programs in processes of their own that have imported everything before they begin.

What a worker imports takes 2 s of the processor, and tests start hundreds of them. These are forked from one
that has imported it (the forkserver of `multiprocessing`); signals, exit codes and output are their own.
"""

import asyncio
import multiprocessing
import os
import signal
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from multiprocessing.context import ForkServerProcess
from multiprocessing.reduction import DupFd
from typing import Any

_FORKS = multiprocessing.get_context("forkserver")
_FORKS.set_forkserver_preload(["tests.preloaded"])


class Forked:
    """As `asyncio.subprocess.Process`, without its pipes. It belongs to the loop in which it was made."""

    def __init__(self, process: ForkServerProcess) -> None:
        assert process.pid
        self.pid = process.pid
        self.returncode: int | None = None
        self._process = process
        self._ended = asyncio.Event()
        asyncio.get_running_loop().add_reader(process.sentinel, self._end)

    async def wait(self) -> int:
        """Its exit code, once it has one; that of a signal is its number below zero."""
        await self._ended.wait()
        assert self.returncode is not None
        return self.returncode

    def send_signal(self, number: signal.Signals) -> None:
        """Nothing, where it has ended."""
        if self.returncode is None:
            os.kill(self.pid, number)

    def terminate(self) -> None:
        """SIGTERM."""
        self.send_signal(signal.SIGTERM)

    def kill(self) -> None:
        """SIGKILL."""
        self.send_signal(signal.SIGKILL)

    def _end(self) -> None:
        asyncio.get_running_loop().remove_reader(self._process.sentinel)
        self.returncode = self._process.exitcode
        self._ended.set()
        self._process.close()


@dataclass(frozen=True, slots=True)
class _Place:
    """What a process is given by who starts it. `out` and `err` are files of the starter."""

    arguments: Sequence[str]
    environment: Mapping[str, str]
    out: Any
    err: Any
    group: int | None


def forked(
    main: Callable[[], object],
    *arguments: str,
    env: Mapping[str, str],
    out: int,
    err: int,
    group: int | None = None,
) -> Forked:
    """Run a function of a module as a program with these arguments. `group` is a process group to join."""
    place = _Place(arguments, env, DupFd(out), DupFd(err), group)
    process = _FORKS.Process(target=_begin, args=(main, place), daemon=True)
    process.start()
    return Forked(process)


def _begin(main: Callable[[], object], place: _Place) -> None:
    if place.group is not None:
        os.setpgid(0, place.group)
    for number, given in ((1, place.out), (2, place.err)):
        file = given.detach()
        os.dup2(file, number)
        os.close(file)
    os.environ.clear()
    os.environ.update(place.environment)
    time.tzset()
    sys.argv = [sys.argv[0], *place.arguments]
    main()
