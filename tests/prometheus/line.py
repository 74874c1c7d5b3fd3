"""A line to a server, which a test cuts: who is connected loses the connection, and nobody gets a new one."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress


class Line:
    """Listens on a port of its own, the same one after it was mended."""

    def __init__(self, host: str, port: int) -> None:
        self._far = host, port
        self._ends: set[asyncio.StreamWriter] = set()
        self._server: asyncio.Server | None = None
        self.port = 0

    async def mend(self) -> None:
        """Let connections through, from now on."""
        self._server = await asyncio.start_server(self._connected, "127.0.0.1", self.port)
        self.port = self._server.sockets[0].getsockname()[1]

    async def cut(self) -> None:
        """Until it is mended."""
        assert self._server
        self._server.close()
        for end in self._ends:
            end.transport.abort()

    async def _connected(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        far_reader, far_writer = await asyncio.open_connection(*self._far)
        ends = {writer, far_writer}
        self._ends |= ends
        await asyncio.gather(_carry(reader, far_writer), _carry(far_reader, writer))
        self._ends -= ends


async def _carry(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    with suppress(ConnectionError):  # Each end may go at any time; then the other goes too.
        while some := await reader.read(1 << 16):
            writer.write(some)
            await writer.drain()
    writer.close()


@asynccontextmanager
async def line(host: str, port: int) -> AsyncIterator[Line]:
    """A line that is whole."""
    made = Line(host, port)
    await made.mend()
    try:
        yield made
    finally:
        await made.cut()
