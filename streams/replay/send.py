"""Publishing the records of a channel, and knowing where each one came to lie."""

import asyncio
import time
from collections import deque
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import NamedTuple

from aiokafka import AIOKafkaProducer
from aiokafka.errors import MessageSizeTooLargeError
from aiokafka.structs import RecordMetadata

from streams.replay.pace import Pace
from streams.replay.reports import Outgoing

IN_FLIGHT = 2_000
"""So many records may be unconfirmed at a time."""


class Sent(NamedTuple):
    """A record that Kafka has."""

    record: Outgoing
    partition: int
    offset: int


@dataclass(slots=True)
class Sending:
    """What was published, and what the broker did not take (line, reason)."""

    sent: list[Sent] = field(default_factory=list)
    unsent: list[tuple[int, str]] = field(default_factory=list)


async def send(
    producer: AIOKafkaProducer,
    topic: str,
    records: Iterable[Outgoing],
    pace: Pace,
    advance: Callable[[int], None],
) -> Sending:
    """Publish in order; `advance` is told how many more were confirmed. Raises `KafkaError`."""
    sending = Sending()
    in_flight: deque[tuple[Outgoing, asyncio.Future[RecordMetadata]]] = deque()
    start = time.monotonic()
    for record in records:
        await _confirm(in_flight, sending, advance, leave=IN_FLIGHT - 1)
        early_s = pace.due_s(record.said_at) - (time.monotonic() - start)
        if early_s > 0:
            await asyncio.sleep(early_s)
        try:
            in_flight.append((record, await producer.send(topic, record.value, record.key)))
        except MessageSizeTooLargeError as error:
            sending.unsent.append((record.line, str(error)))
            advance(1)
    await _confirm(in_flight, sending, advance, leave=0)
    return sending


async def _confirm(
    in_flight: deque[tuple[Outgoing, asyncio.Future[RecordMetadata]]],
    sending: Sending,
    advance: Callable[[int], None],
    *,
    leave: int,
) -> None:
    """Book those at the head that are done, and wait for as many more as leave too many in flight."""
    while in_flight and (in_flight[0][1].done() or len(in_flight) > leave):
        record, future = in_flight.popleft()
        try:
            place = await future
        except MessageSizeTooLargeError as error:
            sending.unsent.append((record.line, str(error)))
        else:
            sending.sent.append(Sent(record, place.partition, place.offset))
        advance(1)
