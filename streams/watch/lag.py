"""How far each process is behind with what it reads: in records, and by the age of the oldest."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from aiokafka import TopicPartition

from schemas.catalog.models import Catalog
from schemas.topics import ANNOUNCEMENTS, CLASSIFIED, REJECTED, dispatches, reports
from sinks.reading_watch import WatchReader
from streams.agents.check import topics_of
from streams.watch.ages import Ages
from streams.watch.brokers import Brokers

TRIAGE, RESOLVE, WEBHOOKS = "triage", "resolve", "webhooks"
TRIAGE_GROUP = "sinergi-triage"
"""Its commits say how far triage is. Those of resolve only show what Postgres knows better."""


@dataclass(frozen=True, slots=True)
class Place:
    """How far a process has come in a partition: the first offset not finished, None for the beginning."""

    process: str
    partition: TopicPartition
    position: int | None


@dataclass(frozen=True, slots=True)
class Lag:
    """What a process has not finished of a partition: [position, end).

    `oldest_s` is the age of the first of them: 0 if there is none, None if Kafka did not give it.
    """

    process: str
    topic: str
    partition: int
    position: int
    end: int
    oldest_s: float | None

    @property
    def records(self) -> int:
        """How many."""
        return self.end - self.position


async def lags(
    brokers: Brokers, reader: WatchReader, catalog: Catalog, ages: Ages, now: datetime
) -> list[Lag]:
    """Of every process and partition that it reads, as far as the topics are there.

    Raises `KafkaError`, `PostgresError`.
    """
    places = await places_of(brokers, reader, catalog)
    partitions = {place.partition for place in places}
    # The ends last: what is finished meanwhile would else lie behind them.
    begins, ends = await brokers.beginnings(partitions), await brokers.ends(partitions)
    behind = unfinished(places, begins, ends)
    came_at = await ages.came_at(brokers, {one.partition: start for one, start, end in behind if start < end})
    return [
        Lag(
            *(place.process, place.partition.topic, place.partition.partition, start, end),
            oldest_s=_age_s(came_at.get(place.partition), now) if start < end else 0.0,
        )
        for place, start, end in behind
    ]


async def places_of(brokers: Brokers, reader: WatchReader, catalog: Catalog) -> list[Place]:
    """How far every process has come with what it reads."""
    triage = await brokers.partitions([*map(reports, sorted(catalog.channels)), *topics_of(catalog)])
    resolve = await brokers.partitions([CLASSIFIED, REJECTED, ANNOUNCEMENTS])
    committed = await brokers.committed(TRIAGE_GROUP, triage)
    consumed = await reader.consumed(brokers.cluster)
    return [
        *(Place(TRIAGE, partition, committed[partition]) for partition in triage),
        *(Place(RESOLVE, partition, consumed.get(partition)) for partition in resolve),
        *(await _webhook_places(brokers, reader)),
    ]


def unfinished(
    places: Iterable[Place], begins: Mapping[TopicPartition, int], ends: Mapping[TopicPartition, int]
) -> Sequence[tuple[Place, int, int]]:
    """Each place with what is not finished of it, [start, end): no more than the log still holds."""
    found = []
    for place in places:
        begin, end = begins[place.partition], ends[place.partition]
        start = begin if place.position is None else max(begin, place.position)
        found.append((place, start, max(start, end)))
    return found


async def _webhook_places(brokers: Brokers, reader: WatchReader) -> list[Place]:
    """Of destinations that are delivered to; what others have waits for a person."""
    offsets = await reader.webhook_offsets(brokers.cluster)
    return [
        Place(WEBHOOKS, partition, offsets[agency].get(partition.partition))
        for agency in offsets
        for partition in await brokers.partitions([dispatches(agency)])
    ]


def _age_s(came_at: float | None, now: datetime) -> float | None:
    """Not below 0 where the clock of who published it runs ahead."""
    return None if came_at is None else max(0.0, now.timestamp() - came_at)
