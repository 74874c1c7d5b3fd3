"""Ending the process at once.

Nothing acknowledged is lost by dying: the supervisor starts the worker again and Kafka redelivers.
What hurts is dying slowly, since the partitions stand still meanwhile. Faust's own way out took a
minute when measured, so the exit here is `os._exit`.
"""

import asyncio
import contextlib
import logging
import os
import sys
import threading
import time
from collections.abc import Awaitable, Callable
from typing import Any, NoReturn

import faust
from faust.types import StreamT

from streams.logs import logger

CRASHED_S = 2.0
"""How long Faust may take to leave after a crash."""
STOPPING_S = 20.0
"""How long a worker may drain; Kubernetes kills after 30 s by default."""
_POLL_S = 0.2

log = logger(__name__)

Agent = Callable[[StreamT[Any]], Awaitable[None]]


def die(reason: str, error: BaseException | None = None) -> NoReturn:
    """Log and end the process with code 1, running no exit handlers. The reason quotes nothing."""
    try:
        log.critical("ending the process", reason=reason, exc_info=error)
        logging.shutdown()
        with contextlib.suppress(OSError, ValueError):
            sys.stdout.flush()
            sys.stderr.flush()
    finally:  # Who cannot say why ends all the same.
        os._exit(1)


def fatal(agent: Agent) -> Agent:
    """The agent, with every way out of it but a stop of the worker ending the process."""

    async def run(stream: StreamT[Any]) -> None:
        await or_die(f"agent {agent.__name__}", agent(stream))
        if not stream.app.should_stop:
            die(f"agent {agent.__name__} returned")

    run.__name__, run.__qualname__, run.__module__ = agent.__name__, agent.__qualname__, agent.__module__
    return run


async def or_die(name: str, work: Awaitable[None]) -> None:
    """Wait for it; any way out of it but its end or a stop of the worker ends the process."""
    try:
        await work
    except asyncio.CancelledError:
        raise
    except BaseException as error:
        die(f"{name} failed", error)


def watch(app: faust.App, *, crashed_s: float = CRASHED_S, stopping_s: float = STOPPING_S) -> None:
    """Start the thread that ends the process when Faust takes too long to end itself."""
    limits = (crashed_s, stopping_s)
    threading.Thread(target=_watch, args=(app, *limits), name="failfast", daemon=True).start()


def _watch(app: faust.App, crashed_s: float, stopping_s: float) -> NoReturn:
    """A thread that fails ends alone, and nobody would watch any more."""
    try:
        _look(app, crashed_s, stopping_s)
    except BaseException as error:
        die("the watchdog failed", error)


def _look(app: faust.App, crashed_s: float, stopping_s: float) -> NoReturn:
    fine = running = time.monotonic()
    while True:
        now = time.monotonic()
        fine = fine if app.crashed else now
        running = running if app.should_stop else now
        if now - fine > crashed_s:
            die(f"crashed {crashed_s} s ago", app.crash_reason)
        if now - running > stopping_s:
            die(f"not drained after {stopping_s} s")
        time.sleep(_POLL_S)
