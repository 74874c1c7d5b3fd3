"""`Dispatches`: what an agency is told of its incidents."""

import re
from pathlib import Path
from typing import TypeAlias

from schemas import topics
from schemas.dispatch import Dispatch
from schemas.event import EventDispatch
from schemas.message import type_of
from streams.client.brokers import Brokers, access_of
from streams.client.log import PATIENCE_S, KafkaLog, Record
from streams.client.memory import Memory
from streams.client.reader import Read, Reader, Unread, read_as, unread, where

News: TypeAlias = Dispatch | EventDispatch | Unread
"""What an agency may be told; tell them apart with `match` or `isinstance`."""

_TYPE = re.compile(r"sinergi\.(dispatch|event)\.[a-z_]+\.v1")


class Dispatches(Reader[News]):
    """What one agency is told: each version of an incident or event once, and never an older one after it.

    An async context manager and iterator, for one task. The first time it begins with the oldest message that
    Kafka keeps. A version may be missing where a newer one came first: each tells all that is true by then.

    `memory` is a file, made if need be, or a `Memory` of your own. What you do with a message happens at
    least once: when the process dies after your code and before the memory has it, it comes again. What you
    write in the memory's own transaction happens exactly once. One process reads with a memory: a second one
    is told `InUse`.

    `patience_s` is how long Kafka may be silent, at the start or later, before `Unreachable` is raised.
    `accept_gap` says that it is known that messages were deleted unread, see `Gap`.
    """

    def __init__(
        self,
        agency: str,
        *,
        brokers: Brokers,
        memory: Memory | Path | str,
        patience_s: float = PATIENCE_S,
        accept_gap: bool = False,
    ) -> None:
        topic = topics.dispatches(agency)
        log = KafkaLog(topic, access_of(brokers), patience_s=patience_s, accept_gap=accept_gap)
        super().__init__(topic, log, memory, read_news)


def read_news(record: Record) -> Read[News]:
    """What a record of `dispatches.<agency>` tells."""
    match = _TYPE.fullmatch(type_of(record.headers))
    if match is None:
        return Read(unread(record, "a type that this version does not know"), where(record), 1)
    event = match[1] == "event"
    news: News = read_as(EventDispatch, record) if event else read_as(Dispatch, record)
    match news:
        case Dispatch():
            return Read(news, news.incident_id, news.version)
        case EventDispatch():
            return Read(news, news.event_id, news.version)
        case Unread():
            return Read(news, where(record), 1)
