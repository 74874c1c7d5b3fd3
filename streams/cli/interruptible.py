"""Ctrl-C and SIGTERM as a way to end a command in order."""

import asyncio
import signal
from collections.abc import Coroutine


def run(main: Coroutine[object, object, None]) -> bool:
    """Run to the end, or until a signal cancels it; whether it came to its own end.

    A second signal cuts short what the first one began: children are killed.
    """
    return asyncio.run(_run(main))


async def _run(main: Coroutine[object, object, None]) -> bool:
    task = asyncio.ensure_future(main)
    loop = asyncio.get_running_loop()
    for number in (signal.SIGINT, signal.SIGTERM):
        loop.add_signal_handler(number, task.cancel)
    await asyncio.wait([task])
    if task.cancelled():
        return False
    task.result()
    return True
