"""The workers of one machine: started, kept alive, watched until ready, and stopped in order."""

import asyncio
import os
import sys
from collections.abc import AsyncIterator, Callable, Coroutine, Iterator, Sequence
from contextlib import asynccontextmanager
from http.client import HTTPConnection, HTTPException
from pathlib import Path
from typing import TypeAlias

from streams.connections import NotReadyError
from streams.ports import claim, free_port, is_free
from streams.settings import Settings
from streams.settings.source import PREFIX, environment_of
from streams.stack.supervise import Child, keep

WORKERS = ("triage", "resolve")
"""In the order in which they are stopped; the board before them."""
BOARD = "board"
ON_THEIR_OWN = ("webhooks", "watch")
"""Not started here: commands of their own, for who has webhooks or a watch. Their ports follow."""
READY_S = 60.0
LOST_S = 0.1
"""So long a worker may take to stop when what it stands on is gone."""
_POLL_S = 0.1
_ANSWER_S = 2.0
_TAIL_LINES = 20
_PORT_TRIES = 50

Watch: TypeAlias = Callable[[], Coroutine[object, object, None]]
"""Runs without end, unless something is wrong: then it raises that."""


@asynccontextmanager
async def working(settings: Settings, *, quiet: bool, watch: Watch | None = None) -> AsyncIterator[None]:
    """Both workers, and the board where it has a port, ready.

    One that keeps dying cancels the block, and `GaveUpError` is raised from it.

    So does what `watch` raises: the workers then stand on nothing and are killed, since they could not
    finish what they have begun.
    """
    owner = asyncio.current_task()
    failures: list[BaseException] = []

    def ended(task: asyncio.Task[None]) -> None:
        if not task.cancelled() and (error := task.exception()) and owner:
            failures.append(error)
            owner.cancel()

    children = list(_children(settings, quiet=quiet))
    tasks = [asyncio.create_task(keep(child), name=child.name) for child in children]
    watching = [asyncio.create_task(watch())] if watch else []
    for task in (*tasks, *watching):
        task.add_done_callback(ended)
    try:
        await _ready(settings, children)
        yield
    except asyncio.CancelledError:
        if not failures or not owner:
            raise
        owner.uncancel()
        raise failures[0] from None
    finally:
        within_s = LOST_S if any(task.done() for task in watching) else None
        for task in (*watching, *tasks):
            await _stop(task, within_s)


async def _stop(task: asyncio.Task[None], within_s: float | None) -> None:
    """Stop a worker in order, or after so long by force: that is what a second cancellation does."""
    task.cancel()
    await asyncio.wait([task], timeout=within_s)
    task.cancel()
    await asyncio.wait([task])


def with_ports(settings: Settings) -> Settings:
    """With a web port that is free, as are the next ones, one for each worker, and one for the board where it
    shall have any. Raises `NotReadyError`.
    """
    if serves_board(settings) and not settings.board.port:
        port = free_port(settings.board.host)
        settings = settings.model_copy(update={"board": settings.board.model_copy(update={"port": port})})
    host, port = settings.web.host, settings.web.port
    if port:
        if taken := [one for one in _ports(port) if not is_free(host, one)]:
            raise NotReadyError(
                f"port {taken[0]} for metrics is taken; SINERGI_WEB_PORT names another, 0 takes a free one"
            )
        return settings
    for _ in range(_PORT_TRIES):
        port = free_port(host)
        if all(claim(host, one) for one in _ports(port)[1:]):
            return _with_port(settings, port)
    raise NotReadyError("no free ports for metrics were found")


def with_port_of(settings: Settings, worker: str) -> Settings:
    """With a web port of the worker's own, unless the settings name one."""
    return (
        settings if "port" in settings.web.model_fields_set else _with_port(settings, _port(settings, worker))
    )


def address_of(settings: Settings, worker: str) -> str:
    """Where a worker of this machine shows metrics and health."""
    return f"http://{settings.web.host}:{_port(settings, worker)}"


def serves_board(settings: Settings) -> bool:
    """Whether the board is among what is kept alive: a setting names its port."""
    return "port" in settings.board.model_fields_set


def board_address(settings: Settings) -> str:
    """How its users reach it."""
    return settings.board.url or f"http://{settings.board.host}:{settings.board.port}"


def _port(settings: Settings, worker: str) -> int:
    return settings.web.port + (*WORKERS, *ON_THEIR_OWN).index(worker)


def _with_port(settings: Settings, port: int) -> Settings:
    return settings.model_copy(update={"web": settings.web.model_copy(update={"port": port})})


def _ports(first: int) -> range:
    return range(first, first + len(WORKERS))


def _children(settings: Settings, *, quiet: bool) -> Iterator[Child]:
    """In the order in which they are stopped."""
    if serves_board(settings):
        yield _child(_with_photos(settings), BOARD, (BOARD,), quiet=quiet)
    for worker in WORKERS:
        own = _with_port(settings, _port(settings, worker))
        yield _child(own, worker, ("worker", worker), quiet=quiet)


def _with_photos(settings: Settings) -> Settings:
    """On one machine they lie where the intake keeps them, unless a setting says where."""
    url = settings.photos.url or settings.photo_folder.as_uri()
    return settings.model_copy(update={"photos": settings.photos.model_copy(update={"url": url})})


def _child(settings: Settings, name: str, command: Sequence[str], *, quiet: bool) -> Child:
    inherited = {name: value for name, value in os.environ.items() if not name.startswith(PREFIX)}
    return Child(
        name=name,
        command=(sys.executable, "-m", "streams.cli", *command),
        environment=inherited | environment_of(settings),
        log=settings.folder / f"{name}.log" if quiet else None,
    )


async def _ready(settings: Settings, children: Sequence[Child]) -> None:
    try:
        async with asyncio.timeout(READY_S):
            for child in children:
                await _answer(settings, child.name)
    except TimeoutError:
        logs = "".join(f"\n--- {child.name}:\n{_tail(child.log)}" for child in children if child.log)
        raise NotReadyError(f"the workers were not ready within {READY_S:.0f} s{logs}") from None


async def _answer(settings: Settings, name: str) -> None:
    if name == BOARD:
        host, port = settings.board.host, settings.board.port
    else:
        host, port = settings.web.host, _port(settings, name)
    while not await asyncio.to_thread(_answers, host, port):  # noqa: ASYNC110  (it is in another process)
        await asyncio.sleep(_POLL_S)


def _answers(host: str, port: int) -> bool:
    """Whether `/healthz/ready` says yes; a worker that is not there yet says nothing."""
    connection = HTTPConnection(host, port, timeout=_ANSWER_S)
    try:
        connection.request("GET", "/healthz/ready")
        return connection.getresponse().status == 200
    except (OSError, HTTPException):
        return False
    finally:
        connection.close()


def _tail(log: Path) -> str:
    lines = log.read_text(encoding="utf-8", errors="replace").splitlines()
    return "\n".join(lines[-_TAIL_LINES:])
