"""dispatches.<agency> -> Postgres, for the agencies that have a destination.

Where to read on stands in Postgres beside what was read. There is no consumer group, since one worker
reads at a time, and which topics are read changes with the destinations.
"""

import asyncio
from collections.abc import Awaitable, Callable, Mapping, Sequence

from aiokafka import AIOKafkaConsumer, ConsumerRecord, TopicPartition
from aiokafka.errors import OffsetOutOfRangeError

from schemas.topics import dispatches
from sinks.fetching import heed_fetching
from sinks.webhooks.deliveries import Deliveries, Delivery
from sinks.webhooks.destinations import Destination, Destinations
from streams.agents.webhooks.records import delivery_of
from streams.logs import logger
from streams.metrics import WebhookMetrics
from streams.pulse import Pulse

PAGE_RECORDS = 500

Partitions = Callable[[Sequence[str]], Awaitable[Mapping[str, int]]]
"""How many partitions topics have; raises what should end the worker if one is not there."""

log = logger(__name__)


class TakeIn:
    """Reads what enabled destinations have room for; the rest waits in Kafka."""

    def __init__(
        self,
        consumer: AIOKafkaConsumer,
        destinations: Destinations,
        deliveries: Deliveries,
        partitions: Partitions,
        metrics: WebhookMetrics,
        *,
        cluster: str,
        waiting_max: int,
        poll_s: float,
        arrived: asyncio.Event,
        pulse: Pulse,
    ) -> None:
        self._consumer = consumer
        self._destinations = destinations
        self._deliveries = deliveries
        self._partitions = partitions
        self._metrics = metrics
        self._cluster = cluster
        self._waiting_max = waiting_max
        self._poll_s = poll_s
        self._arrived = arrived
        self._pulse = pulse
        self._read: dict[str, Destination] = {}
        self._next: dict[TopicPartition, int | None] = {}

    async def run(self) -> None:
        """Without end. Raises `FencedError`, and what Kafka and Postgres raise."""
        while True:
            await self.turn()
            self._pulse.beat("take in")

    async def turn(self) -> None:
        """Take one page in, or wait a moment for it."""
        await self._follow(
            [
                one
                for one in await self._destinations.all()
                if one.disabled_why is None and one.waiting < self._waiting_max
            ]
        )
        if not self._read:
            await asyncio.sleep(self._poll_s)
            return
        heed_fetching(self._consumer)
        try:
            pages = await self._consumer.getmany(
                timeout_ms=int(self._poll_s * 1000), max_records=PAGE_RECORDS
            )
        except OffsetOutOfRangeError as error:
            await self.lost(error.args[0])
            return
        for partition, records in pages.items():
            await self._take(partition, records)

    async def lost(self, offsets: Mapping[TopicPartition, int]) -> None:
        """Kafka does not hold these any more: a person must know before it goes on with what is left."""
        for partition, offset in offsets.items():
            destination = self._read[partition.topic]
            why = (
                f"Kafka holds no record {offset} of {partition.topic}/{partition.partition}: its retention "
                "was over, or the topic was made anew; when enabled, it goes on with the oldest that is left"
            )
            log.error("a webhook is disabled", agency=destination.agency, why=why)
            await self._deliveries.forget_offset(destination.id, self._cluster, partition.partition)
            await self._destinations.disable(destination.id, why)

    async def _follow(self, wanted: Sequence[Destination]) -> None:
        """Read for these, each from where Postgres says, as soon as they are others than before."""
        now = {dispatches(one.agency): one for one in wanted}
        if {one.id for one in now.values()} == {one.id for one in self._read.values()}:
            return
        counts = await self._partitions(list(now)) if now else {}
        offsets = await self._deliveries.offsets(self._cluster, [one.id for one in wanted])
        self._read = now
        self._next = {
            TopicPartition(topic, number): offsets.get((one.id, number))
            for topic, one in now.items()
            for number in range(counts[topic])
        }
        self._consumer.assign(list(self._next))
        for partition, offset in self._next.items():
            if offset is not None:
                self._consumer.seek(partition, offset)
        if fresh := [partition for partition, offset in self._next.items() if offset is None]:
            await self._consumer.seek_to_beginning(*fresh)

    async def _take(self, partition: TopicPartition, records: Sequence[ConsumerRecord]) -> None:
        destination, next_offset = self._read[partition.topic], records[-1].offset + 1
        deliveries = [delivery for record in records if (delivery := self._delivery(destination, record))]
        if await self._deliveries.take_in(
            destination.id,
            deliveries,
            cluster=self._cluster,
            partition=partition.partition,
            since=self._next[partition],
            next_offset=next_offset,
        ):
            self._next[partition] = next_offset
            self._metrics.took(partition.topic, len(records))
            self._arrived.set()

    def _delivery(self, destination: Destination, record: ConsumerRecord) -> Delivery | None:
        """None for what the agency need not hear, and for what is no dispatch; that is said."""
        since = destination.hears_from
        if since is not None and record.timestamp < int(since.timestamp() * 1000):  # Kafka cuts to this
            return None
        found = delivery_of(record)
        if isinstance(found, Delivery):
            return found
        log.error(
            "a dispatch cannot be delivered",
            topic=record.topic,
            partition=record.partition,
            offset=record.offset,
            why=found,
        )
        self._metrics.tries.labels(destination.agency, "unreadable").inc()
        return None
