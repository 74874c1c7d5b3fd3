"""What a reader must not forget: how far it has read, and what it has seen."""

from collections.abc import Mapping
from contextlib import AbstractAsyncContextManager
from dataclasses import dataclass
from typing import Protocol


@dataclass(frozen=True, slots=True)
class Place:
    """Where to read on. `cluster` is the id of the Kafka cluster: another one has another log."""

    cluster: str
    topic: str
    partition: int
    next_offset: int


@dataclass(frozen=True, slots=True)
class Done:
    """What is true once a message has been dealt with: read on at `place`, of `subject` there was `version`.

    The subject is the id of an incident or event; of what has no versions its own id, with version 1.
    """

    place: Place
    subject: str
    version: int


class Memory(Protocol):
    """Keep it in your own database and everything happens exactly once; see `examples/agency_database.py`.

    The calls for a message are made one after the other in a task of their own, and none is cancelled,
    whatever becomes of who waits. If one raises, `version` is asked again before the message is given again.

    One process at a time: an implementation takes a lock when it is made, or raises `InUse`. One reader at a
    time: give each its own.
    """

    async def places(self, cluster: str, topic: str) -> Mapping[int, int]:
        """The next offset of each partition that was read from; empty at first."""

    async def version(self, topic: str, subject: str) -> int:
        """The highest version done; 0 if there was none."""

    def handling(self, done: Done) -> AbstractAsyncContextManager[None]:
        """A block in which your code deals with a message, and at whose end `done` is written.

        All in one transaction: if the block raises, nothing of it is kept.
        """
