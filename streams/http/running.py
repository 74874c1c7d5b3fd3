"""Work that goes on beside what is served."""

import asyncio
from collections.abc import AsyncIterator, Coroutine
from contextlib import asynccontextmanager


@asynccontextmanager
async def running(work: Coroutine[object, object, None], name: str) -> AsyncIterator[None]:
    """Let work that has no end go on until the end of the block.

    If it fails, the block is cancelled and its error raised: nobody would miss it otherwise.
    """
    try:
        async with asyncio.TaskGroup() as group:
            task = group.create_task(work, name=name)
            yield
            task.cancel()
    except BaseExceptionGroup as failed:
        # Whatever fails first ends the other; a group of one only hides what it is.
        raise failed.exceptions[0] from None
