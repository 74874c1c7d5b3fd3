"""Chunks of several partitions worked on side by side: one is decided while another waits to be written."""

import asyncio
from collections.abc import AsyncIterator, Callable, Coroutine
from typing import Any

from streams.transport.chunk import Chunk

ABREAST = 2
"""So many turns are in hand at a time. The code keeps one core busy: with a third nothing is gained but
memory, and an urgent record waits for one more.
"""

Work = Callable[[Chunk], Coroutine[Any, Any, None]]


async def abreast(chunks: AsyncIterator[Chunk], work: Work, most: int = ABREAST) -> None:
    """Work on each chunk as it comes, on at most `most` at a time. `work` lets no error out.

    Two of one partition are never in hand together. Who cancels this cancels the work on what is in hand.
    """
    room = asyncio.Semaphore(most)
    in_hand: dict[asyncio.Task[None], None] = {}

    def done(task: asyncio.Task[None]) -> None:
        del in_hand[task]
        room.release()

    try:
        # Whose turn is next is settled when there is room for it, and not before.
        while await room.acquire() and (chunk := await _next(chunks)):
            task = asyncio.create_task(work(chunk))
            in_hand[task] = None
            task.add_done_callback(done)
        await asyncio.gather(*in_hand)
    finally:
        for task in [*in_hand]:
            task.cancel()


async def _next(chunks: AsyncIterator[Chunk]) -> Chunk | None:
    return await anext(chunks, None)
