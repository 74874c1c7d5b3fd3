"""Waiting for what will be, with a bound, and saying what did not come."""

import asyncio
import time
from collections.abc import Awaitable, Callable, Coroutine
from typing import Any, TypeVar

WITHIN_S = 15.0
_POLL_S = 0.01

Answer = TypeVar("Answer")


async def until(
    condition: Callable[[], bool] | Callable[[], Awaitable[bool]],
    what: str,
    within_s: float = WITHIN_S,
    poll_s: float = _POLL_S,
) -> None:
    """Wait for a condition. Raises `TimeoutError`, saying what for."""
    try:
        async with asyncio.timeout(within_s):
            while not await _holds(condition):
                await asyncio.sleep(poll_s)
    except TimeoutError as error:
        raise TimeoutError(f"waited {within_s:.0f} s for: {what}") from error


def wait_until(condition: Callable[[], bool], what: str, within_s: float = WITHIN_S) -> None:
    """The same, for tests that give commands one after the other."""
    deadline = time.monotonic() + within_s
    while not condition():
        if time.monotonic() > deadline:
            raise TimeoutError(f"waited {within_s:.0f} s for: {what}")
        time.sleep(_POLL_S)


async def uncut(work: Coroutine[Any, Any, Answer]) -> Answer:
    """Do it to its end, also when the caller is cancelled meanwhile: then that goes on afterwards.

    For clients of Kafka, which aiokafka leaves open when they are cancelled while they connect.
    """
    task = asyncio.create_task(work)
    try:
        return await asyncio.shield(task)
    finally:
        await asyncio.wait([task])


async def listens(port: int) -> bool:
    """Whether somebody takes connections on a port of this machine."""
    try:
        _, writer = await asyncio.open_connection("127.0.0.1", port)
    except OSError:
        return False
    writer.close()
    await writer.wait_closed()
    return True


async def _holds(condition: Callable[[], bool] | Callable[[], Awaitable[bool]]) -> bool:
    found = condition()
    return found if isinstance(found, bool) else await found
