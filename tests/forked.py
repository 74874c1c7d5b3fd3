"""Programs in processes of their own that have imported everything before they begin.

What a worker imports takes 2 s of the processor, and tests start hundreds of them. These are forked from one
that has imported it (the forkserver of `multiprocessing`); signals, exit codes and output are their own. The
order of their sets is not (one seed for all), and what `atexit` holds is not run.
"""

import asyncio
import multiprocessing
import os
import signal
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from importlib import import_module
from multiprocessing.context import ForkServerProcess
from multiprocessing.reduction import DupFd
from operator import methodcaller
from typing import Any

_FORKS = multiprocessing.get_context("forkserver")
_PRELOADED = "tests.preloaded"
_FORKS.set_forkserver_preload([_PRELOADED])


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
            with suppress(ProcessLookupError):  # The forkserver knows of an end before we do.
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


class _File(int):
    """A file that is open here, and goes along with the fork, where it has another number."""

    def __reduce__(self) -> tuple[Callable[..., int], tuple[Any]]:
        return methodcaller("detach"), (DupFd(self),)


def forked(
    main: Callable[[], object],
    *arguments: str,
    env: Mapping[str, str],
    out: int = 1,
    err: int = 2,
    group: int | None = None,
) -> Forked:
    """Run a function of a module as a program with these arguments. `group` is a process group to join."""
    given = (main, arguments, env, _File(out), _File(err), group)
    process = _FORKS.Process(target=_begin, args=given, daemon=True)
    process.start()
    return Forked(process)


def _begin(
    main: Callable[[], object],
    arguments: Sequence[str],
    env: Mapping[str, str],
    out: int,
    err: int,
    group: int | None,
) -> None:
    if group is not None:
        os.setpgid(0, group)
    for file, number in ((out, 1), (err, 2)):
        os.dup2(file, number)
        os.close(file)
    # Done already, unless it failed: the forkserver keeps that to itself.
    import_module(_PRELOADED)
    os.environ.clear()
    os.environ.update(env)
    time.tzset()
    sys.argv = [sys.argv[0], *arguments]
    main()
