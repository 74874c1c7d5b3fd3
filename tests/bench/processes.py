"""What processes take of processor and memory, with all that they have started; and that these end too."""

import signal
import sys
from collections.abc import Iterator, Sequence
from contextlib import suppress
from typing import NoReturn, TypeAlias

import psutil

Part: TypeAlias = Sequence[psutil.Process]


def unwind_at_sigterm() -> None:
    """So that the Kafka and Postgres of a bench end with it."""
    signal.signal(signal.SIGTERM, _unwind)


def _unwind(*_: object) -> NoReturn:
    sys.exit(143)


def spent_s(part: Part) -> float:
    """Seconds of CPU so far. Of children that have ended too: Postgres keeps one a connection."""
    own = sum(sum(process.cpu_times()[:2]) for process in _all(part))
    ended = sum(sum(process.cpu_times()[2:4]) for process in part if process.pid != psutil.Process().pid)
    return own + ended


def unshared_bytes(part: Part) -> int:
    """Of memory."""
    return sum(process.memory_full_info().uss for process in _all(part))


def _all(part: Part) -> Iterator[psutil.Process]:
    this = psutil.Process().pid
    for process in part:
        yield process
        # What this process has started are parts of their own.
        for child in process.children(recursive=True) if process.pid != this else ():
            with suppress(psutil.NoSuchProcess):
                child.cpu_times()
                yield child
