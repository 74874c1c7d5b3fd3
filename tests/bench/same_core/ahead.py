"""For engines with an event loop: a batch is decided in a thread while the one before is written."""

import asyncio
from collections.abc import Callable, Sequence

from tests.bench.same_core.stage import Send, Stage
from tests.bench.same_core.work import Decided, Record


class Ahead:
    """At most one batch is being written while another is decided."""

    def __init__(self, stage: Stage, send: Send) -> None:
        self._stage = stage
        self._send = send
        self._writing: asyncio.Task[None] | None = None

    async def take(self, records: Sequence[Record], then: Callable[[], object]) -> None:
        """`then` is called once it is written. Raises what writing the batch before raised."""
        read = await asyncio.to_thread(self._stage.read, records)
        decided = await asyncio.to_thread(self._stage.decide, read, await self._stage.known(read))
        if self._writing:
            await self._writing
        self._writing = asyncio.create_task(self._write(decided, then))

    async def _write(self, decided: Decided, then: Callable[[], object]) -> None:
        await self._stage.write(decided, self._send)
        then()
