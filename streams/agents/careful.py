"""An agent that finds out which record kills it, and then goes on without that one.

An error of Postgres or Kafka is no record's fault and proves nothing. Any other one is written down with the
records that were in hand before the process ends by it. The next worker takes those one by one, and one that
ended `DEATHS_MAX` workers while it was alone in hand is set aside.
"""

from collections.abc import Awaitable, Callable, Iterator
from dataclasses import replace
from itertools import groupby

import asyncpg
from aiokafka.errors import KafkaError
from faust.exceptions import NotReady
from faust.types import TP

from sinks.keyring import MissingKeysError
from sinks.postgres import FencedError, LostTransactionError
from sinks.suspects import Suspects, Suspicion
from streams.core.incidents import UnreadableError
from streams.first_error import first_of
from streams.transport import Chunk

Take = Callable[[Chunk], Awaitable[None]]

_SURROUNDINGS = (
    *(OSError, MemoryError, KafkaError, NotReady, FencedError, LostTransactionError, MissingKeysError),
    UnreadableError,
    *(asyncpg.PostgresError, asyncpg.InterfaceError, asyncpg.InternalClientError),
)
_REFUSED_VALUES = (
    *(asyncpg.DataError, asyncpg.IntegrityConstraintViolationError),
    asyncpg.ProgramLimitExceededError,  # Too long for an index, or too deep.
)


def is_fault_of_code(error: BaseException) -> bool:
    """Whether the same records would bring it again where everything around is well."""
    error = first_of(error)
    return isinstance(error, _REFUSED_VALUES) or not isinstance(error, _SURROUNDINGS)


class Careful:
    """Hands chunks to an agent, whole as a rule."""

    def __init__(self, take: Take, set_aside: Take, suspects: Suspects) -> None:
        self._take = take
        self._set_aside = set_aside
        self._suspects = suspects
        self._known: dict[tuple[TP, int], Suspicion | None] = {}

    async def take(self, chunk: Chunk) -> None:
        """Work a chunk through; what ends it by a fault of the code is noted, and ends the process."""
        suspicions = [await self._suspicion(part) for part in chunk.parts]
        if not any(suspicions):
            await self._try(chunk)
            return
        for one, suspicion in zip(chunk.parts, suspicions, strict=True):
            alone = replace(one, beside=())
            for part in parts(alone, suspicion) if suspicion else [alone]:
                if suspicion and suspicion.proven(part.records[0].offset):
                    await self._set_aside(part)
                else:
                    await self._try(part)

    async def _try(self, chunk: Chunk) -> None:
        try:
            await self._take(chunk)
        except Exception as error:
            if is_fault_of_code(error):
                await self._note(chunk, type(first_of(error)).__name__)
            raise

    async def _note(self, chunk: Chunk, error: str) -> None:
        records = sum(len(part.records) for part in chunk.parts)
        for part in chunk.parts:
            span = (part.records[0].offset, part.next_offset)
            await self._suspects.note(part.topic, part.partition, *span, records=records, error=error)

    async def _suspicion(self, chunk: Chunk) -> Suspicion | None:
        """Asked once for each time that a partition was taken over."""
        key = (chunk.tp, chunk.generation_id)
        if key not in self._known:
            self._known = {known: found for known, found in self._known.items() if known[1] == key[1]}
            self._known[key] = await self._suspects.of(chunk.topic, chunk.partition)
        return self._known[key]


def parts(chunk: Chunk, suspicion: Suspicion) -> Iterator[Chunk]:
    """The chunk, cut so that each suspect is alone. With the last part all of it is finished."""
    runs = [
        list(run)
        for _, run in groupby(
            chunk.records, lambda record: record.offset if suspicion.holds(record.offset) else -1
        )
    ]
    ends = [*(run[0].offset for run in runs[1:]), chunk.next_offset]
    for run, next_offset in zip(runs, ends, strict=True):
        part = replace(chunk, records=run, next_offset=next_offset)
        yield part if next_offset == chunk.next_offset else replace(part, _finish=lambda _: True)
