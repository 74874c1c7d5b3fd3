"""Reading a topic so that each message is dealt with once, whatever is sent again and whoever dies."""

from collections import deque
from collections.abc import Callable
from contextlib import AbstractAsyncContextManager, AsyncExitStack, nullcontext, suppress
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from types import TracebackType
from typing import Generic, Self, TypeVar

from pydantic import ValidationError

from schemas.contract import Contract
from schemas.message import type_of
from streams.client.errors import NotOpen
from streams.client.log import Log, Record
from streams.client.memory import Done, Memory, Place
from streams.client.sqlite_memory import SqliteMemory
from streams.client.turn import AgainError, Give, Turn, Unbroken

T = TypeVar("T")
C = TypeVar("C", bound=Contract)


@dataclass(frozen=True, slots=True)
class Unread:
    """A record that this version of the client cannot read: its type is of a later version of Sinergi, or
    it is no message of Sinergi at all.

    It is handed to you and not left out, since it may be an incident: keep it, tell a person, or raise.
    `where` is topic/partition/offset.
    """

    type: str
    reason: str
    value: bytes
    where: str


@dataclass(frozen=True, slots=True)
class Read(Generic[T]):
    """What a record tells, and what it is a version of."""

    told: T
    subject: str
    version: int


class Reader(Generic[T]):
    """An async context manager, and an async iterator over what is new. For one task.

    What you were given is dealt with when you ask for the next, or say `done()`. Else it comes again: when
    you begin a new `async for`, whatever ended the last one, and when you enter the next time. So it is when
    log or memory fail. A cancelled `anext` loses nothing, and what it waited for goes on.
    """

    def __init__(
        self, topic: str, log: Log, memory: Memory | Path | str, read: Callable[[Record], Read[T]]
    ) -> None:
        self._topic = topic
        self._log = log
        self._held: AbstractAsyncContextManager[Memory] = (
            SqliteMemory(memory) if isinstance(memory, Path | str) else nullcontext(memory)
        )
        self._read = read
        self._open: AsyncExitStack | None = None
        self._turn: Turn[T] | None = None

    async def __aenter__(self) -> Self:
        """Take the memory, connect, and find the place. Raises `InUse`, `Unreachable`, `NoTopic`, `Gap`."""
        async with AsyncExitStack() as stack:
            self._memory = await stack.enter_async_context(self._held)
            stack.push_async_callback(self._log.close)
            self._cluster = await self._log.open()
            await self._log.begin(await self._memory.places(self._cluster, self._topic))
            self._records: deque[Record] = deque()
            self._page = Unbroken(self._log.page)
            stack.push_async_callback(self._page.stop)
            stack.push_async_callback(self._undo)
            self._open = stack.pop_all()
        return self

    async def __aexit__(
        self,
        _kind: type[BaseException] | None,
        _error: BaseException | None,
        _trace: TracebackType | None,
    ) -> None:
        """What you have in hand is not dealt with, and comes again."""
        stack, self._open = self._open, None
        if stack:
            await stack.aclose()

    def __aiter__(self) -> Self:
        """Itself. What an earlier loop left in your hand comes again."""
        if self._turn and self._turn.taken:
            self._turn.answer(dealt_with=False)
        return self

    async def __anext__(self) -> T:
        """The next that is new; waits for it without end. Raises `Gap`, `Unreachable`, `NotOpen`."""
        await self.done()
        while True:
            turn = self._turn = self._turn or Turn(partial(self._deal, await self._head()))
            await turn.ready()
            if turn.offers:
                return turn.take()
            self._turn = None
            turn.check()

    async def done(self) -> None:
        """What you have in hand is dealt with: it is written down, and does not come again.

        Asking for the next says the same. Raises what the memory raises; then it does come again, unless the
        memory has it.
        """
        if self._open is None:
            raise NotOpen(f"read {self._topic} inside of `async with`")
        turn = self._turn
        if turn and turn.taken:
            turn.answer(dealt_with=True)
            await turn.over()
            self._turn = None
            turn.check()

    async def _undo(self) -> None:
        turn, self._turn = self._turn, None
        if turn:
            turn.answer(dealt_with=False)
            await turn.over()
            turn.check()

    async def _head(self) -> Record:
        """The first that is not dealt with. It stays until the memory has it."""
        while not self._records:
            self._records.extend(await self._page())
        return self._records[0]

    async def _deal(self, record: Record, give: Give[T]) -> None:
        read = self._read(record)
        seen = await self._memory.version(self._topic, read.subject)
        place = Place(self._cluster, self._topic, record.partition, record.offset + 1)
        with suppress(AgainError):
            async with self._memory.handling(Done(place, read.subject, max(seen, read.version))):
                if read.version > seen:
                    await give(read.told)
            self._records.popleft()
            self._log.passed(place)


def read_as(contract: type[C], record: Record) -> C | Unread:
    """What the record holds, or why it cannot be read."""
    try:
        return contract.model_validate_json(record.value or b"")
    except ValidationError as error:
        first = error.errors(include_url=False, include_input=False)[0]
        field = ".".join(map(str, first["loc"]))
        return unread(record, f"{field}: {first['msg']}" if field else first["msg"])


def unread(record: Record, reason: str) -> Unread:
    """A record that cannot be read."""
    return Unread(type_of(record.headers), reason, record.value or b"", where(record))


def where(record: Record) -> str:
    """topic/partition/offset."""
    return f"{record.topic}/{record.partition}/{record.offset}"
