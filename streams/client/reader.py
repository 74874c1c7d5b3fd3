"""Reading a topic so that each message is dealt with once, whatever is sent again and whoever dies."""

from collections import deque
from collections.abc import Callable
from contextlib import AbstractAsyncContextManager, AsyncExitStack, nullcontext
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import Generic, Self, TypeVar

from pydantic import ValidationError

from schemas.contract import Contract
from streams.client.log import Log, Record
from streams.client.memory import Done, Memory, Place
from streams.client.sqlite_memory import SqliteMemory

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

    What you were given counts as dealt with when you ask for the next, or leave the block without an error.
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
        self._records: deque[Record] = deque()
        self._turn: AsyncExitStack | None = None

    async def __aenter__(self) -> Self:
        """Take the memory, connect, and find the place. Raises `InUse`, `Unreachable`, `NoTopic`, `Gap`."""
        async with AsyncExitStack() as stack:
            self._memory = await stack.enter_async_context(self._held)
            stack.push_async_callback(self._log.close)
            self._cluster = await self._log.open()
            await self._log.begin(await self._memory.places(self._cluster, self._topic))
            self._open = stack.pop_all()
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """After an error what you have in hand is not dealt with, and comes again."""
        async with self._open:
            turn, self._turn = self._turn, None
            if turn:
                await turn.__aexit__(kind, error, trace)
                if error is None:
                    self._log.passed(self._place)

    def __aiter__(self) -> Self:
        """Itself."""
        return self

    async def __anext__(self) -> T:
        """The next that is new; waits for it without end. Raises `Gap`, `Unreachable`."""
        await self._settle()
        while True:
            read = self._read(record := await self._next())
            seen = await self._memory.version(self._topic, read.subject)
            self._place = Place(self._cluster, self._topic, record.partition, record.offset + 1)
            turn = AsyncExitStack()
            done = Done(self._place, read.subject, max(seen, read.version))
            await turn.enter_async_context(self._memory.handling(done))
            self._turn = turn
            if read.version > seen:
                return read.told
            await self._settle()

    async def _settle(self) -> None:
        turn, self._turn = self._turn, None
        if turn:
            await turn.aclose()
            self._log.passed(self._place)

    async def _next(self) -> Record:
        while not self._records:
            self._records.extend(await self._log.page())
        return self._records.popleft()


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
    return Unread(type_of(record), reason, record.value or b"", where(record))


def type_of(record: Record) -> str:
    """Of the event, like `sinergi.dispatch.opened.v1`; empty for what is no event of Sinergi's."""
    return dict(record.headers).get("ce_type", b"").decode(errors="replace")


def where(record: Record) -> str:
    """topic/partition/offset."""
    return f"{record.topic}/{record.partition}/{record.offset}"
