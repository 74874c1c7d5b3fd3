"""One way of records to a channel: published, then followed until Postgres has them all."""

import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass

from aiokafka.errors import KafkaError

from schemas.topics import reports
from sinks.reading import Reader
from streams.connections import cluster_of, no_broker, postgres, producer
from streams.replay.pace import Pace
from streams.replay.reports import Outgoing
from streams.replay.send import Sending, send
from streams.replay.settle import Destination, Settlement, settle
from streams.settings import KafkaSettings, Settings

Advance = Callable[[int], None]


@dataclass(frozen=True, slots=True)
class Outcome:
    """What was published and what became of it; no `settlement` if nobody waited for it."""

    sending: Sending
    settlement: Settlement | None
    seconds: float


@dataclass(frozen=True, slots=True)
class Patience:
    """How long to go on waiting while nothing more is accounted for; None: not at all."""

    wait_s: float | None
    published: Advance = lambda _: None
    settled: Advance = lambda _: None


async def publish(
    settings: Settings,
    channel: str,
    records: Iterable[Outgoing],
    *,
    pace: Pace,
    patience: Patience,
) -> Outcome:
    """Publish the records to the channel's topic and wait for them. Raises `UnreachableError`."""
    start = time.monotonic()
    if patience.wait_s is None:
        sending = await _send(settings.kafka, channel, records, pace, patience)
        return Outcome(sending, None, time.monotonic() - start)
    async with postgres(settings.postgres) as pool:
        reader = Reader(pool)
        cluster = await cluster_of(settings.kafka)
        to = Destination(channel, cluster, await reader.clock())
        start = time.monotonic()
        sending = await _send(settings.kafka, channel, records, pace, patience)
        settlement = await settle(
            reader, sending.sent, to, patience_s=patience.wait_s, advance=patience.settled
        )
        return Outcome(sending, settlement, time.monotonic() - start)


async def _send(
    kafka: KafkaSettings, channel: str, records: Iterable[Outgoing], pace: Pace, patience: Patience
) -> Sending:
    async with producer(kafka) as made:
        try:
            return await send(made, reports(channel), records, pace, patience.published)
        except KafkaError as error:
            raise no_broker(kafka, error) from error
