"""How far each process is behind with what it reads: in records, and by the age of the oldest."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from aiokafka import TopicPartition

from schemas.catalog.models import Catalog
from schemas.topics import dispatches
from sinks.audits import Partition
from sinks.reading_watch import WatchReader
from streams.duties import RESOLVE, TRIAGE, WEBHOOKS, Duty, duties
from streams.watch.ages import Ages
from streams.watch.brokers import Brokers, Partitions, of_topics


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


@dataclass(frozen=True, slots=True)
class TakenIn:
    """What Postgres knows better than Kafka: the first offset that is not taken in, None for the beginning.

    `webhooks` are by agency and number of the partition, of destinations that are delivered to; what others
    have waits for a person.
    """

    consumed: Mapping[Partition, int | None]
    webhooks: Mapping[str, Mapping[int, int]]


@dataclass(frozen=True, slots=True)
class Lags:
    """Of every process and partition that it reads; `log` is what a partition held then: [begin, end)."""

    behind: Sequence[Lag]
    places: Sequence[Place]
    log: Mapping[TopicPartition, tuple[int, int]]


async def taken_in(reader: WatchReader, cluster: str) -> TakenIn:
    """Raises `PostgresError`."""
    return TakenIn(await reader.consumed(cluster), await reader.webhook_offsets(cluster))


async def lags(brokers: Brokers, taken: TakenIn, catalog: Catalog, ages: Ages, now: datetime) -> Lags:
    """As far as the topics are there. `taken` is to be asked for before. Raises `KafkaError`."""
    there = await brokers.partitions()
    triage, resolve = duties(catalog)
    committed = await brokers.committed(triage.group, of_topics(there, triage.reads))
    places = places_of(committed, taken, there, resolve)
    partitions = {place.partition for place in places}
    # The ends last: what is finished meanwhile would else lie behind them.
    begins, ends = await brokers.beginnings(partitions), await brokers.ends(partitions)
    behind = unfinished(places, begins, ends)
    came_at = await ages.came_at(brokers, {one.partition: start for one, start, end in behind if start < end})
    found = [
        Lag(
            *(place.process, place.partition.topic, place.partition.partition, start, end),
            oldest_s=_age_s(came_at.get(place.partition), now) if start < end else 0.0,
        )
        for place, start, end in behind
    ]
    return Lags(found, places, {one: (begins[one], ends[one]) for one in partitions})


def places_of(
    committed: Mapping[TopicPartition, int | None], taken: TakenIn, there: Partitions, resolve: Duty
) -> list[Place]:
    """How far every process has come with what it reads; `committed` is by triage."""
    return [
        *(Place(TRIAGE, partition, offset) for partition, offset in committed.items()),
        *(
            Place(RESOLVE, partition, taken.consumed.get(partition))
            for partition in of_topics(there, resolve.reads)
        ),
        *(
            Place(WEBHOOKS, partition, offsets.get(partition.partition))
            for agency, offsets in taken.webhooks.items()
            for partition in of_topics(there, [dispatches(agency)])
        ),
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


def _age_s(came_at: float | None, now: datetime) -> float | None:
    """Not below 0 where the clock of who published it runs ahead."""
    return None if came_at is None else max(0.0, now.timestamp() - came_at)
