"""What an agent gets from the transport, and what an owner gives it."""

from collections.abc import AsyncIterator, Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Protocol, cast

import aiokafka
import faust
from faust import Stream
from faust.types import TP, AppT, ConsumerMessage, Message, StreamT

from streams.wire import Raw

if TYPE_CHECKING:
    from streams.transport.consumer import Consumer


class Owner(Protocol):
    """An agent whose truth about offsets is its own store, not Kafka's commits."""

    async def claim(self, partitions: frozenset[TP]) -> Mapping[TP, int | None]:
        """Take over these partitions and give up all others; the next offset to read of each.

        Called at every assignment, before anything is read. None stands for the log's beginning.
        Any exception ends the process.
        """


@dataclass(frozen=True, slots=True)
class Chunk:
    """Consecutive records of one partition; `next_offset` is where the next chunk starts.

    Of topics that an agent takes `together`, small chunks of other partitions lie `beside` it: one turn is
    for all of them, and they are finished with it.
    """

    topic: str
    partition: int
    generation_id: int
    records: Sequence[aiokafka.ConsumerRecord]
    next_offset: int
    _finish: Callable[["Chunk"], bool] = field(repr=False, compare=False)
    beside: Sequence["Chunk"] = ()

    @property
    def tp(self) -> TP:
        """The partition with its topic."""
        return TP(self.topic, self.partition)

    @property
    def parts(self) -> Sequence["Chunk"]:
        """What the turn is for, each of another partition."""
        return (self, *self.beside)

    def finish(self) -> bool:
        """Say that the turn's work is done and safe; False if the partitions were lost meanwhile."""
        finished = [part._finish(part) for part in self.parts]  # noqa: SLF001
        return all(finished)


async def chunks(stream: StreamT[Any]) -> AsyncIterator[Chunk]:
    """The stream's chunks. One that is not finished is delivered again after a restart."""
    consumer = cast("Consumer", stream.app.consumer)
    async for chunk in cast("Stream[Chunk]", stream).noack():
        if consumer.hold(chunk):
            yield chunk


class ChunkSchema(faust.Schema[bytes, Chunk]):
    """Hands the chunk through Faust's decoding as it is."""

    def loads_key(self, _app: AppT, message: Message, **_options: object) -> bytes:  # type: ignore[override]
        """Nothing: the records carry their keys."""
        return cast("bytes", message.key)

    def loads_value(self, _app: AppT, message: Message, **_options: object) -> Chunk:  # type: ignore[override]
        """The chunk."""
        return cast("Chunk", message.value)


def message_of(chunk: Chunk, last: Raw) -> ConsumerMessage:
    """The message that carries a chunk through Faust's conductor and stream; `last` is its last record."""
    return ConsumerMessage(
        topic=chunk.topic,
        partition=chunk.partition,
        offset=last.offset,
        timestamp=last.timestamp / 1000,
        timestamp_type=last.timestamp_type,
        headers=None,
        key=None,
        value=cast("bytes", chunk),
        checksum=None,
        serialized_key_size=0,
        serialized_value_size=0,
        tp=chunk.tp,
        generation_id=chunk.generation_id,
    )
