"""Every connection of the city, through a relay that can cut and slow it between any two processes.

Who connects is known by the process that holds the other end, so nobody need be told another address than
everybody else, and no rights are needed.
"""

import asyncio
import time
from collections import defaultdict
from collections.abc import Callable, Iterable
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Self, TypeAlias

from tests.chaos.peers import holder

_READ_BYTES = 256 << 10

Sources: TypeAlias = Callable[[], Iterable[tuple[str, int]]]
"""Name and process id of everybody who may connect, as of now."""


@dataclass(slots=True, eq=False)
class Wire:
    """Between two, whoever of them connects."""

    whole: asyncio.Event = field(default_factory=asyncio.Event)
    slow_s: float = 0.0

    def __post_init__(self) -> None:
        self.whole.set()


class Wires:
    """`connected` holds, of each server and port, since when which process had it: ports are used again."""

    def __init__(self, sources: Sources) -> None:
        self._sources = sources
        self._wires: defaultdict[frozenset[str], Wire] = defaultdict(Wire)
        self._relays: list[asyncio.Server] = []
        self._talks: set[asyncio.Task[None]] = set()
        self.connected: defaultdict[tuple[str, int], list[tuple[float, int]]] = defaultdict(list)

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(self, *_: object) -> None:
        for relay in self._relays:
            relay.close()
        # What was accepted last has three turns of the loop to go before it talks and can be ended.
        for _ in range(3):
            await asyncio.sleep(0)
        for talk in self._talks:
            talk.cancel()
        await asyncio.gather(*self._talks, return_exceptions=True)

    async def lead_to(self, server: str, port: int, at: int) -> None:
        """Listen on the port `at` for a server that listens on `port`."""

        async def talk(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
            task = asyncio.current_task()
            assert task
            self._talks.add(task)
            try:
                await self._talk(server, port, reader, writer)
            except asyncio.CancelledError:
                # Asyncio would tell of it as of an error that nobody fetched.
                writer.transport.abort()
            finally:
                self._talks.discard(task)

        self._relays.append(await asyncio.start_server(talk, "127.0.0.1", at))

    def cut(self, one: str, other: str) -> None:
        """Nothing comes through any more, and nobody is told."""
        self._wires[frozenset((one, other))].whole.clear()

    def slow(self, one: str, other: str, by_s: float) -> None:
        """Everything takes so long, each way."""
        self._wires[frozenset((one, other))].slow_s = by_s

    def mend(self, one: str, other: str) -> None:
        """As at first."""
        wire = self._wires[frozenset((one, other))]
        wire.slow_s = 0.0
        wire.whole.set()

    def at(self, server: str, port: int, moment: float) -> int:
        """Which process was connected from a port at that moment; 0 where it is not known."""
        before = [pid for since, pid in self.connected.get((server, port), ()) if since <= moment]
        return before[-1] if before else 0

    async def _talk(
        self, server: str, port: int, reader: asyncio.StreamReader, writer: asyncio.StreamWriter
    ) -> None:
        peer, here = (writer.get_extra_info(end)[1] for end in ("peername", "sockname"))
        name, pid = holder(peer, here, self._sources())
        wire = self._wires[frozenset((name, server))]
        await wire.whole.wait()
        try:
            there, back = await asyncio.open_connection("127.0.0.1", port)
        except OSError:
            writer.transport.abort()
            return
        self.connected[server, back.get_extra_info("sockname")[1]].append((time.time(), pid))
        flows = [asyncio.create_task(_flow(wire, *ends)) for ends in ((reader, back), (there, writer))]
        try:
            # Whoever closes one way is gone: nobody here half-closes.
            await asyncio.wait(flows, return_when=asyncio.FIRST_COMPLETED)
        finally:
            for flow in flows:
                flow.cancel()
            await asyncio.gather(*flows, return_exceptions=True)
            for end in (writer, back):
                end.close()


async def _flow(wire: Wire, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    with suppress(OSError):
        while some := await reader.read(_READ_BYTES):
            if wire.slow_s:
                await asyncio.sleep(wire.slow_s)
            await wire.whole.wait()
            writer.write(some)
            await writer.drain()
        await wire.whole.wait()
